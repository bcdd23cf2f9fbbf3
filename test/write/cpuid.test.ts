/** Leaf 0DH in every form: read back by our own readers it is the processor it was made from. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { explain } from "../../src/explain/index.ts";
import { cpuidLeaf } from "../../src/questions/cpuid.ts";
import { readDump } from "../../src/read/index.ts";
import { CPUID_TEXTS, snpPage } from "../../src/write/cpuid.ts";
import { featuresOf } from "../../src/xsave/features.ts";
import { componentsOf, enumerated, type Processor } from "../../src/xsave/processor.ts";
import { restrict } from "../../src/xsave/restrict.ts";

const FORMATS = {
  raw: "cpuid-r",
  kvm: "kvm-json",
  firecracker: "firecracker-json",
  libvirt: "libvirt-xml",
  c: "source-table",
  rust: "rust-table",
} as const;
const CUT = [
  restrict(processor("sapphire-rapids"), 0x2e7n),
  restrict(processor("zen-4"), 0x807n),
  restrict(processor("granite-rapids-apx"), 0xe00e7n),
];

/** The registers and the components that they enumerate. */
const said = (cpu: Processor) => ({
  xcr0: cpu.xcr0,
  xss: cpu.xss,
  eax1: featuresOf(cpu),
  components: componentsOf(cpu, enumerated(cpu)),
});

const readBack = (cpu: Processor, written: string | Uint8Array, format: string) => {
  const dump = readDump(written);
  expect([cpu.id, dump.format, dump.readings.length]).toEqual([cpu.id, format, 1]);
  const [reading] = dump.readings;
  if (!reading?.processor) throw new Error(`${cpu.id}: no processor`);
  expect([cpu.id, said(reading.processor)]).toEqual([cpu.id, said(cpu)]);
  expect([cpu.id, reading.warnings]).toEqual([cpu.id, []]);
  const wrong = explain(reading).filter(({ ok }) => ok === false);
  expect([cpu.id, wrong]).toEqual([cpu.id, []]);
};

test.each(Object.entries(FORMATS))("%s of every processor is read back as %s", (to, format) => {
  for (const cpu of [...CATALOGUE, ...CUT]) {
    readBack(cpu, CPUID_TEXTS[to as keyof typeof FORMATS](cpuidLeaf(cpu)), format);
  }
});

test("so is the page of an SNP guest, which says what its totals are for", () => {
  for (const cpu of [...CATALOGUE, ...CUT]) readBack(cpu, snpPage(cpuidLeaf(cpu)), "snp-page");
  const page = snpPage(cpuidLeaf(processor("zen-4"), { xcr0: 0x7n, xss: 0x800n }));
  const view = new DataView(page.buffer);
  expect([page.length, view.getUint32(0, true)]).toEqual([4096, 9]);
  expect([view.getBigUint64(24, true), view.getBigUint64(32, true)]).toEqual([7n, 0x800n]);
});

const folder = mkdtempSync(join(tmpdir(), "xsweep-cpuid-"));
const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const LEAF = cpuidLeaf({ ...processor("bulldozer"), id: "odd */ id" });

test.skipIf(!has("cc"))("the C compiles and gives the registers", () => {
  const check = `${CPUID_TEXTS.c(LEAF)}\nint main(void) { return xsweep_leaf_0d[0].edx == 0x40000000 ? 0 : 1; }\n`;
  writeFileSync(join(folder, "leaf.c"), check);
  const args = ["-std=c11", "-Wall", "-Wextra", "-Werror", "leaf.c", "-o", "leaf"];
  expect(spawnSync("cc", args, { cwd: folder, encoding: "utf8" }).stderr).toBe("");
  expect(spawnSync(join(folder, "leaf")).status).toBe(0);
});

test.skipIf(!has("rustc"))("the Rust compiles", () => {
  writeFileSync(join(folder, "leaf.rs"), CPUID_TEXTS.rust(LEAF));
  const args = ["--crate-type", "lib", "--emit", "metadata", "-D", "warnings", "leaf.rs"];
  expect(spawnSync("rustc", args, { cwd: folder, encoding: "utf8" }).stderr).toBe("");
});
