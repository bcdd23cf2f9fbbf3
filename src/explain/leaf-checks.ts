/** CPUID leaf 0DH, computed again: both totals of sub-leaf 0, the one of sub-leaf 1, every offset. */
import { CATALOGUE } from "../catalogue/index.ts";
import type { Leaf0D } from "../read/cpuid/leaf0d.ts";
import { hasCompaction, nameOf } from "../read/cpuid/leaf0d.ts";
import type { Reading } from "../read/reading.ts";
import { EXTENDED_REGION } from "../xsave/component.ts";
import { compactedSize, standardSize } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import { maskNames } from "../xsave/mask-grammar.ts";
import type { Processor } from "../xsave/processor.ts";
import { type Check, equality } from "./check.ts";
import { type Completion, completionsOf } from "./completed-dumps.ts";
import { widerXcr0s } from "./masked-hosts.ts";
import {
  extendedNames,
  listable,
  ruleOfSize,
  setsOfSize,
  unalignedSize,
  xcr0OfSize,
  xcr0Values,
} from "./sets-of-size.ts";

/** The checks of one processor, in the order of the leaf. */
export function leafChecks(reading: Reading, leaf0d: Leaf0D): Check[] {
  const zero = leaf0d.rows.get(0);
  const one = leaf0d.rows.get(1);
  const totals = completionsOf(reading, leaf0d).map((completion) => [
    ...(zero ? [currentCheck(completion, zero.ebx)] : []),
    ...(zero ? [maximumCheck(completion, zero.ecx, leaf0d)] : []),
    ...(one ? [compactedCheck(completion, leaf0d)] : []),
  ]);
  return [...likeliest(totals), ...offsetChecks(reading, leaf0d)];
}

/** Of the ways to complete the dump, the first that the most totals agree with. */
function likeliest(ways: readonly Check[][]): Check[] {
  const fits = (checks: readonly Check[]) => checks.filter(({ ok }) => ok === true).length;
  return ways.reduce((best, way) => (fits(way) > fits(best) ? way : best), ways[0] ?? []);
}

const masks = (list: readonly bigint[]): string[] => list.map(hex);
/** The fullest set first: the one a running system has; at most three. */
const either = (list: readonly bigint[]): string => {
  const all = masks(list).reverse();
  const more = all.length > 3 ? ` or ${all.length - 3} more` : "";
  return `${all.slice(0, 3).join(" or ")}${more}`;
};
const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;

function unknown(what: string, reported: number): Check {
  const detail = "cannot be computed: the dump lacks rows, and no processor of the catalogue fits";
  const cause = "missing-subleaf";
  return { what, reported, computed: null, ok: null, cause, explainedBy: [], detail };
}

/** 0DH.0.EBX: the size of whatever XCR0 was enabled when the dump was made. */
function currentCheck({ cpu, ids }: Completion, reported: number): Check {
  const what = "0DH.0.EBX";
  if (!cpu || !listable(cpu)) return unknown(what, reported);
  const found = xcr0OfSize(cpu, reported);
  const all = standardSize(cpu, cpu.xcr0);
  if (found.length > 0) {
    const early = reported === EXTENDED_REGION && all > EXTENDED_REGION;
    return {
      what,
      reported,
      computed: reported,
      ok: true,
      cause: early ? "x87-only-xcr0" : null,
      explainedBy: masks(found),
      detail: `the standard size for XCR0 = ${either(found)}${early ? ": read while XCR0 was still x87 only" : ""}${as(ids)}`,
    };
  }
  return judged({ what, reported, computed: all, cpu, ids });
}

/** 0DH.0.ECX: the size of everything that XCR0 can enable. */
function maximumCheck({ cpu, ids }: Completion, reported: number, leaf0d: Leaf0D): Check {
  const what = "0DH.0.ECX";
  if (!cpu) return unknown(what, reported);
  const computed = standardSize(cpu, cpu.xcr0);
  if (reported === computed) {
    const detail = `the standard size for all of XCR0 = ${hex(cpu.xcr0)}${as(ids)}`;
    return equality(what, reported, computed, detail, [hex(cpu.xcr0)]);
  }
  return judged({ what, reported, computed, cpu, ids, leaf0d });
}

