/**
 * CPUID leaf 0DH in the forms that hypervisors and tools take. Each is read back by read/, which
 * test/write/cpuid.test.ts holds for every processor of the catalogue.
 */

import type { CpuidLeaf, Subleaf } from "../questions/cpuid.ts";
import { SNP } from "../read/format/snp-page.ts";
import { hex } from "../xsave/mask.ts";

/** Eight digits, as the tools print a register. */
export const hex8 = (n: number): string => `0x${n.toString(16).padStart(8, "0")}`;

const LEAF = 0xd;
const REGISTERS = ["eax", "ebx", "ecx", "edx"] as const;
const valuesOf = (row: Subleaf): string[] => REGISTERS.map((name) => hex8(row[name]));

/** `cpuid -r`. */
const raw = ({ subleaves }: CpuidLeaf): string =>
  [
    "CPU:",
    ...subleaves.map((row) => {
      const sub = row.subleaf.toString(16).padStart(2, "0");
      const registers = REGISTERS.map((name) => `${name}=${hex8(row[name])}`).join(" ");
      return `   ${hex8(LEAF)} 0x${sub}: ${registers}`;
    }),
  ].join("\n");

/** KVM_CPUID_FLAG_SIGNIFCANT_INDEX (the kernel's own spelling): the entry is for that sub-leaf. */
const SIGNIFICANT_INDEX = 1;

/** kvm_cpuid_entry2 of KVM_SET_CPUID2, arch/x86/include/uapi/asm/kvm.h, as JSON. */
const kvm = ({ subleaves }: CpuidLeaf): string =>
  JSON.stringify(
    {
      nent: subleaves.length,
      entries: subleaves.map(({ subleaf, eax, ebx, ecx, edx }) => ({
        function: LEAF,
        index: subleaf,
        flags: SIGNIFICANT_INDEX,
        ...{ eax, ebx, ecx, edx },
      })),
    },
    null,
    2,
  );

/** The `cpuid_modifiers` of a CPU template of Firecracker. */
const firecracker = ({ subleaves }: CpuidLeaf): string =>
  JSON.stringify(
    {
      cpuid_modifiers: subleaves.map((row) => ({
        leaf: `0x${LEAF.toString(16)}`,
        subleaf: `0x${row.subleaf.toString(16)}`,
        flags: SIGNIFICANT_INDEX,
        modifiers: REGISTERS.map((register) => ({
          register,
          bitmap: `0b${row[register].toString(2).padStart(32, "0")}`,
        })),
      })),
    },
    null,
    2,
  );

/** `<cpudata>` of libvirt, tests/cputestdata of its source. */
const libvirt = ({ subleaves }: CpuidLeaf): string =>
  [
    "<cpudata arch='x86'>",
    ...subleaves.map((row) => {
      const sub = `0x${row.subleaf.toString(16).padStart(2, "0")}`;
      const registers = REGISTERS.map((name) => `${name}='${hex8(row[name])}'`).join(" ");
      return `  <cpuid eax_in='${hex8(LEAF)}' ecx_in='${sub}' ${registers}/>`;
    }),
    "</cpudata>",
  ].join("\n");

/** An id from a file may hold anything, the end of a comment too. */
const titleOf = ({ cpu, xcr0, xss }: CpuidLeaf): string =>
  `CPUID leaf 0DH of ${cpu.replace(/[^\w .:-]/g, "?")} with XCR0 ${hex(xcr0)}, IA32_XSS ${hex(xss)}. By xsweep.`;

const c = (leaf: CpuidLeaf): string =>
  [
    `/* ${titleOf(leaf)} */`,
    "#include <stdint.h>",
    "",
    "struct xsweep_cpuid { uint32_t leaf, subleaf, eax, ebx, ecx, edx; };",
    "",
    `static const struct xsweep_cpuid xsweep_leaf_0d[${leaf.subleaves.length}] = {`,
    ...leaf.subleaves.map(
      (row) => `  { 0xd, 0x${row.subleaf.toString(16)}, ${valuesOf(row).join(", ")} },`,
    ),
    "};",
  ].join("\n");

const rust = (leaf: CpuidLeaf): string =>
  [
    `//! ${titleOf(leaf)}`,
    "use std::arch::x86_64::CpuidResult as CpuIdResult;",
    "",
    "/// What CPUID answers; `key` has the leaf in its upper half and the sub-leaf in its lower one.",
    "pub fn leaf_0d(key: u64) -> CpuIdResult {",
    "    match key {",
    ...leaf.subleaves.map((row) => {
      const key = `${hex8(LEAF)}_${row.subleaf.toString(16).padStart(8, "0")}u64`;
      const registers = REGISTERS.map((name) => `${name}: ${hex8(row[name])}`).join(", ");
      return `        ${key} => CpuIdResult { ${registers} },`;
    }),
    "        _ => CpuIdResult { eax: 0, ebx: 0, ecx: 0, edx: 0 },",
    "    }",
    "}",
  ].join("\n");

export const CPUID_TEXTS = { raw, kvm, firecracker, libvirt, c, rust } as const;

/**
 * The CPUID page of an SEV-SNP guest (SEV-SNP firmware ABI 56860, table "CPUID page"): the totals of
 * sub-leaves 0 and 1 are for the XCR0 and the IA32_XSS that stand beside them.
 */
export function snpPage({ xcr0, xss, subleaves }: CpuidLeaf): Uint8Array {
  const page = new Uint8Array(SNP.page);
  const view = new DataView(page.buffer);
  view.setUint32(0, subleaves.length, true);
  for (const [i, row] of subleaves.entries()) {
    const at = SNP.head + i * SNP.entry;
    view.setUint32(at, LEAF, true);
    view.setUint32(at + 4, row.subleaf, true);
    if (row.subleaf < 2) {
      view.setBigUint64(at + 8, xcr0, true);
      view.setBigUint64(at + 16, xss, true);
    }
    for (const [j, name] of REGISTERS.entries()) view.setUint32(at + 24 + 4 * j, row[name], true);
  }
  return page;
}
