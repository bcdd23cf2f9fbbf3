/** What a kernel found wrong with the area, judged: which part is at fault, and what came of it. */
import { nameOf } from "../read/cpuid/leaf0d.ts";
import type { Complaint, ComplaintKind } from "../read/log/complaints.ts";
import { COMPLAINTS } from "../read/log/complaints.ts";
import type { BootLog } from "../read/log/linux.ts";
import type { Reading } from "../read/reading.ts";
import { SUPERVISOR_SUPPORTED } from "../rules/linux-masks.ts";
import { hasXsaves } from "../xsave/features.ts";
import { bitsOf, hex } from "../xsave/mask.ts";
import { blameText } from "./blame.ts";
import { type Cause, type Check, type Explanation, misfit } from "./check.ts";

const WHAT = "kernel complaint";

/** A check a complaint; those that only say what came of another are part of it. */
export function complaintChecks(reading: Reading, log: BootLog, others: readonly Check[]): Check[] {
  return log.complaints.flatMap((complaint) => {
    const echo = complaint.kind === "xsave-disabled" && log.complaints.length > 1;
    if (echo || (complaint.kind === "xsave-disabled" && log.problem)) return [];
    if (complaint.kind === "dumping-leaves")
      return [blamed("dumping-leaves", dumpedCheck(reading, log, others))];
    const [reported = null, other = null] = complaint.numbers;
    // "struct is A bytes, cpu state B bytes": B is what was reported, A what the kernel computes.
    const sized = complaint.kind === "structure-size" || complaint.kind === "buffer-too-small";
    const explanation = JUDGES[complaint.kind](complaint, reading);
    const check = sized
      ? misfit(WHAT, other, reported, explanation)
      : misfit(WHAT, reported, null, explanation);
    return [blamed(complaint.kind, check)];
  });
}

const blamed = (kind: ComplaintKind, check: Check): Check => ({
  ...check,
  detail: `${check.detail}; ${blameText(kind)}`,
});

const because = (cause: Cause, detail: string, masks: readonly bigint[] = []): Explanation => ({
  cause,
  explainedBy: masks.map(hex),
  detail,
});

const component = (n: number | undefined): string =>
  n === undefined ? "?" : `${nameOf(n)} (${n})`;

type Judge = (complaint: Complaint, reading: Reading) => Explanation;

const MSRS: ReadonlyMap<bigint, string> = new Map([
  [0xda0n, "IA32_XSS"],
  [0x1c4n, "IA32_XFD"],
  [0x1c5n, "IA32_XFD_ERR"],
]);

const OFF = "the kernel turns XSAVE off";

