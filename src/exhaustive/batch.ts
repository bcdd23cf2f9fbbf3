/**
 * Sizes and offsets of arbitrary masks, many at a time: the fast path for programs that have their
 * own list. Held equal to the walk of the rule by test/exhaustive/batch.test.ts.
 */

import { constant, type Step } from "../algebra/step.ts";
import type { Steps } from "../algebra/steps.ts";
import { BATCH } from "../core/abi.ts";
import type { Core } from "../core/core.ts";
import { asRule } from "../rules/index.ts";
import { type Rule, stepsOf } from "../rules/rule.ts";
import { isUser } from "../xsave/component.ts";
import { checkMask, described, type Processor } from "../xsave/processor.ts";
import { type Answer, answersOf, batchCore } from "./batch-answers.ts";

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
   * out[i] = byte offset of component `bit` in an area of masks[i]; 0xffffffff where it is absent.
   *
   * @throws {RangeError} also if `bit` names no component that the rule gives a place.
   */
  offsets(masks: BigUint64Array, bit: number, out?: Uint32Array): Uint32Array;
  /**
   * Offsets of several components, one column after the other: out[j * masks.length + i] is that of
   * bits[j] in an area of masks[i]. @throws as `offsets`.
   */
  layouts(masks: BigUint64Array, bits: readonly number[], out?: Uint32Array): Uint32Array;
  /**
   * Room for `count` masks where the core reads them, which saves copying: fill it, and give it to
   * `sizes` as it is. One room for all batches; what lies in it is overwritten by the next call that
   * is given other masks.
   *
   * @throws {RangeError} if `count` is no whole number up to 65,536.
   */
  masks(count: number): BigUint64Array;
}

/**
 * A batch for a rule, or the rule with that id, on `cpu`.
 *
 * @throws {RangeError} if there is no such rule, it is no fold of steps on `cpu`, or a size can be
 *   below 0 or over 2^31-1.
 * @throws {TypeError} if `cpu` is no processor or the rule is none.
 */
export function batch(cpu: Processor, ruleOrId: Rule | string): Batch {
  const rule = asRule(ruleOrId);
  const steps = stepsOf(rule, cpu);
  const answers = answersOf(steps, described(cpu));
  const offsetsOf = new Map<number, Answer>();
  const offsetOf = (bit: number): Answer => {
    const found = offsetsOf.get(bit) ?? answers.offsets(bit, placeOf(cpu, rule, steps, bit));
    offsetsOf.set(bit, found);
    return found;
  };
  return {
    sizes: (masks, out) => run(cpu, masks, [answers.sizes], out),
    offsets: (masks, bit, out) => run(cpu, masks, [offsetOf(bit)], out),
    layouts(masks, bits, out) {
      if (!Array.isArray(bits)) throw new TypeError("bits is no list of bits");
      return run(cpu, masks, bits.map(offsetOf), out);
    },
    masks(count) {
      if (!Number.isInteger(count) || count < 0 || count > BATCH) {
        throw new RangeError(`there is room for 0 to ${BATCH} masks, not for ${String(count)}`);
      }
      return batchCore().masks.subarray(0, count);
    },
  };
}

/** A column of results an answer: column j begins at out[j * masks.length]. */
function run(
  cpu: Processor,
  masks: BigUint64Array,
  answers: readonly Answer[],
  given?: Uint32Array,
): Uint32Array {
  if (!(masks instanceof BigUint64Array)) throw new TypeError("masks is no BigUint64Array");
  const count = masks.length;
  const out = given ?? new Uint32Array(count * answers.length);
  if (!(out instanceof Uint32Array)) throw new TypeError("out is no Uint32Array");
  if (out.length < count * answers.length) {
    throw new RangeError(`out has room for ${out.length} of ${count * answers.length} results`);
  }
  const core = batchCore();
  // The core finds a bad mask as it goes, before anything is copied; not one that comes in a later go.
  if (count > BATCH && !allKnown(core, masks, described(cpu))) refuse(cpu, masks);
  const inPlace = masks.buffer === core.masks.buffer && masks.byteOffset === core.masks.byteOffset;
  for (let at = 0; at < count; at += BATCH) {
    const some = count <= BATCH ? masks : masks.subarray(at, at + BATCH);
    if (!inPlace) core.masks.set(some);
    let to = at;
    for (const answer of answers) {
      if (!answer.run(core, some.length)) refuse(cpu, masks);
      take(core.sizes, some.length, out, to);
      to += count;
    }
  }
  return out;
}

/** Results up to which a loop is faster than a view and its copy. */
const FEW = 48;

/** out[to + i] = from[i] for i in [0, count). */
function take(from: Uint32Array, count: number, out: Uint32Array, to: number): void {
  if (count > FEW) out.set(from.subarray(0, count), to);
  else for (let i = 0; i < count; i++) out[to + i] = from[i] as number;
}

/**
 * What stands for the rule's own step to component `bit`, where it has none: a standard rule leaves it
 * where the standard format has it. Undefined where the rule places it.
 *
 * @throws {RangeError} if there is no such component, or the rule gives it no room.
 */
function placeOf(cpu: Processor, rule: Rule, steps: Steps, bit: number): Step | undefined {
  const component = cpu.components.find((c) => c.bit === bit);
  if (!component) {
    throw new RangeError(`bit ${String(bit)} names no extended component of ${cpu.id}`);
  }
  const { name, offset } = component;
  if (rule.format === "standard" && !isUser(component)) {
    throw new RangeError(`${name} has no standard-format offset: supervisor state`);
  }
  if (steps.bits[bit]?.place) return undefined;
  if (rule.format === "standard") return constant(offset ?? 0);
  throw new RangeError(`${name} (${bit}) has no offset by ${rule.id}, which gives it no room`);
}

/** True if no mask has a bit beyond `known`. */
function allKnown(core: Core, masks: BigUint64Array, known: bigint): boolean {
  for (let at = 0; at < masks.length; at += BATCH) {
    const some = masks.subarray(at, at + BATCH);
    core.masks.set(some);
    if ((core.unionOf(some.length) & ~known) !== 0n) return false;
  }
  return true;
}

/** @throws {RangeError} naming the first mask with a bit that names no component: there is one. */
function refuse(cpu: Processor, masks: BigUint64Array): never {
  for (const [i, mask] of masks.entries()) {
    try {
      checkMask(cpu, mask);
    } catch (error) {
      throw new RangeError(`masks[${i}]: ${(error as Error).message}`);
    }
  }
  throw new Error("a mask was changed while it was read");
}
