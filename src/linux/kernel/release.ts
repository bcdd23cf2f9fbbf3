/** From a release, as `uname -r` prints it, to the version whose range holds it. */
import { type KernelVersion, NEWEST, RELEASED } from "./version.ts";

/** A version, and what was asked for. */
export interface Asked {
  readonly version: KernelVersion;
  /** Major and minor number, "6.12". */
  readonly release: string;
  /** What the reader should know of the answer; null where the range simply holds it. */
  readonly note: string | null;
}

const RELEASE = /^v?(\d{1,3})\.(\d{1,3})(?:[.+_-].*)?$/i;

/** "6.12" of "v6.12.117-cloud-amd64"; null where the text is no release. */
export function releaseOf(text: string): string | null {
  const [, major, minor] = RELEASE.exec(text) ?? [];
  return major === undefined ? null : `${Number(major)}.${Number(minor)}`;
}

const ranked = (release: string): number => {
  const [major = 0, minor = 0] = release.split(".").map(Number);
  return major * 1000 + minor;
};

/** `from` <= `release`, by number and not as text. */
export const since = (release: string, from: string): boolean => ranked(release) >= ranked(from);

/**
 * The version of `release` ("6.12"), with the changes that release has.
 *
 * @throws {RangeError} below 5.16, which has no permissions to model.
 */
export function versionAt(release: string): Asked {
  const oldest = RELEASED[0]?.releases?.from ?? "";
  if (!since(release, oldest)) {
    throw new RangeError(
      `Linux ${release} is older than ${oldest}: it has no permissions, there is nothing to model`,
    );
  }
  // Ranges leave no gap (test/linux/kernel/release.test.ts): the last that began is the one.
  const found = RELEASED.findLast(({ releases }) => releases && since(release, releases.from));
  const version = found ?? NEWEST;
  const newest = NEWEST.releases?.until ?? "";
  const beyond = !since(newest, release);
  const has = version.changes.filter(
    ({ from, stable = [] }) => since(release, from) || stable.includes(release),
  );
  return {
    version: Object.assign({}, version, ...has.map(({ fields }) => fields)) as KernelVersion,
    release,
    note: beyond
      ? `Linux ${release} is newer than ${newest}, the newest observed: taken as ${version.id}`
      : null,
  };
}
