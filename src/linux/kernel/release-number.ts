/** Releases by number and not as text: 6.9 is before 6.10. */

const RELEASE = /^v?(\d{1,3})\.(\d{1,3})(?:[.+_-].*)?$/i;

/** "6.12" of "v6.12.117-cloud-amd64"; null where the text is no release. */
export function releaseOf(text: string): string | null {
  const [, major, minor] = RELEASE.exec(text) ?? [];
  return major === undefined ? null : `${Number(major)}.${Number(minor)}`;
}

/** A number that grows with the release. */
export const ranked = (release: string): number => {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return major * 1000 + minor;
};

/** `from` <= `release`. */
export const since = (release: string, from: string): boolean => ranked(release) >= ranked(from);