const as = (ids: readonly string[]): string =>
  ids.length === 0 ? "" : ` (with the missing sub-leaves as on ${ids.slice(0, 3).join(", ")})`;

interface Misfit {
  readonly what: string;
  readonly reported: number;
  readonly computed: number;
  readonly cpu: Processor;
  readonly ids: readonly string[];
  readonly leaf0d?: Leaf0D;
}

/** Why a standard total does not fit: wider, narrower, by a named rule, or unexplained. */
function judged({ what, reported, computed, cpu, ids, leaf0d }: Misfit): Check {
  const bad = { what, reported, computed, ok: false } as const;
  const incomplete = as(ids);
  const wider = widerXcr0s(cpu, reported);
  const one = leaf0d?.rows.get(1);
  const hidden = one !== undefined && !hasCompaction(one.eax) && one.ebx !== 0 ? one.ebx : null;
  // Where a hidden compacted total is left too, it tells which of the wider masks it was.
  const template = wider.find(
    ({ host, xcr0 }) => hidden !== null && setsOfSize(host, [xcr0], hidden).length > 0,
  );
  const best = template ?? wider[0];
  if (best) {
    const more = extendedNames(best.host, best.xcr0 & ~cpu.xcr0);
    return {
      ...bad,
      cause: template ? "eax-only-masked" : "host-total-passed-through",
      explainedBy: [hex(best.xcr0)],
      detail: `the total of XCR0 = ${hex(best.xcr0)}: ${more} ${more.includes("+") ? "are" : "is"} masked in 0DH.0.EAX, not in the total${incomplete}`,
    };
  }
  const rule = ruleOfSize(cpu, "standard", cpu.xcr0, reported);
  if (rule) {
    const detail = `fits ${rule.id} (${rule.stands})${incomplete}`;
    return { ...bad, cause: rule.id, explainedBy: [hex(cpu.xcr0)], detail };
  }
  const fewer = listable(cpu) ? xcr0OfSize(cpu, reported) : [];
  if (fewer.length > 0) {
    const detail = `the total of XCR0 = ${either(fewer)} only${incomplete}`;
    return { ...bad, cause: "fewer-components", explainedBy: masks(fewer), detail };
  }
  const detail = `no XCR0 of it gives this size (${hex(cpu.xcr0)} gives ${computed})${incomplete}`;
  // Rows that are not there may be what gives it: not a fault that can be shown.
  if (ids.length > 0) {
    return { ...bad, ok: null, cause: "missing-subleaf", explainedBy: [], detail };
  }
  return { ...bad, cause: "unexplained", explainedBy: [], detail };
}

/** 0DH.1.EBX: the compacted size of whatever XCR0 | IA32_XSS was enabled. */
function compactedCheck({ cpu, ids }: Completion, leaf0d: Leaf0D): Check {
  const what = "0DH.1.EBX";
  const { eax: features = 0, ebx: reported = 0 } = leaf0d.rows.get(1) ?? {};
  if (!hasCompaction(features)) {
    const detail = "neither XSAVEC nor XSAVES is enumerated";
    if (reported === 0) return equality(what, 0, 0, `${detail}: it is 0, as it must be`);
    const host = cpu && listable(cpu) ? hostSets(cpu, reported) : [];
    const whose = host.length > 0 ? `: passed through from a host with ${host[0]}` : "";
    const cause = "xsavec-hidden";
    const words = `${detail}, so it must be 0${whose}`;
    return { what, reported, computed: 0, ok: false, cause, explainedBy: host, detail: words };
  }
  if (!cpu || !listable(cpu)) return unknown(what, reported);
  const current = xcr0OfSize(cpu, leaf0d.rows.get(0)?.ebx ?? 0);
  const found = setsOfSize(cpu, current, reported);
  if (found.length > 0) {
    const sets = counted(found.length, "set");
    const detail = `the compacted size for ${sets} of XCR0 | IA32_XSS${found.length === 1 ? ` (${maskNames(found[0] ?? 0n, cpu)})` : ""}${as(ids)}`;
    const explainedBy = masks(found);
    return { what, reported, computed: reported, ok: true, cause: null, explainedBy, detail };
  }
  const computed = compactedSize(cpu, current.at(-1) ?? cpu.xcr0);
  const misfit = compactedCause(cpu, current, reported, leaf0d);
  const ok = ids.length > 0 && misfit.cause === "unexplained" ? null : false;
  const cause = ok === null ? "missing-subleaf" : misfit.cause;
  return { what, reported, computed, ok, ...misfit, cause, detail: `${misfit.detail}${as(ids)}` };
}

