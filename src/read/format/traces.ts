/** Rows of CPUID in traces and in the reports of older tools, by their grammars. */
import type { Grammar } from "../cpuid/rows.ts";

const V = "(?:0x)?[0-9a-f]{1,8}";
const COMMA = ",\\s{1,40}";

/**
 * `{function=0xd, index=0, flags=KVM_CPUID_FLAG_SIGNIFCANT_INDEX, eax=0x7, ebx=0x340, ecx=0x340, edx=0}`
 * of KVM_SET_CPUID2 and KVM_GET_SUPPORTED_CPUID, by `strace -v`; 0 stands without 0x.
 */
export const STRACE: Grammar = {
  row: new RegExp(
    `\\{function=(?<leaf>${V})${COMMA}index=(?<sub>${V})${COMMA}flags=[A-Z0-9_|x]{1,120}${COMMA}eax=(?<a>${V})${COMMA}ebx=(?<b>${V})${COMMA}ecx=(?<c>${V})${COMMA}edx=(?<d>${V})\\}`,
    "gi",
  ),
  attempt: /\{function=0xd,\s{1,40}index=/gi,
  header: /KVM_(?<label>SET_CPUID2|GET_(?:SUPPORTED|EMULATED)_CPUID|GET_CPUID2), ?\{nent=/g,
};

/** `eax in: 0x0000000d, eax = 00000007 ebx = 00000340 ecx = 00000340 edx = 00000000` of x86info -r. */
export const X86INFO: Grammar = {
  row: /eax in: 0x(?<leaf>[0-9a-f]{8}),[ \t]{1,20}(?:ecx(?: in)?: 0x(?<sub>[0-9a-f]{1,8}),[ \t]{1,20})?eax = (?<a>[0-9a-f]{8})\s{1,40}ebx = (?<b>[0-9a-f]{8})\s{1,40}ecx = (?<c>[0-9a-f]{8})\s{1,40}edx = (?<d>[0-9a-f]{8})(?![0-9a-f])/gi,
  attempt: /eax in: 0x0000000d,/gi,
  header: /^[ \t]{0,40}CPU #(?<label>\d{1,9})[ \t]{0,40}$/gm,
  // It asks for sub-leaf 0 alone.
  key: ({ leaf = "", sub = "0" }) => [Number.parseInt(leaf, 16), Number.parseInt(sub, 16)],
};

const H = "[0-9a-f]{1,16}";
const HERE = "[ \\t]{1,8}";

/**
 * `kvm_cpuid: func d idx 1 rax f rbx 988 rcx 0 rdx 0, cpuid entry found` of perf, ftrace and
 * trace-cmd; hexadecimal without 0x, and no idx before Linux 5.7. What a guest was told.
 */
export const KVM_TRACE: Grammar = {
  row: new RegExp(
    `kvm_cpuid:${HERE}func${HERE}(?<leaf>${H})${HERE}(?:idx${HERE}(?<sub>${H})${HERE})?rax${HERE}(?<a>${H})${HERE}rbx${HERE}(?<b>${H})${HERE}rcx${HERE}(?<c>${H})${HERE}rdx${HERE}(?<d>${H})(?![0-9a-f])`,
    "gi",
  ),
  attempt: /kvm_cpuid:[ \t]{1,8}func[ \t]{1,8}d[ \t]/gi,
};

/** Between a name and its number, and between one number and the next name. */
const IS = "[ \\t]{0,4}[:=]?[ \\t]{0,4}";
const THEN = "[ \\t,;|>()\\[\\]{}-]{1,8}";
const N = "0x[0-9a-f]{1,8}";

/**
 * Rows that name every number, `leaf=0xd subleaf=0x1 eax=0xf ebx=0x988 ecx=0x0 edx=0x0`: DTrace
 * scripts, debug prints of hypervisors. Registers have their 0x; a sub-leaf without one is decimal.
 */
export const LABELLED: Grammar = {
  row: new RegExp(
    `(?:func(?:tion)?|leaf|fn|eax_in)${IS}(?<leaf>${N}|13)${THEN}(?:idx|index|sub[-_ ]?(?:leaf|function)|ecx(?:_in)?)${IS}(?<sub>${N}|\\d{1,2})${THEN}(?:flags${IS}(?:0x)?[0-9a-f]{1,8}${THEN})?[er]?ax${IS}(?<a>${N})${THEN}[er]?bx${IS}(?<b>${N})${THEN}[er]?cx${IS}(?<c>${N})${THEN}[er]?dx${IS}(?<d>${N})(?![0-9a-f])`,
    "gi",
  ),
  attempt:
    /(?:func(?:tion)?|leaf|fn|eax_in)[ \t]{0,4}[:=]?[ \t]{0,4}(?:0x0{0,7}d|13)[ \t,;|>()[\]{}-]{1,8}(?:idx|index|sub[-_ ]?(?:leaf|function))/gi,
  key: ({ leaf = "", sub = "" }) => [Number(leaf), Number(sub)],
};
