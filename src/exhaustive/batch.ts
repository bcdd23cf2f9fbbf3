/**
 * Sizes and offsets of arbitrary masks, many at a time: the fast path for programs that have their
 * own list. Held equal to the walk of the rule by test/exhaustive/batch.test.ts.
 */

import { apply, constant } from "../algebra/step.ts";
import { BATCH, CHUNK_BITS } from "../core/abi.ts";
import { type Core, createCore } from "../core/core.ts";
import type { Rule } from "../rules/rule.ts";
import { stepsOf } from "../rules/rule.ts";
import { isUser } from "../xsave/component.ts";
import { bitsOf } from "../xsave/mask.ts";
import { checkMask, described, type Processor } from "../xsave/processor.ts";
import { corePair, coreStep } from "./lanes.ts";

export interface Batch {
  /**
   * out[i] = bytes of masks[i] by the rule.
   *
   * @throws {TypeError} if `masks` is no BigUint64Array or `out` no Uint32Array.
   * @throws {RangeError} if a mask has a bit that names no component, or `out` is too short.
   */
  sizes(masks: BigUint64Array, out?: Uint32Array): Uint32Array;
  /**
   * out[i] = offset of component `bit` in an area of masks[i]; 0xffffffff where it is absent.
   *
   * @throws {RangeError} also if `bit` names no component that the format of the rule can hold.
   */
  offsets(masks: BigUint64Array, bit: number, out?: Uint32Array): Uint32Array;
}

/** All batches share one instance: it is loaded again when another batch takes its turn. */
let shared: { readonly core: Core; owner: object | undefined } | undefined;

/**
 * A batch for `rule` on `cpu`.
 *
 * @throws {RangeError} if the rule is no fold of steps.
 */
export function batch(cpu: Processor, rule: Rule): Batch {
  const steps = stepsOf(rule, cpu);
  const known = described(cpu);
  const pairs = steps.bits.map(corePair);
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
    work: (core: Core, count: number) => bigint,
  ): Uint32Array => {
    checkArrays(masks, out);
    const core = loaded();
    for (let at = 0; at < masks.length; at += BATCH) {
      const some = masks.subarray(at, at + BATCH);
      core.masks.set(some);
      if ((work(core, some.length) & ~known) !== 0n) for (const mask of some) checkMask(cpu, mask);
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
      // A rule without a placing step leaves every component where the standard format has it.
      const place = steps.bits[bit]?.place ?? constant(component.offset ?? 0);
      return run(masks, out, (core, count) => {
        core.setPlace(coreStep(place));
        return core.offsetsOf(count, steps.start, chunks, bit);
      });
    },
  };
}

function checkArrays(masks: BigUint64Array, out: Uint32Array): void {
  if (!(masks instanceof BigUint64Array)) throw new TypeError("masks is no BigUint64Array");
  if (!(out instanceof Uint32Array)) throw new TypeError("out is no Uint32Array");
  if (out.length < masks.length) {
    throw new RangeError(`out has room for ${out.length} of ${masks.length} results`);
  }
}
