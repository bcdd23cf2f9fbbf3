/** Formats of further tools: those with numbers of leaf 0DH, and those that are asked after all others. */
import { parseJson } from "../document/json.ts";
import { startsWith } from "../input.ts";
import { entryBlocks, speaksEntries } from "./cpuid-json.ts";
import { CRIU_MESSAGES } from "./criu-messages.ts";
import { FLAG_LISTS } from "./flag-lists.ts";
import { blockFormat, type InputFormat, rowFormat } from "./format.ts";
import { netbsdBlocks, speaksNetbsd } from "./netbsd.ts";
import { NUMBERS } from "./numbers.ts";
import { QEMU_WARNINGS } from "./qemu-warnings.ts";
import { isSnpPage, snpBlocks } from "./snp-page.ts";
import { KVM_TRACE, LABELLED, STRACE, X86INFO } from "./traces.ts";

/** Asked before the formats of rows: none of these texts could be one of those. */
export const BEFORE_ROWS: readonly InputFormat[] = [
  blockFormat(
    "snp-page",
    "the CPUID page of an SEV-SNP guest, 4096 bytes",
    "table",
    ({ bytes }) => bytes !== null && isSnpPage(bytes),
    ({ bytes, raw }) => snpBlocks(bytes ?? new TextEncoder().encode(raw)),
  ),
  blockFormat(
    "cpuid-json",
    "CPUID entries in JSON: kvm_cpuid2, Cloud Hypervisor, propolis",
    "sub-leaves",
    (input) => (startsWith(input, "{") || startsWith(input, "[")) && speaksEntries(input.raw),
    ({ raw }) => entryBlocks(parseJson(raw)),
  ),
  rowFormat(
    "kvm-strace",
    "`strace -v` of KVM_SET_CPUID2 and KVM_GET_SUPPORTED_CPUID",
    "sub-leaves",
    STRACE,
  ),
  rowFormat(
    "kvm-trace",
    "kvm:kvm_cpuid events of perf, ftrace and trace-cmd: what a guest was told",
    null,
    KVM_TRACE,
  ),
  rowFormat("x86info", "`x86info -r`: sub-leaf 0", null, X86INFO),
  blockFormat(
    "netbsd-cpuctl",
    "NetBSD `cpuctl identify`: XCR0 and both totals",
    null,
    ({ source }) => speaksNetbsd(source),
    ({ source }) => netbsdBlocks(source),
  ),
];

/** Asked last: rows of no known program, and what holds no size, so whatever else a file has says more. */
export const AFTER_ALL: readonly InputFormat[] = [
  rowFormat(
    "labelled-rows",
    "rows that name every number: DTrace scripts, debug prints of hypervisors",
    null,
    LABELLED,
  ),
  CRIU_MESSAGES,
  QEMU_WARNINGS,
  ...FLAG_LISTS,
  NUMBERS,
];
