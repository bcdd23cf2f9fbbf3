/** 0DH.0.EBX and 0DH.0.ECX: the standard sizes of the XCR0 that is enabled, and of all of it. */
import type { Leaf0D } from "../read/cpuid/leaf0d.ts";
import { EXTENDED_REGION } from "../xsave/component.ts";
import { hasCompaction } from "../xsave/features.ts";
import { standardSize } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import {
  type Check,
  type Explanation,
  firstOf,
  fits,
  misfit,
  ruleCause,
  type Theory,
  undecided,
} from "./check.ts";
import type { Completion } from "./completed-dumps.ts";
import { widerXcr0s } from "./masked-hosts.ts";
import { extendedNames, listable, ruleOfSize, setsOfSize, xcr0OfSize } from "./sets-of-size.ts";
import { as, either, masks } from "./words.ts";

/** The check of a total that no row describes and nothing of the catalogue fits. */
export const unknownTotal = (what: string, reported: number): Check => {
  const detail = "cannot be computed: the dump lacks rows, and no processor of the catalogue fits";
  return undecided(what, reported, detail);
};

/** 0DH.0.EBX: the size of whatever XCR0 was enabled when the dump was made. */
export function currentCheck({ cpu, ids }: Completion, reported: number): Check {
  const what = "0DH.0.EBX";
  if (!cpu || !listable(cpu)) return unknownTotal(what, reported);
  const found = xcr0OfSize(cpu, reported);
  const all = standardSize(cpu, cpu.xcr0);
  if (found.length > 0) {
    const early = reported === EXTENDED_REGION && all > EXTENDED_REGION;
    const detail = `the standard size for XCR0 = ${either(found)}${early ? ": read while XCR0 was still x87 only" : ""}${as(ids)}`;
    return fits(what, reported, detail, masks(found), early ? "x87-only-xcr0" : null);
  }
  return judged(what, all, { reported, cpu, ids });
}

/** 0DH.0.EBX of a row that says which XCR0 it was asked under: a page made for a guest. */
export function askedCheck({ cpu, ids }: Completion, reported: number, xcr0: bigint): Check {
  const what = "0DH.0.EBX";
  if (!cpu || (xcr0 & ~cpu.xcr0) !== 0n) return unknownTotal(what, reported);
  const computed = standardSize(cpu, xcr0);
  const all = xcr0 === cpu.xcr0 ? "" : `; all of XCR0 takes ${standardSize(cpu, cpu.xcr0)}`;
  const detail = `the standard size for XCR0_IN ${hex(xcr0)} is ${computed}${all}${as(ids)}`;
  if (reported === computed) return fits(what, reported, detail, [hex(xcr0)]);
  const explanation = firstOf(THEORIES, { reported, cpu: { ...cpu, xcr0 }, ids });
  const because = explanation ? `${detail}; ${explanation.detail}` : detail;
  const { cause = "unexplained" as const, explainedBy = [] } = explanation ?? {};
  return misfit(what, reported, computed, { cause, explainedBy, detail: because });
}

/** 0DH.0.ECX: the size of everything that XCR0 can enable. */
export function maximumCheck({ cpu, ids }: Completion, reported: number, leaf0d: Leaf0D): Check {
  const what = "0DH.0.ECX";
  if (!cpu) return unknownTotal(what, reported);
  const computed = standardSize(cpu, cpu.xcr0);
  if (reported === computed) {
    const detail = `the standard size for all of XCR0 = ${hex(cpu.xcr0)}${as(ids)}`;
    return fits(what, reported, detail, [hex(cpu.xcr0)]);
  }
  return judged(what, computed, { reported, cpu, ids, leaf0d });
}

interface Misfit {
  readonly reported: number;
  readonly cpu: Processor;
  readonly ids: readonly string[];
  readonly leaf0d?: Leaf0D;
}

function judged(what: string, computed: number, situation: Misfit): Check {
  const { reported, cpu, ids } = situation;
  const explanation = firstOf(THEORIES, situation);
  if (explanation) {
    const detail = `${explanation.detail}${as(ids)}`;
    return misfit(what, reported, computed, { ...explanation, detail });
  }
  const detail = `no XCR0 of it gives this size (${hex(cpu.xcr0)} gives ${computed})${as(ids)}`;
  // Rows that are not there may be what gives it: not a fault that can be shown.
  if (ids.length > 0) return undecided(what, reported, detail, "missing-subleaf", computed);
  return misfit(what, reported, computed, { cause: "unexplained", explainedBy: [], detail });
}

/** Wider than the mask: a hypervisor masked components, and left the host's total. */
const wider: Theory<Misfit> = ({ reported, cpu, leaf0d }) => {
  const found = widerXcr0s(cpu, reported);
  const one = leaf0d?.rows.get(1);
  const hidden = one && one.eax !== null && !hasCompaction(one.eax) && one.ebx ? one.ebx : null;
  // Where a hidden compacted total is left too, it tells which of the wider masks it was.
  const template = found.find(
    ({ host, xcr0 }) => hidden !== null && setsOfSize(host, [xcr0], hidden).length > 0,
  );
  const best = template ?? found[0];
  if (!best) return null;
  const more = extendedNames(best.host, best.xcr0 & ~cpu.xcr0);
  return {
    cause: template ? "eax-only-masked" : "host-total-passed-through",
    explainedBy: [hex(best.xcr0)],
    detail: `the total of XCR0 = ${hex(best.xcr0)}: ${more} ${more.includes("+") ? "are" : "is"} masked in 0DH.0.EAX, not in the total`,
  };
};

const byRule = (
  { reported, cpu }: Misfit,
  kind: "vary" | "always" = "vary",
): Explanation | null => {
  const rule = ruleOfSize(cpu, "standard", cpu.xcr0, reported, kind);
  if (!rule) return null;
  const detail = `fits ${rule.id} (${rule.stands})`;
  return { cause: ruleCause(rule.id), explainedBy: [hex(cpu.xcr0)], detail };
};

const narrower: Theory<Misfit> = ({ reported, cpu }) => {
  const fewer = listable(cpu) ? xcr0OfSize(cpu, reported) : [];
  if (fewer.length === 0) return null;
  const detail = `the total of XCR0 = ${either(fewer)} only`;
  return { cause: "fewer-components", explainedBy: masks(fewer), detail };
};

/** Why a standard total does not fit, most particular first. */
const THEORIES: readonly Theory<Misfit>[] = [
  wider,
  (misfit) => byRule(misfit),
  narrower,
  (misfit) => byRule(misfit, "always"),
];
