/** From a release, as `uname -r` prints it, to the version whose range holds it. */
import { since } from "./release-number.ts";
import { type KernelVersion, NEWEST, RELEASED } from "./version.ts";

/** A version, and what was asked for. */
export interface Asked {
  readonly version: KernelVersion;
  /** Major and minor number, "6.12". */
  readonly release: string;
  /** What the reader should know of the answer; null where the range simply holds it. */
  readonly note: string | null;
}

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
