/**
 * The processor behind a boot log: what is printed, and for the rest the layouts of the catalogue
 * that agree with everything printed. A log in the compacted format prints no standard offset.
 */

import { SIGFRAME_KINDS, sigframeSize } from "../../rules/frame.ts";
import { EXTENDED_REGION, type StateComponent } from "../../xsave/component.ts";
import { standardSize } from "../../xsave/layout.ts";
import { bit, bitsOf } from "../../xsave/mask.ts";
import { slug } from "../cpuid/identity.ts";
import { namesOrRanges, placeWrong } from "../cpuid/leaf0d.ts";
import { type Origin, processorFrom } from "../cpuid/logical-processors.ts";
import { anyComponent, type Candidate, candidatesFor, type Evidence } from "../inference.ts";
import type { Reading } from "../reading.ts";
import type { Warning } from "../warning.ts";
import type { BootLog } from "./linux.ts";

const EXTENDED = ~3n;

/** The CPUID vendor that a brand string belongs to; null where it does not tell. */
export function vendorOf(brand: string | null): string | null {
  if (brand === null) return null;
  if (/intel|xeon|pentium|celeron/i.test(brand)) return "GenuineIntel";
  if (/hygon/i.test(brand)) return "HygonGenuine";
  if (/\bamd\b|ryzen|epyc|athlon|opteron/i.test(brand)) return "AuthenticAMD";
  if (/zhaoxin|kaixian|kaisheng|centaur|\bvia\b/i.test(brand)) return "CentaurHauls";
  return null;
}

/** What the catalogue may be asked, given the log: rows, size, format. */
function evidenceOf(log: BootLog): Evidence {
  const printed = [...log.sizes].filter(([n, size]) => size > 0 && (log.features & bit(n)) !== 0n);
  const offsets = log.format === "standard" ? log.offsets : new Map<number, number>();
  return {
    mask: log.features & EXTENDED,
    sizes: new Map(printed),
    offsets: new Map([...offsets].filter(([n]) => log.sizes.get(n))),
    ...(log.contextSize !== null && log.format === "standard"
      ? { standardSize: log.contextSize }
      : {}),
    ...(log.contextSize !== null && log.format === "compacted"
      ? { compactedSize: log.contextSize }
      : {}),
  };
}

/** Layouts that fit; of these only those that the signal frame and the vendor agree with, if any do. */
export function layoutsFor(log: BootLog): Candidate[] {
  const evidence = evidenceOf(log);
  const { mask, sizes, offsets } = evidence;
  const strict = candidatesFor(evidence);
  // A size that no processor gives is for explain to judge; the rows may still say which it was.
  const all =
    strict.length > 0
      ? strict
      : candidatesFor({ mask, ...(sizes ? { sizes } : {}), ...(offsets ? { offsets } : {}) });
  const frame = log.sigframe ?? log.minimumStack;
  const byFrame = all.filter(({ cpu }) =>
    SIGFRAME_KINDS.some((kind) => sigframeSize(standardSize(cpu, mask), kind) === frame),
  );
  const left = byFrame.length > 0 ? byFrame : all;
  const vendor = vendorOf(log.cpu);
  const byVendor = left.filter(({ ids, cpu }) => cpu.vendor === vendor && ids.length > 0);
  return byVendor.length > 0 ? byVendor : left;
}

/** The reading of one boot. */
export function readingOfLog(log: BootLog, label: string, origin: Origin): Reading {
  const mask = log.features & EXTENDED;
  const layouts = layoutsFor(log);
  const [layout] = layouts;
  const components: StateComponent[] = [];
  const inferred: number[] = [];
  const contradictions: string[] = [];
  for (const n of bitsOf(mask)) {
    const known = printedComponent(log, n);
    const borrowed = layout?.components.find((component) => component.bit === n);
    if (!known && borrowed) inferred.push(n);
    const component = known ?? borrowed;
    const wrong = component && placeWrong(component, components);
    if (wrong) contradictions.push(`${component.name} (${n}): ${wrong}: left out`);
    else if (component) components.push(component);
  }
  const described = components.reduce((m, c) => m | bit(c.bit), 0n);
  const supervisor = components.reduce((m, c) => (c.supervisor ? m | bit(c.bit) : m), 0n);
  const brand = log.cpu;
  return {
    label,
    count: 1,
    processor: processorFrom(
      { vendor: vendorOf(brand), name: brand, id: brand === null ? null : slug(brand) },
      origin,
      {
        xcr0: (log.features & 3n) | (described & ~supervisor),
        xss: supervisor,
        components,
      },
    ),
    missing: mask & ~described,
    log,
    warnings: [
      ...contradictions.map((message) => ({ name: "contradictory-subleaf" as const, message })),
      ...doubts(log, layouts, inferred, mask & ~described),
    ],
  };
}

/** A component as far as the log alone describes it: not where its standard offset is not printed. */
function printedComponent(log: BootLog, n: number): StateComponent | undefined {
  const size = log.sizes.get(n);
  const typical = anyComponent(n);
  if (!size || !typical) return undefined;
  if (typical.supervisor) return { ...typical, size };
  const offset = log.offsets.get(n);
  return log.format === "standard" && offset !== undefined && offset >= EXTENDED_REGION
    ? { ...typical, size, offset }
    : undefined;
}

function doubts(
  log: BootLog,
  layouts: readonly Candidate[],
  inferred: readonly number[],
  missing: bigint,
): Warning[] {
  const warnings: Warning[] = [];
  const unprinted = bitsOf(log.features & EXTENDED).filter((n) => !log.sizes.get(n));
  const maskOf = (bits: readonly number[]) => bits.reduce((m, n) => m | bit(n), 0n);
  if (log.truncated) {
    warnings.push({
      name: "truncated-line",
      message: "the line with mask and size is cut off: read as far as it goes",
    });
  }
  if (unprinted.length > 0 && log.sizes.size > 0) {
    warnings.push({
      name: "elided-rows",
      message: `no xstate_offset row for ${namesOrRanges(maskOf(unprinted))}`,
    });
  }
  if (inferred.length > 0) {
    warnings.push({
      name: "inferred-layout",
      message: `the log does not place ${namesOrRanges(maskOf(inferred))} in the standard format: taken from ${idList(layouts[0]?.ids ?? [])}`,
    });
  }
  if (inferred.length > 0 && layouts.length > 1) {
    warnings.push({
      name: "ambiguous-layout",
      message: `${layouts.length} layouts fit: ${layouts.map(({ ids }) => idList(ids)).join("; or ")}; the first is taken`,
    });
  }
  if (missing !== 0n) {
    warnings.push({
      name: "missing-subleaf",
      message: `nothing places ${namesOrRanges(missing)}, and no processor of the catalogue fits: left out`,
    });
  }
  return warnings;
}

/** "zen-3, zen-4 and 5 more". */
export const idList = (ids: readonly string[]): string =>
  ids.length <= 4 ? ids.join(", ") : `${ids.slice(0, 3).join(", ")} and ${ids.length - 3} more`;
