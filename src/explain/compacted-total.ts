/** 0DH.1.EBX: the compacted size of whatever XCR0 | IA32_XSS was enabled. */
import { CATALOGUE } from "../catalogue/index.ts";
import type { Leaf0D } from "../read/cpuid/leaf0d.ts";
import { SUPERVISOR_SUPPORTED } from "../rules/linux-masks.ts";
import { hasCompaction } from "../xsave/features.ts";
import { compactedSize } from "../xsave/layout.ts";
import { bit, hex } from "../xsave/mask.ts";
import { maskNames } from "../xsave/mask-grammar.ts";
import { described, type Processor } from "../xsave/processor.ts";
import {
  type Check,
  type Explanation,
  equality,
  firstOf,
  fits,
  misfit,
  ruleCause,
  type Theory,
  undecided,
} from "./check.ts";
import type { Completion } from "./completed-dumps.ts";
import {
  extendedNames,
  listable,
  ruleOfSize,
  setsOfSize,
  unalignedSize,
  xcr0OfSize,
  xcr0Values,
} from "./sets-of-size.ts";
import { unknownTotal } from "./standard-totals.ts";
import { as, counted, either, masks } from "./words.ts";

/** What Linux may set in IA32_XSS: its own components, and LBR in a buffer of its own. */
const LINUX_XSS = SUPERVISOR_SUPPORTED | bit(15);

/** `byLinux`: the row was printed by a kernel that had set IA32_XSS itself. */
export function compactedCheck({ cpu, ids }: Completion, leaf0d: Leaf0D, byLinux: boolean): Check {
  const what = "0DH.1.EBX";
  const { eax: features = null, ebx: reported = null } = leaf0d.rows.get(1) ?? {};
  if (reported === null) return unrecorded(what);
  const open = features === null;
  // Not 0, so there is one, if the file is right (SDM1 13.2): what fits is enough.
  if (open && !(cpu && listable(cpu) && reported > 0 && anySet(cpu, leaf0d, reported))) {
    const detail = "0DH.1.EAX is not in the file: whether there is a compacted format is not known";
    return undecided(what, reported, detail);
  }
  if (!open && !hasCompaction(features)) return hidden(what, reported, cpu);
  if (!cpu || !listable(cpu)) return unknownTotal(what, reported);
  const under = leaf0d.rows.get(1)?.under;
  if (under && ((under.xcr0 | under.xss) & ~described(cpu)) === 0n) {
    const mask = under.xcr0 | under.xss;
    const computed = compactedSize(cpu, mask);
    const words = `the compacted size for XCR0_IN | XSS_IN ${hex(mask)} is ${computed}${as(ids)}`;
    return equality(what, reported, computed, words, [hex(mask)]);
  }
  const enabled = leaf0d.rows.get(0)?.ebx ?? null;
  const current = enabledSets(cpu, leaf0d);
  const found = setsOfSize(cpu, current, reported);
  if (found.length > 0) {
    if (byLinux && found.every((mask) => (mask & cpu.xss & ~LINUX_XSS) !== 0n)) {
      return misfit(what, reported, null, foreign(cpu, found));
    }
    const sets = counted(found.length, "set");
    const only = found.length === 1 ? ` (${maskNames(cpu, found[0] ?? 0n)})` : "";
    const detail = `the compacted size for ${sets} of XCR0 | IA32_XSS${only}${as(ids)}`;
    return fits(what, reported, detail, masks(found));
  }
  const computed = compactedSize(cpu, current.at(-1) ?? cpu.xcr0);
  const explanation = firstOf(THEORIES, { cpu, current, reported, enabled });
  const detail = `${explanation?.detail ?? "no XCR0 | IA32_XSS gives this size"}${as(ids)}`;
  if (explanation) return misfit(what, reported, computed, { ...explanation, detail });
  // Rows that are not there may be what gives it: not a fault that can be shown.
  if (ids.length > 0) return undecided(what, reported, detail, "missing-subleaf", computed);
  return misfit(what, reported, computed, { cause: "unexplained", explainedBy: [], detail });
}

const enabledSets = (cpu: Processor, { rows }: Leaf0D): readonly bigint[] => {
  const enabled = rows.get(0)?.ebx ?? null;
  return enabled === null ? xcr0Values(cpu) : xcr0OfSize(cpu, enabled);
};

const anySet = (cpu: Processor, leaf0d: Leaf0D, size: number): boolean =>
  setsOfSize(cpu, enabledSets(cpu, leaf0d), size).length > 0;

