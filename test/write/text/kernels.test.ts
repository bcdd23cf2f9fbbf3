/** One table for several processors: each row is what the page of that processor says. */
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { boot } from "../../../src/linux/kernel/configuration.ts";
import { NEWEST } from "../../../src/linux/kernel/version.ts";
import { kernelNumbers } from "../../../src/linux/numbers.ts";
import { kernelsText } from "../../../src/write/text/kernels.ts";
import type { Processor } from "../../../src/xsave/processor.ts";

const numbers = (cpu: Processor) => kernelNumbers(boot(cpu, NEWEST));
const text = (cpus: readonly Processor[], columns = 80) =>
  kernelsText(NEWEST, cpus.map(numbers), null, { columns, tableColumns: columns });
const rowOf = (page: string, name: string): string[] =>
  (page.split("\n").find((line) => line.trim().startsWith(name)) ?? "").trim().split(/ {2,}/);

test("a row for each processor, one more where something needs permission", () => {
  const page = text([processor("zen-4"), processor("sapphire-rapids")]);
  expect(rowOf(page, "zen-4")).toEqual("zen-4 2456 2480 4096 2976 3376 3376".split(" "));
  expect(rowOf(page, "sapphire-rapids")).toEqual(
    "sapphire-rapids 2560 2560 4096 3344 3760 11952".split(" "),
  );
  expect(rowOf(page, "with XTILEDATA")).toEqual([
    "with XTILEDATA",
    ..."10752 10752 11008 11536 unknown 11952".split(" "),
  ]);
});

test("the answer first, in words, over those it holds for", () => {
  const page = text([processor("zen-4"), processor("sapphire-rapids")], 200);
  expect(page.split("\n")[0]).toBe(
    "KVM_GET_XSAVE2 buffer: 4,096 bytes, 11,008 on 1 of 2 once ARCH_REQ_XCOMP_GUEST_PERM(18) was granted",
  );
  expect(text([processor("zen-4"), processor("zen-5")])).toMatch(
    /^KVM_GET_XSAVE2 buffer: 4,096 bytes\nsignal stack \(AT_MINSIGSTKSZ\): 3,376 bytes\n/,
  );
});

test("no line is wider than a terminal of 80 columns, for the whole catalogue", () => {
  const lines = text(CATALOGUE).split("\n");
  expect(lines.filter((line) => line.length > 80)).toEqual([]);
  for (const { id } of CATALOGUE) expect(rowOf(text(CATALOGUE), id)).toHaveLength(7);
});

test("what the kernel leaves alone is said, and in a release what that one does", () => {
  const page = text([processor("zen-4"), processor("sapphire-rapids")], 200);
  expect(page).toContain("\nleft out: PT, UINTR, LBR, of which Linux manages none\n");
  const early = [numbers(processor("zen-4"))].map((one) => ({
    ...one,
    config: { ...one.config, hostMask: 0x2e7n },
  }));
  expect(kernelsText(NEWEST, early, "6.5", { columns: 80, tableColumns: 80 })).toMatch(
    /left out: .*CET_U.*of which Linux 6\.5 manages none/,
  );
});

test("a processor that does not boot has no numbers, and it is said why", () => {
  const cpu = processor("sapphire-rapids");
  const components = cpu.components.map((component) => ({ ...component, xfd: false }));
  const page = text([processor("zen-4"), { ...cpu, components }]);
  expect(rowOf(page, "sapphire-rapids").slice(1)).toEqual(Array(6).fill("-"));
  expect(page).toMatch(/sapphire-rapids does not boot: without XFD/);
});
