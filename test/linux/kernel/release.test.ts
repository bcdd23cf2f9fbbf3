/** From a release to its version: the ranges leave no gap, and a release has the changes it has. */
import { expect, test } from "vitest";
import { versionAt } from "../../../src/linux/kernel/release.ts";
import { releaseOf } from "../../../src/linux/kernel/release-number.ts";
import { NEWEST, notesOf, RELEASED } from "../../../src/linux/kernel/version.ts";

const newest = NEWEST.releases?.until ?? "";
const [lastMajor = 0, lastMinor = 0] = newest.split(".").map(Number);
/** Where Linux went on to the next major number, and the newest. */
const LAST_MINOR: Readonly<Record<number, number>> = { 5: 19, 6: 19, [lastMajor]: lastMinor };

/** Every release from 5.16 to the newest observed. */
const RELEASES = Object.entries(LAST_MINOR).flatMap(([major, last]) =>
  Array.from({ length: last + 1 }, (_, minor) => `${major}.${minor}`).filter(
    (release) => !/^5\.(\d|1[0-5])$/.test(release),
  ),
);

test("every release from 5.16 to the newest observed is in the range of exactly one version", () => {
  const number = (release: string) => {
    const [major = 0, minor = 0] = release.split(".").map(Number);
    return major * 100 + minor;
  };
  for (const release of RELEASES) {
    const within = RELEASED.filter(
      ({ releases: range }) =>
        range && number(range.from) <= number(release) && number(release) <= number(range.until),
    );
    const { version, note } = versionAt(release);
    const found = within.map(({ id }) => id).join(" and ");
    if (found !== version.id || note !== null) {
      throw new Error(`${release}: in the range of ${found || "none"}, taken as ${version.id}`);
    }
  }
  expect(RELEASES.length).toBeGreaterThan(27);
});

test.each([
  ["6.12", "6.12"],
  ["v6.8", "6.8"],
  ["linux-6.1", null],
  ["6.12.117-cloud-amd64", "6.12"],
  ["6.19-rc6", "6.19"],
  ["linux", null],
  ["6", null],
  ["mail-v6", null],
])("%s is release %s", (text, release) => {
  expect(releaseOf(text)).toBe(release);
});

test("a release has the changes up to it, and those of its stable branch", () => {
  const of = (release: string) => {
    const { id, loneTileConfig, guestMemory, xfdInXsave } = versionAt(release).version;
    return [id, loneTileConfig, guestMemory, xfdInXsave];
  };
  expect(of("6.0")).toEqual(["linux-5.18", "reported", "user default", "kept"]);
  expect(of("6.1")).toEqual(["linux-5.18", "reported", "kernel default", "kept"]);
  expect(of("6.6")).toEqual(["linux-5.18", "dropped", "kernel default", "cleared"]);
  expect(of("6.13")).toEqual(["linux-5.18", "dropped", "user default", "kept"]);
  expect(of("6.12")).toEqual(["linux-5.18", "dropped", "kernel default", "cleared"]);
  expect(of("6.15")).toEqual(["linux-5.18", "dropped", "kernel default", "kept"]);
  expect(of("6.17")).toEqual(["linux-6.17", "dropped", "kernel default", "kept"]);
});

test("above the newest observed: the newest, and it is said; below 5.16 there is none", () => {
  const { version, note } = versionAt(`${lastMajor}.${lastMinor + 1}`);
  expect([version.id, note]).toEqual([NEWEST.id, expect.stringContaining(`newer than ${newest}`)]);
  expect(() => versionAt("5.15")).toThrow("Linux 5.15 is older than 5.16");
});

test("a change is printed with the releases that have it", () => {
  expect(notesOf(versionAt("6.1").version)).toContain(
    "6.15, stable 6.1, 6.6, 6.12 and 6.14 gives a vCPU the memory of the kernel default size (1937e18cc3cf)",
  );
});
