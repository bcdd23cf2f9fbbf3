/** Every format, in the order of detection: how its text is known, and what reads it. */

import { bytesOf } from "./bytes.ts";
import { distinct, type Origin, type Readings, readingsOf } from "./cpuid/logical-processors.ts";
import { type Block, blocksOf, speaks } from "./cpuid/rows.ts";
import { parseJson } from "./document/json.ts";
import { processorFrom } from "./document/processor-file.ts";
import { coreReadings, readCore } from "./elf/core-file.ts";
import { isElf } from "./elf/notes.ts";
import { decodedBlocks, speaksDecoded } from "./format/decoded.ts";
import { firecrackerBlocks, isFirecracker } from "./format/firecracker.ts";
import { GRAMMARS, LINUX_ROWS } from "./format/grammars.ts";
import { isSnpPage, kvmBlocks, snpPageBlocks, speaksKvm } from "./format/kvm.ts";
import { speaksSysctl, sysctlBlocks } from "./format/sysctl.ts";
import { speaksVbox, vboxBlocks } from "./format/vbox.ts";
import { speaksLibvirt, speaksRjcp, xmlBlocks } from "./format/xml.ts";
import { readLog } from "./log/dmesg.ts";
import { speaksOfXsave } from "./log/linux.ts";
import { speaksOfXen } from "./log/xen.ts";
import type { Reading } from "./reading.ts";
import { decode, type Source, sourceOf } from "./text.ts";

/** What is to be read, decoded once: the file, its characters, its characters without noise. */
export interface Input {
  readonly bytes: Uint8Array | null;
  readonly raw: string;
  readonly source: Source;
}

export const inputOf = (given: string | Uint8Array): Input => ({
  bytes: typeof given === "string" ? null : given,
  raw: decode(given),
  source: sourceOf(given),
});

export interface Format {
  /** As `--from` takes it. */
  readonly name: string;
  readonly summary: string;
  /** True if the content is of this format; `vaguely` also without a row of leaf 0DH. */
  is(input: Input, vaguely: boolean): boolean;
  /** @throws {RangeError} with the place, or the reason why nothing can be read. */
  read(input: Input, origin: Origin): Readings;
}

const startsWith = ({ raw }: Input, ...marks: string[]): boolean => {
  const start = /\S/.exec(raw)?.[0] ?? "";
  return marks.includes(start);
};

const ofBlocks = (
  name: string,
  summary: string,
  is: Format["is"],
  blocks: (input: Input) => Block[],
): Format => ({
  name,
  summary,
  is,
  read: (input, origin) => readingsOf(blocks(input), { ...origin, whole: WHOLE.has(name) }),
});

const SUMMARIES: Readonly<Record<string, string>> = {
  "cpuid-r": "`cpuid -r`, of one or of all processors, quoted or not",
  "tycho-cpuid": "cpuid dumps of tycho's tools",
  "rust-table": "tables of CpuIdResult in Rust",
  cpuid_dump_rs: "cpuid_dump_rs",
  "libcpuid-raw": "libcpuid raw dumps and tests",
  "hwloc-gather": "hwloc-gather-cpuid, one processor a file",
  aida64: "AIDA64 and InstLatX64",
  kcpuid: "`kcpuid -r`, the kernel's tool",
  "xen-cpuid": "`xen-cpuid`, also -p: policies",
  "vmware-log": "vmware.log: hostCPUID and guestCPUID",
  "snp-page-text": "SNP CPUID pages, printed",
  "source-table": "tables in the source of C and Rust",
  "cpu-z": "CPU-Z text reports",
};

/** Formats that list every sub-leaf that is not zero, each with its number. */
const WHOLE: ReadonlySet<string> = new Set([
  "cpuid-r",
  "rust-table",
  "kcpuid",
  "snp-page-text",
  "libvirt-xml",
  "firecracker-json",
  "kvm-json",
  "snp-page",
]);

const grammarFormats = [...GRAMMARS].map(
  ([name, grammar]): Format => ({
    name,
    summary: SUMMARIES[name] ?? name,
    is: ({ source }, vaguely) => speaks(grammar, source, vaguely),
    read({ source }, origin) {
      const whole = WHOLE.has(name);
      const { readings, warnings } = readingsOf(blocksOf(source, grammar), { ...origin, whole });
      // A mail often has the boot lines beside the dump: they are judged too.
      const logs = speaksOfXsave(source) ? readLog(source, origin).readings : [];
      return { readings: [...readings, ...logs], warnings };
    },
  }),
);

