/**
 * "XSAVE consistency problem: size A != kernel_size B": Linux computed A for its mask and read B from
 * CPUID, then gave up XSAVE. Which mask, and what is wrong with B.
 */
import { CATALOGUE } from "../catalogue/index.ts";
import type { BootLog } from "../read/log/linux.ts";
import type { Reading } from "../read/reading.ts";
import { LINUX_5_18_STANDARD } from "../rules/linux.ts";
import { SUPERVISOR_SUPPORTED } from "../rules/linux-masks.ts";
import { compactedSize, standardSize } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import { componentsOf, described, type Processor } from "../xsave/processor.ts";
import { type CauseName, type Check, misfit, ruleCause } from "./check.ts";
import { setsOfSize, smallerMasks, unalignedSize, xcr0Values } from "./sets-of-size.ts";

type Problem = NonNullable<BootLog["problem"]>;

interface Way {
  readonly cause: CauseName;
  readonly mask: bigint;
  readonly ids: readonly string[];
  readonly detail: string;
}

export function problemCheck(reading: Reading, log: BootLog, { size, kernelSize }: Problem): Check {
  const what = "XSAVE consistency problem";
  const ways = waysOf(reading, log, { size, kernelSize });
  const [best] = ways;
  if (!best) {
    const detail = `no mask of the catalogue gives ${size} by the kernel's formula and ${kernelSize} by a known fault`;
    return misfit(what, kernelSize, size, { cause: "unexplained", explainedBy: [], detail });
  }
  const same = ways.filter(({ cause }) => cause === best.cause);
  const sets = [...new Set(same.map(({ mask }) => hex(mask)))];
  const ids = [...new Set(same.flatMap((way) => way.ids))];
  const where = ids.length > 0 ? ` (as on ${ids.slice(0, 3).join(", ")})` : "";
  const detail = `the kernel computed ${size} for ${sets.slice(0, 3).join(" or ")}${where}; CPUID says ${kernelSize}: ${best.detail}`;
  return misfit(what, kernelSize, size, { cause: best.cause, explainedBy: sets, detail });
}

/** Every way to come to both numbers; those by the log's own mask and rows before the catalogue's. */
function waysOf(reading: Reading, log: BootLog, problem: Problem): Way[] {
  const { processor, leaf0d, missing } = reading;
  const own = log.features & described(processor);
  if ((leaf0d || log.sizes.size > 0) && missing === 0n) {
    const masks = own > 3n ? [own] : kernelMasks(processor, problem.size);
    const ways = masks.flatMap((mask) => faults(processor, mask, problem, []));
    if (ways.length > 0) return ways;
  }
  const ways = CATALOGUE.map((cpu) => ({
    hypothetical: cpu.hypothetical,
    ways: kernelMasks(cpu, problem.size).flatMap((mask) => faults(cpu, mask, problem, [cpu.id])),
  }));
  const real = ways.filter(({ hypothetical }) => !hypothetical).flatMap((one) => one.ways);
  // No public dump shows APX yet: what only it explains is explained by the processors to come.
  return real.length > 0 ? real : ways.flatMap((one) => one.ways);
}

/** The masks that Linux can have on `cpu` whose size, in either format, is `size`. */
function kernelMasks(cpu: Processor, size: number): bigint[] {
  const linux = { ...cpu, xss: cpu.xss & SUPERVISOR_SUPPORTED };
  const xcr0s = xcr0Values(cpu).filter((mask) => (mask & 3n) === 3n);
  const compacted = setsOfSize(linux, xcr0s, size);
  const standard = xcr0s.filter((mask) => standardSize(cpu, mask) === size);
  // The fullest first: the one a running system has.
  const topmost = xcr0s.filter((mask) => topmostSize(cpu, mask) === size).reverse();
  return [...new Set([...compacted, ...standard, ...topmost])];
}

/** Linux 5.18 to 6.15, where the topmost bit ends the area, whatever lies above it in bytes. */
const topmostSize = LINUX_5_18_STANDARD.walk;

/** What can be wrong with CPUID's number where the kernel's is right; most particular first. */
function faults(cpu: Processor, mask: bigint, problem: Problem, ids: readonly string[]): Way[] {
  const { size, kernelSize } = problem;
  const compacted = compactedSize(cpu, mask);
  const standard = standardSize(cpu, mask);
  const way = (cause: CauseName, detail: string): Way[] => [{ cause, mask, ids, detail }];
  if (size !== compacted && size !== standard) {
    if (size !== topmostSize(cpu, mask) || kernelSize !== standard) return [];
    const last = componentsOf(cpu, mask).at(-1);
    const detail = `the true size; the kernel's is the end of ${last?.name} (${last?.bit}), the topmost bit, which lies below others (${LINUX_5_18_STANDARD.stands}; mended in 6.16)`;
    return way(ruleCause(LINUX_5_18_STANDARD.id), detail);
  }
  if (kernelSize === 0) return way("zero-total", "no total at all");
  if (kernelSize === unalignedSize(cpu, mask) && size === compacted) {
    return way("alignment-ignored", "fits if the 64-byte alignment is ignored");
  }
  if (kernelSize === (size === compacted ? standard : compacted)) {
    return way("format-confused", "the size in the other format");
  }
  const fewer = smallerMasks(cpu, mask).find((part) => compactedSize(cpu, part) === kernelSize);
  return fewer === undefined
    ? []
    : way("fewer-components", `the compacted size of ${hex(fewer)} only`);
}
