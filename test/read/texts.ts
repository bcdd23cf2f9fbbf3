/**
 * Register values and numbers as the text of each format: fixtures are made here, from values, never
 * copied from a dump. What a tool of that format prints around the rows is reduced to what matters.
 */

export type Registers4 = readonly [number, number, number, number];
/** Sub-leaf (decimal) of leaf 0DH, or "leaf.subleaf" in hex for the others, to its registers. */
export type LeafRows = Readonly<Record<string, Registers4 | readonly number[]>>;

const hex8 = (n: number | undefined) => (n ?? 0).toString(16).padStart(8, "0");

export interface TextRow {
  readonly leaf: number;
  readonly subleaf: number;
  readonly registers: readonly number[];
}

/** The rows of one processor, identity before leaf 0DH; brand leaves last, as tools list them. */
export function textRows(leaves: LeafRows, ident: LeafRows = {}): TextRow[] {
  const others = Object.entries(ident).map(([key, registers]) => {
    const [leaf = "0", subleaf = "0"] = key.split(".");
    return {
      leaf: Number.parseInt(leaf, 16),
      subleaf: Number.parseInt(subleaf, 16),
      registers,
    };
  });
  const own = Object.entries(leaves).map(([key, registers]) => ({
    leaf: 0xd,
    subleaf: Number(key),
    registers,
  }));
  return [...others, ...own].sort((a, b) => a.leaf - b.leaf || a.subleaf - b.subleaf);
}

export type RowWriter = (cpus: readonly (readonly TextRow[])[]) => string;

const byCpu =
  (head: (n: number) => string, row: (row: TextRow) => string): RowWriter =>
  (cpus) =>
    cpus.map((rows, n) => head(n) + rows.map((r) => `${row(r)}\n`).join("")).join("\n");

/** The text of one processor after the other's. */
const byProcessor =
  (one: (rows: readonly TextRow[]) => string): RowWriter =>
  (cpus) =>
    cpus.map(one).join("");

const kcpuidRow = ([a, b, c, d]: readonly number[]): string =>
  `EAX=0x${hex8(a)}, EBX=0x${hex8(b)}, ECX=0x${hex8(c)}, EDX=0x${hex8(d)}`;

