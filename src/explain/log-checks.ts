/** Boot logs, computed again: context size, every offset, the signal frame, and the kernel's own doubt. */
import { CATALOGUE } from "../catalogue/index.ts";
import { nameOf } from "../read/cpuid/leaf0d.ts";
import type { BootLog } from "../read/log/linux.ts";
import { layoutsFor } from "../read/log/processor.ts";
import type { Reading } from "../read/reading.ts";
import { FXSAVE, fxsaveSigframeSize, SIGFRAME_KINDS, sigframeSize } from "../rules/frame.ts";
import { EXTENDED_REGION, type Format } from "../xsave/component.ts";
import { compactedSize, layout, standardSize } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import { described, enumerated, type Processor } from "../xsave/processor.ts";
import {
  type CauseName,
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
import { problemCheck } from "./consistency-problem.ts";
import { ruleOfSize, smallerMasks, unalignedSize } from "./sets-of-size.ts";

/** The checks of one boot, in the order of the log. */
export function logChecks(reading: Reading, log: BootLog): Check[] {
  const { processor } = reading;
  const checks = offsetChecks(processor, log);
  if (log.contextSize !== null) checks.push(contextCheck(reading, log, log.contextSize));
  if (log.uncompressed !== null) checks.push(uncompressedCheck(reading, log, log.uncompressed));
  if (log.sigframe !== null) {
    checks.push(frameCheck("max sigframe size", log.sigframe, frameSizes(reading, log)));
  }
  if (log.minimumStack !== null) {
    checks.push(frameCheck("AT_MINSIGSTKSZ", log.minimumStack, frameSizes(reading, log)));
  }
  if (log.problem) checks.push(problemCheck(reading, log, log.problem));
  return checks;
}

/** The components of the log's mask that the processor has: rows that only CPUID shows are others'. */
const maskOf = (cpu: Processor, log: BootLog): bigint => log.features & described(cpu);

const sizeIn = (format: Format, cpu: Processor, mask: bigint): number =>
  format === "compacted" ? compactedSize(cpu, mask) : standardSize(cpu, mask);

/** The format the log says, or where that is cut off, the one that gives the printed size. */
const formatOf = (cpu: Processor, log: BootLog): Format =>
  log.format ??
  (log.contextSize === standardSize(cpu, maskOf(cpu, log)) ? "standard" : "compacted");

function offsetChecks(cpu: Processor, log: BootLog): Check[] {
  const format = formatOf(cpu, log);
  const { components } = layout(cpu, maskOf(cpu, log), format);
  const checks: Check[] = [];
  for (const [n, offset] of [...log.offsets].sort(([a], [b]) => a - b)) {
    // 3.10-el7 prints zero rows for absent components.
    if (!log.sizes.get(n)) continue;
    const what = `xstate_offset[${n}]`;
    const placed = components.find(({ bit }) => bit === n);
    const size = log.sizes.get(n) ?? 0;
    if (!placed) {
      const absent = ((log.features >> BigInt(n)) & 1n) === 0n;
      const detail = absent
        ? `${nameOf(n)}: a row of a component that ${hex(log.features)} does not hold`
        : `${nameOf(n)}: contradicts another row`;
      const cause = "contradictory-subleaf";
      checks.push(misfit(what, offset, null, { cause, explainedBy: [], detail }));
      continue;
    }
    const ids = CATALOGUE.filter((entry) =>
      entry.components.some((c) => c.bit === n && c.size === size && c.offset === offset),
    ).map(({ id }) => id);
    const detail = `${nameOf(n)}: bytes ${placed.offset}..${placed.offset + placed.size} in the ${format} format`;
    const check = equality(what, offset, placed.offset, detail, format === "standard" ? ids : []);
    checks.push(check.ok ? check : { ...check, cause: offsetCause(cpu, log, n, offset) });
  }
  return checks;
}

function offsetCause(cpu: Processor, log: BootLog, n: number, offset: number): CauseName {
  const below = maskOf(cpu, log) & ((1n << BigInt(n)) - 1n);
  if (unalignedSize(cpu, below) === offset) return "alignment-ignored";
  const standard = cpu.components.find(({ bit }) => bit === n)?.offset;
  return standard === offset ? "format-confused" : "unexplained";
}

function contextCheck({ processor: cpu, missing }: Reading, log: BootLog, reported: number): Check {
  const what = "context size";
  const mask = maskOf(cpu, log);
  const format = formatOf(cpu, log);
  const lost = log.features & missing;
  if (lost !== 0n) {
    const detail = `cannot be computed: nothing describes ${hex(lost)} of ${hex(log.features)}`;
    return undecided(what, reported, detail);
  }
  const computed = sizeIn(format, cpu, mask);
  const words = `the ${format} size for ${hex(log.features)}`;
  if (reported === computed) return fits(what, reported, words, [hex(log.features)]);
  const detail = `${words} is ${computed}; nothing known gives the printed one`;
  const explanation = firstOf(THEORIES, { cpu, mask, format, reported });
  return misfit(
    what,
    reported,
    computed,
    explanation ?? { cause: "unexplained", explainedBy: [], detail },
  );
}

interface Situation {
  readonly cpu: Processor;
  readonly mask: bigint;
  readonly format: Format;
  readonly reported: number;
}

const otherFormat: Theory<Situation> = ({ cpu, mask, format, reported }) => {
  const other = format === "standard" ? "compacted" : "standard";
  if (sizeIn(other, cpu, mask) !== reported) return null;
  const detail = `the ${other} size for ${hex(mask)}, not the ${format} one`;
  return { cause: "format-confused", explainedBy: [hex(mask)], detail };
};

const alignmentBlind: Theory<Situation> = ({ cpu, mask, format, reported }) => {
  if (format !== "compacted" || unalignedSize(cpu, mask) !== reported) return null;
  const detail = "fits if the 64-byte alignment is ignored, as kvm-5.16-compacted does";
  return { cause: "alignment-ignored", explainedBy: [hex(mask)], detail };
};

const byRule = (
  { cpu, mask, format, reported }: Situation,
  kind: "vary" | "always" = "vary",
): Explanation | null => {
  const rule = ruleOfSize(cpu, format, mask, reported, kind);
  if (!rule) return null;
  const detail = `fits ${rule.id} (${rule.stands})`;
  return { cause: ruleCause(rule.id), explainedBy: [hex(mask)], detail };
};

const fewerComponents: Theory<Situation> = ({ cpu, mask, format, reported }) => {
  const fewer = smallerMasks(cpu, mask).filter((part) => sizeIn(format, cpu, part) === reported);
  if (fewer.length === 0) return null;
  const detail = `the size of ${hex(fewer[0] ?? 0n)} only`;
  return { cause: "fewer-components", explainedBy: fewer.map(hex), detail };
};

/** Why the context size does not fit, most particular first. */
const THEORIES: readonly Theory<Situation>[] = [
  otherFormat,
  alignmentBlind,
  (situation) => byRule(situation),
  fewerComponents,
  (situation) => byRule(situation, "always"),
];

/** Xen's "uncompressed" size: 0DH.0.EBX of that CPU, which depends on its XCR0 at that moment. */
function uncompressedCheck({ processor: cpu }: Reading, log: BootLog, reported: number): Check {
  const mask = maskOf(cpu, log);
  const computed = standardSize(cpu, mask);
  const words = `the standard size for ${hex(mask)}`;
  const check = equality("uncompressed size", reported, computed, words, [hex(mask)]);
  if (check.ok) return check;
  const early = reported === EXTENDED_REGION;
  const detail = early ? "read while XCR0 was still x87 only" : `${words} is ${computed}`;
  return { ...check, cause: early ? "x87-only-xcr0" : "unexplained", explainedBy: [], detail };
}

/** Standard sizes that the user components may have: a compacted log leaves that to the catalogue. */
function frameSizes({ processor, leaf0d }: Reading, log: BootLog): Map<number, readonly string[]> {
  const own = standardSize(processor, maskOf(processor, log));
  if (leaf0d || log.format === "standard") return new Map([[own, []]]);
  const sizes = new Map<number, readonly string[]>();
  for (const { cpu, ids } of layoutsFor(log)) {
    const size = standardSize(cpu, log.features & described(cpu));
    sizes.set(size, [...(sizes.get(size) ?? []), ...ids]);
  }
  return sizes.size > 0 ? sizes : new Map([[own, []]]);
}

/** "max sigframe size" and AT_MINSIGSTKSZ: the signal frame around the standard-format area. */
export function frameCheck(
  what: string,
  reported: number,
  sizes: ReadonlyMap<number, readonly string[]>,
): Check {
  for (const kind of SIGFRAME_KINDS) {
    for (const [size, ids] of sizes) {
      const computed = sigframeSize(size, kind);
      if (computed !== reported) continue;
      const detail = `the signal frame around ${size} bytes of standard format, kernel ${kind}`;
      return equality(what, reported, computed, detail, ids);
    }
  }
  const [size = 0] = sizes.keys();
  const computed = sigframeSize(size, "with 32-bit emulation");
  for (const kind of SIGFRAME_KINDS) {
    if (fxsaveSigframeSize(kind) !== reported) continue;
    const detail = `the signal frame around an FXSAVE image of ${FXSAVE} bytes, kernel ${kind}: it has switched XSAVE off`;
    return misfit(what, reported, computed, { cause: "xsave-off", explainedBy: [], detail });
  }
  const detail = `the signal frame around ${size} bytes would be ${computed}, or ${sigframeSize(size, "64-bit only")} on a kernel that is 64-bit only`;
  return misfit(what, reported, computed, { cause: "unexplained", explainedBy: [], detail });
}

/** AT_MINSIGSTKSZ beside CPUID: the area that XCR0 has enabled. */
export function minimumStackCheck(reading: Reading, reported: number): Check {
  const current = reading.leaf0d?.rows.get(0)?.ebx;
  const { processor } = reading;
  const size = current ?? standardSize(processor, enumerated(processor));
  return frameCheck("AT_MINSIGSTKSZ", reported, new Map([[size, []]]));
}
