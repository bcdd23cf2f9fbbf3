/** The bisect by release: held to each release as `--kernel RELEASE` has it, which is another way. */
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { type ChangedNumber, changedNumbers, KERNEL_NUMBERS } from "../../src/linux/changed.ts";
import { boot } from "../../src/linux/kernel/configuration.ts";
import { historyOf, releaseBefore } from "../../src/linux/kernel/history.ts";
import { formatIn, managedIn } from "../../src/linux/kernel/host.ts";
import { versionAt } from "../../src/linux/kernel/release.ts";
import { since } from "../../src/linux/kernel/release-number.ts";
import { STEPS } from "../../src/linux/kernel/steps.ts";
import { NEWEST, RELEASED } from "../../src/linux/kernel/version.ts";
import { kernelNumbers } from "../../src/linux/numbers.ts";
import { kernelJson } from "../../src/write/json/kernel.ts";

const valueIn = ({ now, changes }: ChangedNumber, release: string): number | null => {
  const last = changes.findLast(({ from }) => since(release, from));
  return last ? last.after : changes[0] ? changes[0].before : now;
};

// Releases whose stable branch has no commit that mainline had later.
const RELEASES = "5.17 5.18 5.19 6.0 6.3 6.4 6.5 6.7 6.13 6.15 6.16 6.17 6.18 6.19 7.0 7.3".split(
  " ",
);

test.each(RELEASES)("every number of every processor in Linux %s", (release) => {
  const { version } = versionAt(release);
  for (const cpu of CATALOGUE) {
    const hostMask = managedIn(cpu, release);
    const numbers = kernelNumbers(boot(cpu, version, { hostMask, format: formatIn(cpu, release) }));
    const document = kernelJson(numbers, 1, null);
    const { numbers: changed } = changedNumbers(cpu);
    for (const number of changed) {
      const said = number.path
        .split(".")
        .reduce<unknown>(
          (value, key) => (value as Record<string, unknown> | null)?.[key],
          document,
        );
      expect(valueIn(number, release), `${cpu.id} ${number.path}`).toBe(said ?? null);
    }
  }
});

test("the last moment is the newest version, on all that it manages", () => {
  for (const cpu of CATALOGUE) {
    const { first, commits } = historyOf(cpu);
    const last = commits.reduce((moment, { to }) => to(moment), first);
    const { grant, sizes, guestOnly, guestXss, guestMemory, copyOrder, xfeatureMax } = NEWEST;
    const { xfdInXsave, equalCpuidAfterRun, loneTileConfig, hostSizeAdds } = NEWEST;
    expect(last.version).toMatchObject({
      ...{ grant, sizes, guestOnly, guestXss, guestMemory, copyOrder, xfeatureMax },
      ...{ xfdInXsave, equalCpuidAfterRun, loneTileConfig, hostSizeAdds },
    });
    expect(last.hostMask).toBe(managedIn(cpu, null));
  }
});

test("every version but the oldest says which commits made it", () => {
  expect(Object.keys(STEPS)).toEqual(RELEASED.slice(1).map(({ id }) => id));
});

const changesOf = (id: string, path: string) =>
  changedNumbers(processor(id)).numbers.find((number) => number.path === path)?.changes;

test("a vCPU of Zen 4 gets the kernel default from 6.15 on, and stable branches have it", () => {
  expect(changesOf("zen-4", "without.vcpu.bytes")).toMatchObject([
    {
      from: "6.15",
      until: "6.14",
      before: 2440 + 64,
      after: 2456 + 64,
      commits: [{ commit: "1937e18cc3cf", stable: ["6.1", "6.6", "6.12", "6.14"] }],
    },
    { from: "6.17", after: 2480 + 64, commits: [{ commit: "8b05b3c98816" }] },
  ]);
});

test("AMX comes to guests with 5.17, and its 0DH.1:EBX is right from 5.18 on", () => {
  expect(changesOf("sapphire-rapids", "permitted.capXsave2")).toMatchObject([
    { from: "5.17", before: null, after: 11008 },
  ]);
  expect(changesOf("sapphire-rapids", "permitted.supportedEbx1")).toMatchObject([
    { from: "5.17", before: null },
    { from: "5.18", after: 10752, commits: [{ commit: "063452fd94d1" }] },
  ]);
  expect(changesOf("sapphire-rapids", "without.supportedEbx1")).toMatchObject([
    { from: "5.17", before: 2440, after: 2560 },
    { from: "6.4", after: 2440, commits: [{ commit: "55cd57b596e8" }] },
    { from: "6.18", after: 2480 },
  ]);
});

test("APX is no number of a kernel that does not manage it", () => {
  const reports = changedNumbers(processor("granite-rapids-apx")).numbers;
  const max = reports.find(({ path }) => path === "kernelMax.size");
  expect(max?.changes).toMatchObject([
    { from: "6.16", before: 10752, after: 10880, commits: [{ commit: "50c5b071e283" }] },
  ]);
});

test("a host mask is what the host has, as far as each release manages it", () => {
  const without = changedNumbers(processor("zen-4"), { hostMask: 0x12e7n });
  const max = without.numbers.find(({ path }) => path === "kernelMax.size");
  expect(max?.changes).toMatchObject([{ from: "6.17", before: 2440 }]);
});

test("XSAVEC alone is compacted from 5.19 on", () => {
  const cpu = { ...processor("skylake-x"), eax1: 0b0111, xss: 0n };
  const numbers = changedNumbers(cpu, { hostMask: 0xe7n }).numbers;
  const max = numbers.find(({ path }) => path === "kernelMax.size");
  expect(max?.changes).toMatchObject([
    { from: "5.19", before: 2688, after: 2432, commits: [{ commit: "8ad7e8f69695" }] },
  ]);
});

test("names and paths are unique; a release before the first of a major number is not guessed", () => {
  for (const of of ["path", "name"] as const) {
    expect(new Set(KERNEL_NUMBERS.map((number) => number[of])).size).toBe(KERNEL_NUMBERS.length);
  }
  expect([releaseBefore("6.16"), releaseBefore("7.0")]).toEqual(["6.15", null]);
});