/** A total that the kind of dump leaves out, or an output that was cut. */
export const unrecorded = (what: string): Check =>
  undecided(what, null, "not in the file", "not-recorded");

/** Neither XSAVEC nor XSAVES: SDM1 13.2 makes the total 0. */
function hidden(what: string, reported: number, cpu: Processor | null): Check {
  const detail = "neither XSAVEC nor XSAVES is enumerated";
  if (reported === 0) return fits(what, 0, `${detail}: it is 0, as it must be`);
  const host = cpu && listable(cpu) ? hostSets(cpu, reported) : [];
  const whose = host.length > 0 ? `: passed through from a host with ${host[0]}` : "";
  const words = `${detail}, so it must be 0${whose}`;
  return misfit(what, reported, 0, { cause: "xsavec-hidden", explainedBy: host, detail: words });
}

/** Who else set a bit of IA32_XSS before or above the kernel: a hypervisor that passes its own. */
function foreign(cpu: Processor, found: readonly bigint[]): Explanation {
  const [least = 0n] = found;
  const names = extendedNames(cpu, least & cpu.xss & ~LINUX_XSS);
  const detail = `${hex(least)} counts ${names}, which Linux never enables in IA32_XSS: another set it`;
  return { cause: "unused-supervisor-state", explainedBy: masks(found), detail };
}

interface Situation {
  readonly cpu: Processor;
  /** The values of XCR0 that 0DH.0.EBX allows. */
  readonly current: readonly bigint[];
  readonly reported: number;
  /** 0DH.0.EBX. */
  readonly enabled: number | null;
}

const zero: Theory<Situation> = ({ reported }) =>
  reported === 0
    ? { cause: "zero-total", explainedBy: [], detail: "0, although XSAVEC or XSAVES is there" }
    : null;

const alignmentBlind: Theory<Situation> = ({ cpu, current, reported }) => {
  const blind = setsOfSize(cpu, current, reported, unalignedSize);
  if (blind.length === 0) return null;
  const detail = `fits if the 64-byte alignment is ignored, as kvm-5.16-compacted does: ${either(blind)}`;
  return { cause: "alignment-ignored", explainedBy: masks(blind), detail };
};

const otherXcr0: Theory<Situation> = ({ cpu, reported }) => {
  const other = setsOfSize(cpu, xcr0Values(cpu), reported);
  if (other.length === 0) return null;
  const detail = `fits ${either(other)}, but 0DH.0.EBX shows another XCR0`;
  return { cause: "other-xcr0", explainedBy: masks(other), detail };
};

const byRule: Theory<Situation> = ({ cpu, current, reported }) => {
  for (const mask of current) {
    const rule = ruleOfSize(cpu, "compacted", mask | cpu.xss, reported);
    if (!rule) continue;
    const detail = `fits ${rule.id} (${rule.stands}) for ${hex(mask | cpu.xss)}`;
    return { cause: ruleCause(rule.id), explainedBy: [hex(mask | cpu.xss)], detail };
  }
  return null;
};

const standardFormat: Theory<Situation> = ({ current, reported, enabled }) =>
  reported === enabled
    ? {
        cause: "format-confused",
        explainedBy: masks(current),
        detail: "equals 0DH.0.EBX: the size in the standard format",
      }
    : null;

const ofHost: Theory<Situation> = ({ cpu, reported }) => {
  const host = hostSets(cpu, reported);
  if (host.length === 0) return null;
  const detail = `the total of ${host.slice(0, 3).join(" or ")}, of which this processor masks a part`;
  return { cause: "host-total-passed-through", explainedBy: host, detail };
};

/** Why the compacted total does not fit, most particular first. */
const THEORIES: readonly Theory<Situation>[] = [
  zero,
  alignmentBlind,
  otherXcr0,
  byRule,
  standardFormat,
  ofHost,
];

/** The sets of wider processors that agree with `cpu` and give `size`; those with fewest bits more. */
function hostSets(cpu: Processor, size: number): string[] {
  const found = new Set<bigint>();
  for (const host of [cpu, ...CATALOGUE.filter((entry) => !entry.hypothetical)]) {
    const same = cpu.components.every((c) =>
      host.components.some((d) => d.bit === c.bit && d.size === c.size && d.offset === c.offset),
    );
    if (!same) continue;
    const wider = xcr0Values(host).filter((xcr0) => (cpu.xcr0 & ~xcr0) === 0n);
    for (const mask of setsOfSize(host, wider, size)) found.add(mask);
  }
  return masks([...found].sort((a, b) => (a < b ? -1 : 1)));
}
