/**
 * How each text format writes the rows of CPUID. Tolerant of what stands before and after a row
 * (timestamps, quoting, decoded names), strict about the registers themselves: eight digits stay eight.
 */
import type { Grammar } from "../cpuid/rows.ts";
import type { Lists } from "../reading.ts";

/** A format of rows: what `--from` calls it, a line on what it is, and whether it lists everything. */
export interface NamedGrammar extends Grammar {
  readonly name: string;
  readonly summary: string;
  readonly lists?: Lists;
}

const X8 = "[0-9a-f]{8}";
/** Between words of a row: a mail may have wrapped it. */
const GAP = "\\s{1,100}";

/** `   0x0000000d 0x02: eax=0x00000100 ebx=… ecx=… edx=…`, blocks after `CPU:` or `CPU 3:`. */
export const CPUID_R: NamedGrammar = {
  name: "cpuid-r",
  summary: "`cpuid -r`, of one or of all processors, quoted or not",
  lists: "sub-leaves",
  row: new RegExp(
    `0x(?<leaf>${X8})${GAP}0x(?<sub>[0-9a-f]{2,8}):${GAP}eax=0x(?<a>${X8})${GAP}ebx=0x(?<b>${X8})${GAP}ecx=0x(?<c>${X8})${GAP}edx=0x(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  // cpuid_dump_rs begins its rows alike, and goes on with a number.
  attempt: /0x0000000d\s{1,100}0x[0-9a-f]{2,8}:(?!\s{1,100}0x)/gi,
  header: /^[ \t]{0,40}CPU(?:[ \t]{1,40}(?<label>\d{1,9}))?:[ \t]{0,40}$/gim,
};

/** `CPUID 0000000D: 00000100-00000240-00000000-00000000 [SL 02] [AVX]`; old files lack colon and label. */
export const AIDA64: NamedGrammar = {
  name: "aida64",
  summary: "AIDA64 and InstLatX64",
  row: new RegExp(
    `CPUID[ \\t]{1,40}(?<leaf>${X8})(?::[ \\t]{0,40}|[ \\t]{1,40})(?<a>${X8})-(?<b>${X8})-(?<c>${X8})-(?<d>${X8})(?![0-9a-f])(?:[ \\t]{0,40}\\[SL[ \\t]{1,40}(?<sub>[0-9a-f]{1,8})\\])?`,
    "gi",
  ),
  attempt: /CPUID[ \t]{1,40}0000000d(?::[ \t]{0,40}|[ \t]{1,40})[0-9a-f]{1,40}-/gi,
  header:
    /(?:Logical CPU #|CPUID Registers \(CPU #|^CPU[ \t]{1,40}(?=\d{1,9}:))(?<label>\d{1,9})/gim,
};

/** `CPUID 0000000d:02 = 00000100 00000240 00000000 00000000 | ....@...` */
export const TYCHO: NamedGrammar = {
  name: "tycho-cpuid",
  summary: "cpuid dumps of tycho's tools",
  row: new RegExp(
    `CPUID${GAP}(?<leaf>${X8}):(?<sub>[0-9a-f]{2,8})${GAP}=${GAP}(?<a>${X8})${GAP}(?<b>${X8})${GAP}(?<c>${X8})${GAP}(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /CPUID\s{1,100}0000000d:[0-9a-f]{2,8}\s{1,100}=/gi,
  header: /^[ \t]{0,40}CPU[ \t]{1,40}(?<label>\d{1,9}):[ \t]{0,40}$/gim,
};

/** `5 d 0 12 0 => 2000 b00 6 0`: mask of inputs that matter, EAX EBX ECX EDX in, the same out; hex. */
export const HWLOC: NamedGrammar = {
  name: "hwloc-gather",
  summary: "hwloc-gather-cpuid, one processor per file",
  row: /^[ \t]{0,40}(?<mask>[0-9a-f]{1,2}) (?<leaf>[0-9a-f]{1,8}) [0-9a-f]{1,8} (?<sub>[0-9a-f]{1,8}) [0-9a-f]{1,8} => (?<a>[0-9a-f]{1,8}) (?<b>[0-9a-f]{1,8}) (?<c>[0-9a-f]{1,8}) (?<d>[0-9a-f]{1,8})[ \t]{0,40}$/gim,
  attempt: /^[ \t]{0,40}[0-9a-f]{1,2} d [0-9a-f]{1,8} [0-9a-f]{1,8} [0-9a-f]{1,8} =>/gim,
  header: /^[ \t]{0,40}# mask e\[abcd\]x => e\[abcd\]x/gim,
};

/** `basic_cpuid[13]=00000207 00000340 00000380 00000000`: decimal leaf, sub-leaf 0 only. */
export const LIBCPUID: NamedGrammar = {
  name: "libcpuid-raw",
  summary: "libcpuid raw dumps and tests",
  row: new RegExp(
    `(?<kind>basic|ext)_cpuid\\[(?<leaf>\\d{1,3})\\]=(?<a>${X8}) (?<b>${X8}) (?<c>${X8}) (?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /basic_cpuid\[13\]=/gi,
  header: /Logical CPU #(?<label>\d+)/gi,
  key: ({ kind, leaf }) => [Number(leaf) + (kind === "ext" ? 0x80000000 : 0), 0],
};

/** `0x0000000d_00000002u64 => CpuIdResult { eax: 0x…, ebx: 0x…, ecx: 0x…, edx: 0x… }` */
export const RUST_TABLE: NamedGrammar = {
  name: "rust-table",
  summary: "tables of CpuIdResult in Rust",
  lists: "sub-leaves",
  row: new RegExp(
    `0x(?<leaf>${X8})_(?<sub>${X8})(?:_?u64)?${GAP}=>${GAP}CpuIdResult\\s{0,100}\\{${GAP}eax:${GAP}0x(?<a>${X8}),${GAP}ebx:${GAP}0x(?<b>${X8}),${GAP}ecx:${GAP}0x(?<c>${X8}),${GAP}edx:${GAP}0x(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /0x0000000d_[0-9a-f]{8}(?:_?u64)?\s{1,100}=>/gi,
};

/** `  0x0000000D 0x2:  0x00000100 0x00000240 0x00000000 0x00000000  [YMMHI …]` */
export const CPUID_DUMP_RS: NamedGrammar = {
  name: "cpuid_dump_rs",
  summary: "cpuid_dump_rs",
  row: new RegExp(
    `0x(?<leaf>${X8})${GAP}0x(?<sub>[0-9a-f]{1,8}):${GAP}0x(?<a>${X8})${GAP}0x(?<b>${X8})${GAP}0x(?<c>${X8})${GAP}0x(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /0x0000000d\s{1,100}0x[0-9a-f]{1,8}:\s{1,100}0x/gi,
  header: /^\[Pkg: [^\n]{0,80}Thread: (?<label>\d+)\]/gim,
};

/** `CPUID[0d, 12]: eax=00002000 ebx=00000b00 ecx=00000006 edx=00000000`, as Linux warns. */
export const LINUX_ROWS: Grammar = {
  row: new RegExp(
    `CPUID\\[(?<leaf>[0-9a-f]{1,8}),${GAP}(?<sub>[0-9a-f]{1,8})\\]:${GAP}eax=(?<a>${X8})${GAP}ebx=(?<b>${X8})${GAP}ecx=(?<c>${X8})${GAP}edx=(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /CPUID\[0?d,\s{1,100}[0-9a-f]{1,8}\]:/gi,
};

/** `0x0000000d: subleafs:`, then ` 11: EAX=0x00000010, …`: sub-leaves are decimal. `kcpuid -r`. */
export const KCPUID: NamedGrammar = {
  name: "kcpuid",
  summary: "`kcpuid -r`, the kernel's tool",
  lists: "sub-leaves",
  row: new RegExp(
    `^[ \\t]{0,40}(?:0x(?<leaf>${X8})|(?<sub>\\d{1,2})):[ \\t]{1,40}EAX=0x(?<a>${X8}),${GAP}EBX=0x(?<b>${X8}),${GAP}ECX=0x(?<c>${X8}),${GAP}EDX=0x(?<d>${X8})(?![0-9a-f])`,
    "gim",
  ),
  attempt: /^[ \t]{0,40}0x0000000d:[ \t]{0,40}subleafs:/gim,
  open: /^[ \t]{0,40}0x(?<leaf>[0-9a-f]{8}):[ \t]{0,40}subleafs:/gim,
  radix: 10,
};

/** `0000000d:00000001 -> 0000000f:00000000:00019900:00000000`; ffffffff is no sub-leaf. `xen-cpuid`. */
export const XEN_CPUID: NamedGrammar = {
  name: "xen-cpuid",
  summary: "`xen-cpuid`, also -p: policies",
  row: new RegExp(
    `(?<leaf>${X8}):(?<sub>${X8}) -> (?<a>${X8}):(?<b>${X8}):(?<c>${X8}):(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /0000000d:[0-9a-f]{8} ->/gi,
  header: /^[ \t]{0,40}(?<label>[A-Z][A-Za-z ]{1,30}) policy:[^\n]{0,80}$/gm,
  key: ({ leaf = "", sub = "" }) => [
    Number.parseInt(leaf, 16),
    sub.toLowerCase() === "ffffffff" ? 0 : Number.parseInt(sub, 16),
  ],
  // A policy has no total of its own: 0 there is filled in where CPUID is asked.
  unrecorded: (subleaf, { eax, ebx, ecx, edx }) => ({
    eax,
    ebx: (subleaf === 0 || subleaf === 1) && ebx === 0 ? null : ebx,
    ecx,
    edx,
  }),
};

/** `hostCPUID level 0000000d, 2: 0x00000100 0x00000240 0x00000000 0x00000000` of vmware.log. */
export const VMWARE: NamedGrammar = {
  name: "vmware-log",
  summary: "vmware.log: hostCPUID and guestCPUID",
  row: new RegExp(
    `(?<label>host|guest)CPUID level (?<leaf>${X8}), (?<sub>[0-9a-f]{1,2}):${GAP}0x(?<a>${X8})${GAP}0x(?<b>${X8})${GAP}0x(?<c>${X8})${GAP}0x(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /(?:host|guest)CPUID level 0000000d, [0-9a-f]{1,2}:/gi,
};

/** `EAX_IN: 0x0000000d ECX_IN: 0x00000001 XCR0_IN: … XSS_IN: … EAX_OUT: 0x… …`: an SNP page, printed. */
export const SNP_PAGE: NamedGrammar = {
  name: "snp-page-text",
  summary: "SNP CPUID pages, printed",
  lists: "table",
  row: new RegExp(
    `EAX_IN: 0x(?<leaf>${X8}),?${GAP}ECX_IN: 0x(?<sub>${X8}),?${GAP}XCR0_IN: 0x(?<xcr0>[0-9a-f]{1,16}),?${GAP}XSS_IN: 0x(?<xss>[0-9a-f]{1,16}),?${GAP}EAX_OUT: 0x(?<a>${X8}),?${GAP}EBX_OUT: 0x(?<b>${X8}),?${GAP}ECX_OUT: 0x(?<c>${X8}),?${GAP}EDX_OUT: 0x(?<d>${X8})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /EAX_IN: 0x0000000d\b/gi,
};

/** `cpuid_subleaf!(0xD, 0x1, 0x00000001, 0x00000340, 0x00000000, 0x00000000)`, `(0xd, 1, …)`, `{ … }`. */
export const SOURCE_TABLE: NamedGrammar = {
  name: "source-table",
  summary: "tables in the source of C and Rust",
  row: new RegExp(
    `[({][ \\t]{0,40}0x(?<leaf>[0-9a-f]{1,8})u?,${GAP}(?:0x)?(?<sub>[0-9a-f]{1,8})u?,${GAP}0x(?<a>[0-9a-f]{1,8})u?,${GAP}0x(?<b>[0-9a-f]{1,8})u?,${GAP}0x(?<c>[0-9a-f]{1,8})u?,${GAP}0x(?<d>[0-9a-f]{1,8})u?[ \\t]{0,40}[)}]`,
    "gi",
  ),
  attempt: /[({][ \t]{0,40}0x0{0,7}d,\s{1,100}(?:0x)?[0-9a-f]{1,8},\s{1,100}0x[0-9a-f]{1,8},/gi,
};

/** `0x0000000D 0x0000000F 0x00000340 0x00000000 0x00000000 (ECX=0x1)`, by tabs: a CPU-Z report. */
export const CPU_Z: NamedGrammar = {
  name: "cpu-z",
  summary: "CPU-Z text reports",
  row: new RegExp(
    `^\\t{1,8}0x(?<leaf>${X8})\\t{1,8}0x(?<a>${X8})\\t{1,8}0x(?<b>${X8})\\t{1,8}0x(?<c>${X8})\\t{1,8}0x(?<d>${X8})(?:\\t{1,8}\\(ECX=0x(?<sub>[0-9a-f]{1,8})\\))?`,
    "gim",
  ),
  attempt: /^\t{1,8}0x0000000d\t/gim,
  key: ({ leaf = "", sub = "0" }) => [Number.parseInt(leaf, 16), Number.parseInt(sub, 16)],
};

/** The row formats, most particular first. */
export const GRAMMARS: readonly NamedGrammar[] = [
  CPUID_R,
  TYCHO,
  RUST_TABLE,
  CPUID_DUMP_RS,
  LIBCPUID,
  HWLOC,
  AIDA64,
  KCPUID,
  XEN_CPUID,
  VMWARE,
  SNP_PAGE,
  SOURCE_TABLE,
  CPU_Z,
];
