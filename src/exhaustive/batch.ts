/**
 * Sizes and offsets of arbitrary masks, many at a time: the fast path for programs that have their
 * own list. Held equal to the walk of the rule by test/exhaustive/batch.test.ts.
 */

import { reachOf } from "../algebra/bounds.ts";
import { foldOf } from "../algebra/fold.ts";
import { apply, constant, type Step } from "../algebra/step.ts";
import { type BitSteps, bitSteps } from "../algebra/steps.ts";
import { BATCH, CHUNK_BITS } from "../core/abi.ts";
import { type Core, createCore } from "../core/core.ts";
import { asRule } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { stepsOf } from "../rules/rule.ts";
import { isUser, type StateComponent } from "../xsave/component.ts";
import { bitsOf } from "../xsave/mask.ts";
import { checkMask, described, type Processor } from "../xsave/processor.ts";
import { corePair, coreStep } from "./lanes.ts";

export interface Batch {
  /**
   * out[i] = bytes of masks[i] by the rule.
   *
   * @throws {TypeError} if `masks` is no BigUint64Array or `out` no Uint32Array.
   * @throws {RangeError} if a mask has a bit that names no component, or `out` is too short;
   *   nothing is written then.
   */
  sizes(masks: BigUint64Array, out?: Uint32Array): Uint32Array;
  /**
   * out[i] = offset of component `bit` in an area of masks[i]; 0xffffffff where it is absent.
   *
   * @throws {RangeError} also if `bit` names no component that the rule gives a place.
   */
  offsets(masks: BigUint64Array, bit: number, out?: Uint32Array): Uint32Array;
}

/** All batches share one instance: it is loaded again when another batch takes its turn. */
let shared: { readonly core: Core; owner: object | undefined } | undefined;

/**
 * A batch for a rule, or the rule with that id, on `cpu`.
 *
 * @throws {RangeError} if the rule is no fold of steps on `cpu`, or a size can be below 0 or over 2^31-1.
 */
export function batch(cpu: Processor, ruleOrId: Rule | string): Batch {
  const rule = asRule(ruleOrId);
  const steps = stepsOf(rule, cpu);
  const known = described(cpu);
  reachOf(foldOf(steps, known, 0n));
  // A row for every bit: where the rule gives none, that of the batch before would be left.
  const pairs = bitSteps(new Map(steps.bits.map((row, n): [number, BitSteps] => [n, row]))).map(
    corePair,
  );
  const top = bitsOf(known).at(-1) ?? 0;
  const chunks = Math.floor(top / CHUNK_BITS) + 1;
  const owner = {};

  const loaded = (): Core => {
    shared ??= { core: createCore(), owner: undefined };
    if (shared.owner !== owner) {
      shared.core.loadBatch(pairs);
      shared.owner = owner;
    }
    return shared.core;
  };

  /** Runs `work` over `masks`, a batch of the core at a time, and copies what it leaves. */
  const run = (
    masks: BigUint64Array,
    out: Uint32Array,
    work: (core: Core, count: number) => void,
  ): Uint32Array => {
    checkArrays(masks, out);
    checkMasks(cpu, known, masks);
    const core = loaded();
    for (let at = 0; at < masks.length; at += BATCH) {
      const some = masks.subarray(at, at + BATCH);
      core.masks.set(some);
      work(core, some.length);
      out.set(core.sizes.subarray(0, some.length), at);
    }
    return out;
  };

  const { last } = steps;
  return {
    sizes: (masks, out = new Uint32Array(masks.length)) => {
      run(masks, out, (core, count) => core.sizesOf(count, steps.start, chunks));
      if (last)
        for (const [i, size] of out.subarray(0, masks.length).entries()) out[i] = apply(last, size);
      return out;
    },
    offsets: (masks, bit, out = new Uint32Array(masks.length)) => {
      const component = cpu.components.find((c) => c.bit === bit);
      if (!component) {
        throw new RangeError(`bit ${bit} names no extended component of ${cpu.id}`);
      }
      if (rule.format === "standard" && !isUser(component)) {
        throw new RangeError(`${component.name} has no standard-format offset: supervisor state`);
      }
      const place = placeOf(rule, steps.bits[bit], component);
      return run(masks, out, (core, count) => {
        core.setPlace(coreStep(place));
        return core.offsetsOf(count, steps.start, chunks, bit);
      });
    },
  };
}

/**
 * From the running size to the offset of `component`. A standard rule leaves it where the standard
 * format has it; a compacted one without a step for that never places it.
 */
function placeOf(rule: Rule, bit: BitSteps | undefined, component: StateComponent): Step {
  if (bit?.place) return bit.place;
  if (rule.format === "standard") return constant(component.offset ?? 0);
  throw new RangeError(
    `${component.name} (${component.bit}) has no offset by ${rule.id}, which gives it no room`,
  );
}

/** @throws {RangeError} naming the first mask with a bit that names no component. */
function checkMasks(cpu: Processor, known: bigint, masks: BigUint64Array): void {
  // By halves: a bigint a mask would cost more than its size does.
  const halves = new Uint32Array(masks.buffer, masks.byteOffset, 2 * masks.length);
  let [low, high] = [0, 0];
  for (let i = 0; i < halves.length; i += 2) {
    low |= halves[i] as number;
    high |= halves[i + 1] as number;
  }
  const all = BigInt(low >>> 0) | (BigInt(high >>> 0) << 32n);
  if ((all & ~known) === 0n) return;
  for (const [i, mask] of masks.entries()) {
    try {
      checkMask(cpu, mask);
    } catch (error) {
      throw new RangeError(`masks[${i}]: ${(error as Error).message}`);
    }
  }
}

function checkArrays(masks: BigUint64Array, out: Uint32Array): void {
  if (!(masks instanceof BigUint64Array)) throw new TypeError("masks is no BigUint64Array");
  if (!(out instanceof Uint32Array)) throw new TypeError("out is no Uint32Array");
  if (out.length < masks.length) {
    throw new RangeError(`out has room for ${out.length} of ${masks.length} results`);
  }
}
