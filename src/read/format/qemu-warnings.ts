/**
 * QEMU's warnings that the host, TCG or TDX lacks a feature of leaf 0DH: `CPUID.0DH:EAX.xsavec [bit 1]`,
 * since 10.1 `CPUID[eax=0Dh,ecx=01h].EAX.xsavec [bit 1]`. Without the sub-leaf the name tells which:
 * those of sub-leaf 1 have one. Those of a host about EAX are complaints (log/complaints.ts) as well. mark_unavailable_features() of target/i386/cpu.c.
 */
import { bit } from "../../xsave/mask.ts";
import { nameOf } from "../cpuid/leaf0d.ts";
import { blamed, type ReadFinding } from "../finding.ts";
import type { Source } from "../text.ts";
import type { InputFormat } from "./format.ts";
import { readingOfSaid } from "./said.ts";

const S = "\\s{1,60}";
const WARNING = new RegExp(
  `(?<![A-Za-z])(?<who>host|TCG|TDX|KVM|[A-Z][A-Za-z]{1,20})${S}doesn'?t${S}support${S}requested${S}feature:${S}CPUID(?:\\.0?DH(?:_(?<old>[0-9a-f]{1,8})H)?[:.]|\\[eax=0?dh(?:,[ ]?ecx=(?<sub>[0-9a-f]{1,8})h)?\\]\\.)(?<register>E[ABCD]X)(?:\\.(?<name>[A-Za-z0-9_-]{1,40}))?${S}\\[bit${S}(?<n>\\d{1,2})\\]`,
  "gi",
);

const FEATURES = ["xsaveopt", "xsavec", "xgetbv1", "xsaves", "xfd"];

export const QEMU_WARNINGS: InputFormat = {
  name: "qemu-warnings",
  summary: "QEMU's \"host doesn't support requested feature: CPUID.0DH…\"",
  is: ({ source: { text } }) => text.search(WARNING) >= 0,
  read({ source }, origin) {
    const findings = findingsOf(source);
    if (findings.length === 0) throw new RangeError("no warning of QEMU about leaf 0DH");
    const said = { label: "guest", xcr0: null, xss: null, findings };
    return { readings: [readingOfSaid(said, origin)], warnings: [] };
  },
};

/** No guest lacks as many features of one leaf. */
const WARNINGS_MAX = 1024;

function findingsOf({ text }: Source): ReadFinding[] {
  const found = new Map<string, ReadFinding>();
  for (const { groups = {} } of text.matchAll(WARNING)) {
    if (found.size >= WARNINGS_MAX) break;
    const { who = "", register = "", name = "", n = "" } = groups;
    const label = groups.sub ?? groups.old;
    const own = FEATURES.includes(name.toLowerCase());
    const sub =
      label === undefined
        ? own || register.toUpperCase() === "ECX"
          ? 1
          : 0
        : Number.parseInt(label, 16);
    const finding = findingOf(who, sub, register.toUpperCase(), Number(n), name);
    found.set(finding.detail, finding);
  }
  return [...found.values()];
}

function findingOf(
  who: string,
  sub: number,
  register: string,
  n: number,
  name: string,
): ReadFinding {
  const what = `0DH.${sub}.${register}`;
  const upper = register === "EDX" ? 32 : 0;
  const giver = /^host$/i.test(who)
    ? "the host (its processor, its kernel or a hypervisor below)"
    : who;
  const cause = "host-lacks-component";
  if (sub === 1 && register === "EAX") {
    const feature = name || FEATURES[n] || `bit ${n}`;
    const detail = `${feature} is asked for and not given by ${giver}: the guest goes without it, sizes of the standard format stay`;
    return blamed(what, cause, detail);
  }
  const mask = bit(n + upper);
  const of = sub === 0 ? "XCR0" : "IA32_XSS";
  const detail = `${nameOf(n + upper)} (${n + upper}) of ${of} is asked for and not given by ${giver}: the guest has neither it nor what needs it; -cpu host shows what is given`;
  return blamed(what, cause, detail, [mask]);
}