const JUDGES: Readonly<Record<Exclude<ComplaintKind, "dumping-leaves">, Judge>> = {
  "no-xsaves": ({ numbers: [n] }, { leaf0d }) => {
    const features = leaf0d?.rows.get(1)?.eax ?? null;
    const rows =
      features === null
        ? ""
        : ` (0DH.1.EAX is ${hex(BigInt(features))}${hasXsaves(features) ? ", which has it: another CPU lacks it" : ""})`;
    const detail = `${component(n)} is enumerated in IA32_XSS, but XSAVES (0DH.1.EAX[3]) is not${rows}: ${OFF}`;
    return because("supervisor-without-xsaves", detail);
  },
  "no-structure": ({ numbers: [n] }) =>
    because(
      "no-structure",
      `the kernel has no structure for ${component(n)}, which it enabled: ${OFF}; the kernel is older than the component or its list of features is wrong`,
    ),
  "structure-size": ({ name, numbers: [mine, theirs] }) =>
    because(
      "structure-size",
      `${name}: the kernel's structure has ${mine} bytes, CPUID says ${theirs}: the CPUID given to this kernel is at fault, or the structure is older`,
    ),
  misordered: ({ numbers: [at] }) => {
    const where = at !== undefined && at < 64 ? component(at) : `byte ${at}`;
    const detail = `at ${where}: a higher component lies below a lower one (APX at 960, where MPX was); linux-5.18-standard then takes the end of the topmost one for the size`;
    return because("misordered-components", detail);
  },
  "both-apx-mpx": ({ masks: [mask = 0n] }) =>
    because(
      "conflicting-components",
      `${hex(mask)} has APX (19) and MPX (3, 4), which lie in the same bytes: ${OFF}`,
      [mask],
    ),
  "no-fp-sse": ({ masks: [mask = 0n] }) =>
    because(
      "legacy-state-missing",
      `${hex(mask)} lacks ${(mask & 3n) === 0n ? "x87 and SSE" : mask & 1n ? "SSE" : "x87"}: ${OFF}`,
      [mask],
    ),
  modified: ({ masks: [before = 0n, after = 0n] }) => {
    const changed = bitsOf(before ^ after)
      .map(component)
      .join(", ");
    return because("features-changed", `${changed} changed while XSAVE was set up: ${OFF}`, [
      before,
      after,
    ]);
  },
  "buffer-too-small": ({ numbers: [room, needed] }) =>
    because(
      "buffer-too-small",
      `the area takes ${needed} bytes, the kernel's buffer has ${room}: ${OFF}`,
    ),
  "xsave-disabled": () => because("xsave-off", "the kernel runs without XSAVE, with FXSAVE frames"),
  "kvm-inadequate-fpu": () =>
    because("xsave-off", "KVM does not load: the host has no x87 or no FXSAVE (CPUID.1.EDX[24])"),
  "kvm-msr": ({ name, masks: [msr = 0n] }) =>
    because(
      "host-lacks-component",
      `${name} of ${MSRS.get(msr) ?? "an MSR"} (${hex(msr)}): the guest uses it, and KVM does not give it: the host's kernel is older, or the guest's CPUID lacks ${msr === 0xda0n ? "XSAVES" : "XFD"}`,
    ),
  "legacy-fpu": ({ name }) =>
    because(
      "xsave-off",
      `the kernel uses ${name}: CPUID.1.ECX[26] is 0, or noxsave was given on its command line`,
    ),
  "bad-image": () =>
    because(
      "bad-image",
      "XRSTOR faulted on an image (XSTATE_BV beyond XCR0, XCOMP_BV, reserved header bytes or MXCSR; SDM1 13.8): the registers were reset",
    ),
  "unsupported-state": () =>
    because("bad-image", "code of the kernel asked for a component that is not enabled"),
  "no-fixed-offset": ({ numbers: [n] }) =>
    because(
      "contradictory-subleaf",
      `${component(n)} is a supervisor component: it has no standard offset`,
    ),
  "alignment-of-disabled": ({ numbers: [n] }) =>
    because(
      "contradictory-subleaf",
      `${component(n)} is not enabled, and the kernel asked for its alignment`,
    ),
};

/** "dumping leaves" says not which check failed: what the rows that follow show is it. */
function dumpedCheck({ leaf0d }: Reading, log: BootLog, others: readonly Check[]): Check {
  const named = log.complaints.find(({ kind }) => kind !== "dumping-leaves");
  if (named) {
    const detail = `the line beside it says which: ${COMPLAINTS[named.kind].means}`;
    const cause = (JUDGED_AS[named.kind] ?? "unexplained") as Cause;
    return misfit(WHAT, null, null, because(cause, detail));
  }
  const wrong = others.find(({ ok, cause }) => ok === false && cause !== null);
  if (wrong) {
    const detail = `the rows show it: ${wrong.what} ${wrong.reported ?? ""}: ${wrong.detail}`;
    return misfit(WHAT, null, null, {
      cause: wrong.cause ?? "unexplained",
      explainedBy: wrong.explainedBy,
      detail,
    });
  }
  if (!leaf0d) {
    const detail = "a check of the kernel failed, and the rows that it dumps are not in the file";
    return misfit(WHAT, null, null, because("unexplained", detail));
  }
  const unknown = (leaf0d.xss ?? 0n) & ~SUPERVISOR_SUPPORTED;
  const detail = `a check of the kernel failed, though the rows fit together${unknown === 0n ? "" : `; IA32_XSS has ${bitsOf(unknown).map(component).join(", ")}, which Linux does not use`}`;
  return misfit(WHAT, null, null, because("unexplained", detail));
}

const JUDGED_AS: Readonly<Partial<Record<ComplaintKind, Cause>>> = {
  "no-structure": "no-structure",
  "no-xsaves": "supervisor-without-xsaves",
  "structure-size": "structure-size",
  misordered: "misordered-components",
};
