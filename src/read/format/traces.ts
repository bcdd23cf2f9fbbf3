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