function compactedCause(
  cpu: Processor,
  current: readonly bigint[],
  reported: number,
  leaf0d: Leaf0D,
): Pick<Check, "cause" | "explainedBy" | "detail"> {
  if (reported === 0) {
    return {
      cause: "zero-total",
      explainedBy: [],
      detail: "0, although XSAVEC or XSAVES is there",
    };
  }
  const blind = setsOfSize(cpu, current, reported, unalignedSize);
  if (blind.length > 0) {
    const detail = `fits if the 64-byte alignment is ignored, as kvm-5.16-compacted does: ${either(blind)}`;
    return { cause: "alignment-ignored", explainedBy: masks(blind), detail };
  }
  const other = setsOfSize(cpu, xcr0Values(cpu), reported);
  if (other.length > 0) {
    const detail = `fits ${either(other)}, but 0DH.0.EBX shows another XCR0`;
    return { cause: "other-xcr0", explainedBy: masks(other), detail };
  }
  for (const mask of current) {
    const rule = ruleOfSize(cpu, "compacted", mask | cpu.xss, reported);
    if (!rule) continue;
    const detail = `fits ${rule.id} (${rule.stands}) for ${hex(mask | cpu.xss)}`;
    return { cause: rule.id, explainedBy: [hex(mask | cpu.xss)], detail };
  }
  if (reported === leaf0d.rows.get(0)?.ebx) {
    const detail = "equals 0DH.0.EBX: the size in the standard format";
    return { cause: "format-confused", explainedBy: masks(current), detail };
  }
  const host = hostSets(cpu, reported);
  if (host.length > 0) {
    const detail = `the total of ${host.slice(0, 3).join(" or ")}, of which this processor masks a part`;
    return { cause: "host-total-passed-through", explainedBy: host, detail };
  }
  return { cause: "unexplained", explainedBy: [], detail: "no XCR0 | IA32_XSS gives this size" };
}

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

/** Every described component: a place of its own, or the contradiction that the reader found. */
function offsetChecks({ processor }: Reading, leaf0d: Leaf0D): Check[] {
  const checks: Check[] = [];
  for (const [n, row] of [...leaf0d.rows].sort(([a], [b]) => a - b)) {
    if (n < 2 || row.eax === 0) continue;
    const what = `0DH.${n}.EBX`;
    const component = processor.components.find(({ bit }) => bit === n);
    const name = nameOf(n);
    if (!component) {
      const cause = "contradictory-subleaf";
      const detail = `${name}: contradicts the registers or another row`;
      checks.push({
        ...{ what, reported: row.ebx, computed: null, ok: false },
        ...{ cause, explainedBy: [], detail },
      });
      continue;
    }
    const ids = CATALOGUE.filter((cpu) =>
      cpu.components.some(
        (c) => c.bit === n && c.size === component.size && c.offset === component.offset,
      ),
    ).map(({ id }) => id);
    const place = component.supervisor
      ? `${name}: supervisor, so it has no standard offset`
      : `${name}: bytes ${component.offset}..${(component.offset ?? 0) + component.size}, ${ids.length > 0 ? `as on ${counted(ids.length, "processor")} of the catalogue` : "overlapping nothing; no processor of the catalogue has it there"}`;
    checks.push(equality(what, row.ebx, row.ebx, place, ids));
  }
  return checks;
}