const ELF_CORE: Format = {
  name: "elf-core",
  summary: "ELF core files: the XSAVE notes of every thread",
  is: ({ bytes }) => bytes !== null && isElf(bytesOf(bytes)),
  read: ({ bytes, raw }, origin) =>
    coreReadings(readCore(bytesOf(bytes ?? new TextEncoder().encode(raw))), origin),
};

const PROCESSOR_JSON: Format = {
  name: "processor-json",
  summary: "xsweep's own processor files, one or JSON Lines",
  is: (input, vaguely) =>
    startsWith(input, "{") && (vaguely || input.raw.includes('"xsweep/processor@')),
  read({ raw }) {
    const lines = raw.split("\n").filter((line) => line.trim() !== "");
    const [first = "", second = ""] = lines.map((line) => line.trim());
    const documents = first.endsWith("}") && second.startsWith("{") ? lines : [raw];
    const readings = documents.map((text, i): Reading => {
      const processor = processorFrom(parseJson(text));
      const label = documents.length === 1 ? processor.id : `line ${i + 1}`;
      return { label, count: 1, processor, missing: 0n, warnings: [] };
    });
    return { readings: distinct(readings), warnings: [] };
  },
};

const FIRECRACKER: Format = ofBlocks(
  "firecracker-json",
  "Firecracker fingerprints and CPU templates",
  (input) => startsWith(input, "{") && input.raw.includes('"cpuid_modifiers"'),
  ({ raw }) => {
    const json = parseJson(raw);
    if (!isFirecracker(json)) throw new RangeError("the file has no list of cpuid_modifiers");
    return firecrackerBlocks(json);
  },
);

const BOOT_LOG: Format = {
  name: "dmesg",
  summary: "Linux boot logs since 2.6.30, and the rows the kernel dumps",
  is: ({ source }) => speaksOfXsave(source) || speaks(LINUX_ROWS, source, false),
  read: ({ source }, origin) => readLog(source, origin),
};

/** Most particular first; what merely mentions a format stands behind what is one. */
export const FORMATS: readonly Format[] = [
  ELF_CORE,
  PROCESSOR_JSON,
  FIRECRACKER,
  ofBlocks(
    "kvm-json",
    "kvm_cpuid_entry2 of KVM_SET_CPUID2, as JSON",
    (input) => startsWith(input, "{") && speaksKvm(input.raw),
    ({ raw }) => kvmBlocks(parseJson(raw)),
  ),
  ofBlocks(
    "snp-page",
    "the CPUID page of an SEV-SNP guest, its bytes",
    ({ bytes }) => bytes !== null && isSnpPage(bytesOf(bytes)),
    ({ bytes }) => snpPageBlocks(bytesOf(bytes ?? new Uint8Array(0))),
  ),
  ofBlocks(
    "libvirt-xml",
    "libvirt's CPUID data",
    ({ raw }) => speaksLibvirt(raw),
    ({ raw }) => xmlBlocks(raw),
  ),
  ofBlocks(
    "rjcp-xml",
    "RJCP.CpuId XML",
    ({ raw }) => speaksRjcp(raw),
    ({ raw }) => xmlBlocks(raw),
  ),
  ...grammarFormats,
  ofBlocks(
    "macos-sysctl",
    "macOS `sysctl machdep.cpu`",
    ({ source }) => speaksSysctl(source),
    ({ source }) => sysctlBlocks(source),
  ),
  ofBlocks(
    "vbox-log",
    "VirtualBox logs: guest and host",
    ({ source }) => speaksVbox(source),
    ({ source }) => vboxBlocks(source),
  ),
  ofBlocks(
    "cpuid-decoded",
    "`cpuid` without -r",
    ({ source }) => speaksDecoded(source),
    ({ source }) => decodedBlocks(source),
  ),
  BOOT_LOG,
  { ...BOOT_LOG, name: "xen", summary: "Xen boot lines", is: ({ source }) => speaksOfXen(source) },
];
