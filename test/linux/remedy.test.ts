/** What became of a broken promise: held to what whole checks of the later versions say. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { check } from "../../src/linux/check.ts";
import { versionAt } from "../../src/linux/kernel/release.ts";
import { since } from "../../src/linux/kernel/release-number.ts";
import { NEWEST, RELEASED, version } from "../../src/linux/kernel/version.ts";
import { readVersion } from "../../src/linux/kernel/version-file.ts";

const SPR = processor("sapphire-rapids");
const HOSTS = [
  { hostMask: 0x61ee7n },
  { hostMask: 0x600e7n },
  { hostMask: 0x1ee7n, dynamic: 0xc0n },
];

test.each(HOSTS)("a fix is the release from which on the whole check holds: $hostMask", (host) => {
  for (const kernel of RELEASED) {
    const report = check(SPR, kernel, host);
    for (const { id, holds, remedy } of report.properties) {
      const where = `${kernel.id} ${id}`;
      expect(holds === false, where).toBe(remedy !== null);
      if (!remedy) continue;
      const holdsIn = (release: string) =>
        check(SPR, versionAt(release).version, host).properties.find((one) => one.id === id)?.holds;
      const newest = holdsIn(NEWEST.releases?.until ?? "");
      expect(remedy.kind === "fixed", where).toBe(newest);
      if (remedy.kind !== "fixed") continue;
      expect(since(remedy.release, kernel.releases?.from ?? ""), where).toBe(true);
      expect(holdsIn(remedy.release), where).toBe(true);
    }
  }
});

const remedies = (kernel: string, host: object) =>
  Object.fromEntries(
    check(SPR, version(kernel), host).properties.flatMap(({ id, remedy }) =>
      remedy
        ? [[id, remedy.kind === "fixed" ? `${remedy.release} ${remedy.commit}` : remedy.kind]]
        : [],
    ),
  );

test("Linux 5.16 on Sapphire Rapids: which commit mended what", () => {
  expect(remedies("linux-5.16", { hostMask: 0x61ee7n })).toEqual({
    P1: "6.16 d8414603b29f",
    P2: "5.18 063452fd94d1",
    P4: "design",
    B4: "6.16 d8414603b29f",
    B5: "no fix known",
    B6: "design",
    B7: "no fix known",
    B8: "no fix known",
    B9: "no fix known",
    S5: "6.4 55cd57b596e8",
  });
});

test("the two requests of the mail: 24 bytes short until d8414603b29f", () => {
  expect(remedies("linux-5.18", { hostMask: 0x1ee7n, dynamic: 0xc0n })).toMatchObject({
    B1: "6.16 d8414603b29f",
    B2: "design",
  });
});

test("what a proposal breaks alone is said to be its own, what all break is not", () => {
  expect(remedies("mail-v6", { hostMask: 0x61ee7n })).toMatchObject({
    P1: "proposal",
    B4: "proposal",
    P4: "design",
    B5: "no fix known",
  });
  const patch = {
    schema: "xsweep/kernel-version@1",
    id: "mine",
    like: "linux-6.17",
    grant: "requested",
  };
  const [P1] = check(SPR, readVersion(JSON.stringify(patch)), { hostMask: 0x61ee7n }).properties;
  expect(P1?.remedy).toEqual({ kind: "proposal", kept: NEWEST.id });
});

test("the verdict counts each promise once, and what is undecided apart", () => {
  const bounds = { states: 40, steps: Number.POSITIVE_INFINITY };
  const { verdict, properties } = check(SPR, NEWEST, { bounds });
  expect(verdict.promises).toBe(properties.length);
  expect(verdict.hold + verdict.broken + verdict.undecided).toBe(verdict.promises);
  expect([verdict.hold, verdict.undecided > 0]).toEqual([0, true]);
  expect(properties.filter(({ holds }) => holds === null).map(({ remedy }) => remedy)).toEqual(
    Array(verdict.undecided).fill(null),
  );
});