export const WRITERS = {
  "cpuid-r": byCpu(
    (n) => `CPU ${n}:\n`,
    ({ leaf, subleaf, registers: [a, b, c, d] }) =>
      `   0x${hex8(leaf)} 0x${subleaf.toString(16).padStart(2, "0")}: eax=0x${hex8(a)} ebx=0x${hex8(b)} ecx=0x${hex8(c)} edx=0x${hex8(d)}`,
  ),
  aida64: byCpu(
    (n) => `------[ CPUID Registers / Logical CPU #${n} ]------\n\n`,
    ({ leaf, subleaf, registers }) =>
      `CPUID ${hex8(leaf).toUpperCase()}: ${registers.map((r) => hex8(r).toUpperCase()).join("-")} [SL ${subleaf.toString(16).toUpperCase().padStart(2, "0")}]`,
  ),
  "tycho-cpuid": byCpu(
    (n) => `CPU ${n}:\n`,
    ({ leaf, subleaf, registers }) =>
      `CPUID ${hex8(leaf)}:${subleaf.toString(16).padStart(2, "0")} = ${registers.map(hex8).join(" ")} | ................`,
  ),
  "rust-table": byCpu(
    () => "",
    ({ leaf, subleaf, registers: [a, b, c, d] }) =>
      `    0x${hex8(leaf)}_${hex8(subleaf)}u64 => CpuIdResult { eax: 0x${hex8(a)}, ebx: 0x${hex8(b)}, ecx: 0x${hex8(c)}, edx: 0x${hex8(d)} },`,
  ),
  cpuid_dump_rs: byCpu(
    (n) => `[Pkg: 000, Core: 000, SMT: 000, x2APIC: 000, Thread: 00${n}]\n`,
    ({ leaf, subleaf, registers }) =>
      `  0x${hex8(leaf).toUpperCase()} 0x${subleaf.toString(16).toUpperCase()}:  ${registers.map((r) => `0x${hex8(r).toUpperCase()}`).join(" ")}  [decoded]`,
  ),
  "hwloc-gather": byCpu(
    () => "# mask e[abcd]x => e[abcd]x\n",
    ({ leaf, subleaf, registers }) =>
      `5 ${leaf.toString(16)} 0 ${subleaf.toString(16)} 0 => ${registers.map((r) => r.toString(16)).join(" ")}`,
  ),
  kcpuid: byProcessor(
    (rows) =>
      `Basic Leafs :\n================\n${rows
        .filter(({ leaf }) => leaf !== 0xd)
        .map(({ leaf, registers }) => `0x${hex8(leaf)}: ${kcpuidRow(registers)}\n`)
        .join("")}0x0000000d: subleafs:\n${rows
        .filter(({ leaf }) => leaf === 0xd)
        .map(({ subleaf, registers }) => `${`${subleaf}`.padStart(3)}: ${kcpuidRow(registers)}\n`)
        .join("")}`,
  ),
  "xen-cpuid": byCpu(
    () => "Host policy: 50 leaves, 2 MSRs\n CPUID:\n",
    ({ leaf, subleaf, registers }) =>
      `  ${hex8(leaf)}:${hex8(leaf === 0xd ? subleaf : 0xffffffff)} -> ${registers.map(hex8).join(":")}`,
  ),
  "vmware-log": byProcessor((rows) =>
    rows
      .map(
        ({ leaf, subleaf, registers }) =>
          `2024-05-01T10:00:00.123Z In(05) vmx hostCPUID level ${hex8(leaf)}, ${subleaf.toString(16)}: ${registers.map((r) => `0x${hex8(r)}`).join(" ")}\n`,
      )
      .join(""),
  ),
  "snp-page-text": byProcessor((rows) =>
    rows
      .map(
        ({ leaf, subleaf, registers: [a, b, c, d] }) =>
          `EAX_IN: 0x${hex8(leaf)} ECX_IN: 0x${hex8(subleaf)} XCR0_IN: 0x00000001 XSS_IN: 0x00000000 EAX_OUT: 0x${hex8(a)} EBX_OUT: 0x${hex8(b)} ECX_OUT: 0x${hex8(c)} EDX_OUT: 0x${hex8(d)}\n`,
      )
      .join(""),
  ),
  "source-table": byProcessor((rows) =>
    rows
      .map(
        ({ leaf, subleaf, registers }) =>
          `    cpuid_subleaf!(0x${leaf.toString(16)}, 0x${subleaf.toString(16)}, ${registers.map((r) => `0x${hex8(r)}`).join(", ")}),\n`,
      )
      .join(""),
  ),
  "cpu-z": byProcessor(
    (rows) =>
      `CPUID\t\t\t\n${rows
        .map(
          ({ leaf, subleaf, registers }) =>
            `\t0x${hex8(leaf).toUpperCase()}\t${registers.map((r) => `0x${hex8(r).toUpperCase()}`).join("\t")}${leaf === 0xd && subleaf ? `\t(ECX=0x${subleaf.toString(16)})` : ""}\n`,
        )
        .join("")}`,
  ),
  "cpuid-json": (cpus) =>
    JSON.stringify({
      vcpus: cpus.map((rows) => ({
        cpuid: rows.map(({ leaf, subleaf, registers: [eax, ebx, ecx, edx] }) => ({
          ...{ function: leaf, index: subleaf, flags: 1 },
          ...{ eax, ebx, ecx, edx, padding: [0, 0, 0] },
        })),
      })),
    }),
  "kvm-strace": byProcessor((rows) => {
    const number = (n: number | undefined) => (n ? `0x${n.toString(16)}` : "0");
    const entries = rows.map(
      ({ leaf, subleaf, registers: [a, b, c, d] }) =>
        `{function=${number(leaf)}, index=${number(subleaf)}, flags=KVM_CPUID_FLAG_SIGNIFCANT_INDEX, eax=${number(a)}, ebx=${number(b)}, ecx=${number(c)}, edx=${number(d)}}`,
    );
    return `ioctl(13, KVM_SET_CPUID2, {nent=${rows.length}, entries=[${entries.join(", ")}]}) = 0\n`;
  }),
  "kvm-trace": byProcessor((rows) =>
    rows
      .map(
        ({ leaf, subleaf, registers: [a = 0, b = 0, c = 0, d = 0] }, i) =>
          ` CPU 0/KVM 1234 [003]  ${100 + i}.567890: kvm:kvm_cpuid: func ${leaf.toString(16)} idx ${subleaf.toString(16)} rax ${a.toString(16)} rbx ${b.toString(16)} rcx ${c.toString(16)} rdx ${d.toString(16)}, cpuid entry found\n`,
      )
      .join(""),
  ),
  "labelled-rows": byProcessor((rows) =>
    rows
      .map(
        ({ leaf, subleaf, registers: [a = 0, b = 0, c = 0, d = 0] }) =>
          `cpuid: function: 0x${leaf.toString(16)}, index: ${subleaf}, flags: 0x1, eax: 0x${a.toString(16)}, ebx: 0x${b.toString(16)}, ecx: 0x${c.toString(16)}, edx: 0x${d.toString(16)}\n`,
      )
      .join(""),
  ),
  "libvirt-xml": (cpus) =>
    cpus
      .map(
        (rows) =>
          `<!-- made from values -->\n<cpudata arch='x86'>\n${rows
            .map(
              ({ leaf, subleaf, registers: [a, b, c, d] }) =>
                `  <cpuid eax_in='0x${hex8(leaf)}' ecx_in='0x${subleaf.toString(16).padStart(2, "0")}' eax='0x${hex8(a)}' ebx='0x${hex8(b)}' ecx='0x${hex8(c)}' edx='0x${hex8(d)}'/>\n`,
            )
            .join("")}</cpudata>\n`,
      )
      .join(""),
  "rjcp-xml": (cpus) =>
    `\ufeff<?xml version="1.0" encoding="utf-8"?>\n<cpuid type="x86">\n${cpus
      .map(
        (rows) =>
          `\t<processor>\n${rows
            .map(
              ({ leaf, subleaf, registers }) =>
                `\t\t<register eax="${hex8(leaf).toUpperCase()}" ecx="${hex8(subleaf).toUpperCase()}">${registers.map((r) => hex8(r).toUpperCase()).join(",")}</register>\n`,
            )
            .join("")}\t</processor>\n`,
      )
      .join("")}</cpuid>\n`,
  "firecracker-json": ([rows = []]) =>
    JSON.stringify(
      {
        guest_cpu_config: {
          cpuid_modifiers: rows.map(({ leaf, subleaf, registers }) => ({
            leaf: `0x${leaf.toString(16)}`,
            subleaf: `0x${subleaf.toString(16)}`,
            flags: 1,
            modifiers: registers.map((r, i) => ({
              register: ["eax", "ebx", "ecx", "edx"][i],
              bitmap: `0b${r.toString(2).padStart(32, "0")}`,
            })),
          })),
        },
      },
      null,
      1,
    ),
} satisfies Record<string, RowWriter>;

/** `cpuid -r` of one processor per set of leaves. */
export const cpuidRText = (cpus: readonly LeafRows[], ident: LeafRows = {}): string =>
  WRITERS["cpuid-r"](cpus.map((leaves) => textRows(leaves, ident)));

export interface LogNumbers {
  readonly kind: "linux" | "xen";
  readonly dialect: string;
  readonly features_mask: string;
  readonly format?: "standard" | "compacted";
  readonly context_size: number;
  readonly uncompressed?: number;
  readonly offsets?: Readonly<Record<string, number>>;
  readonly sizes?: Readonly<Record<string, number>>;
  readonly names?: Readonly<Record<string, string>>;
}

/** A boot log in its dialect: "3.x xsave:" and "4.2 hex" print hex, later kernels decimal. */
export function bootLogText(log: LogNumbers): string {
  const hex = log.dialect !== "modern";
  const number = (n: number) =>
    hex ? n.toString(16).padStart(4, "0") : n.toString().padStart(4, " ");
  const size = hex ? `0x${log.context_size.toString(16)}` : `${log.context_size}`;
  if (log.kind === "xen") {
    const plain = log.uncompressed ? ` (uncompressed 0x${log.uncompressed.toString(16)})` : "";
    return `(XEN) xstate: size: 0x${log.context_size.toString(16)}${plain} and states: ${log.features_mask}\n`;
  }
  const names = Object.entries(log.names ?? {}).map(
    ([bit, name]) =>
      `x86/fpu: Supporting XSAVE feature 0x${(1n << BigInt(bit)).toString(16).padStart(3, "0")}: '${name}'`,
  );
  const rows = Object.entries(log.sizes ?? {}).map(
    ([bit, bytes]) =>
      `x86/fpu: xstate_offset[${bit}]: ${number(log.offsets?.[bit] ?? 0)}, xstate_sizes[${bit}]: ${number(bytes)}`,
  );
  const summary = log.dialect.startsWith("3.x")
    ? `xsave: enabled xstate_bv ${log.features_mask}, cntxt size ${size} using ${log.format ?? "standard"} form`
    : `x86/fpu: Enabled xstate features ${log.features_mask}, context size is ${size} bytes, using '${log.format}' format.`;
  return [...names, ...rows, summary].map((line) => `[    0.000000] ${line}\n`).join("");
}
