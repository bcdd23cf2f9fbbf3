/** Which components lie elsewhere, or are of another size, on one processor than on another. */
import { offsetFoldOf } from "../algebra/fold.ts";
import { stepsOf } from "../rules/rule.ts";
import { symbolicDifference } from "../symbolic/count-difference.ts";
import { bit, hasBit, popcount, subsetAt } from "../xsave/mask.ts";
import { asProcessor, enumerated, type Processor } from "../xsave/processor.ts";
import type { DiffWitness, Question, Side } from "./question.ts";

/** A component that both processors have, and that moves or changes its size. */
export interface Move {
  readonly bit: number;
  readonly name: string;
  /** Bytes on either. */
  readonly sizes: { readonly a: number; readonly b: number };
  /** Masks of the universe that have the component, and those where its offsets differ. */
  readonly masks: bigint;
  readonly differ: bigint;
  /** The lowest mask on which the offsets differ, with these; null where only the sizes do. */
  readonly first: DiffWitness | null;
}

/** The components that both processors enumerate with the same kind, x87 and SSE among them. */
export function sharedComponents(a: Processor, b: Processor): bigint {
  asProcessor(a);
  asProcessor(b);
  return (a.xcr0 & b.xcr0) | (a.xss & b.xss);
}

/** Components that one of two processors enumerates and the other does not. */
export const ownComponents = (a: Processor, b: Processor): bigint =>
  enumerated(a) & ~sharedComponents(a, b);

/** Every shared component of `question` that moves from `a` to `b` by their rule, lowest bit first. */
export function movesOf(a: Side, b: Side, { universe, fixed }: Question): Move[] {
  const asked = universe | fixed;
  return a.cpu.components
    .filter((component) => hasBit(asked & enumerated(b.cpu), component.bit))
    .flatMap((component) => {
      const other = b.cpu.components.find((candidate) => candidate.bit === component.bit);
      if (!other || (a.rule.format === "standard" && component.offset === null)) return [];
      const standard = a.rule.format === "standard";
      const where = standard
        ? constantOffsets(component.bit, component.offset ?? 0, other.offset ?? 0, universe, fixed)
        : offsets(a, b, component.bit, universe, fixed);
      const sizes = { a: component.size, b: other.size };
      return where.differ === 0n && sizes.a === sizes.b
        ? []
        : [{ bit: component.bit, name: component.name, sizes, ...where }];
    });
}

type Where = Pick<Move, "masks" | "differ" | "first">;

/** In the standard format every mask has the component in the same place. */
function constantOffsets(n: number, a: number, b: number, universe: bigint, fixed: bigint): Where {
  const masks = masksWith(n, universe);
  if (a === b) return { masks, differ: 0n, first: null };
  return { masks, differ: masks, first: { mask: fixed | bit(n), a, b } };
}

/** By counting: the offset of a component depends on those below it alone. */
function offsets(a: Side, b: Side, n: number, universe: bigint, fixed: bigint): Where {
  const [stepsA, stepsB] = [stepsOf(a.rule, a.cpu), stepsOf(b.rule, b.cpu)];
  const below = bit(n) - 1n;
  const foldA = offsetFoldOf(stepsA, n, universe, fixed);
  const foldB = offsetFoldOf(stepsB, n, universe, fixed);
  const { differ, first } = symbolicDifference(foldA, foldB);
  const masks = masksWith(n, universe);
  const rest = masks / (1n << BigInt(foldA.pairs.length));
  if (first === null) return { masks, differ: 0n, first: null };
  const mask = subsetAt(universe & below, first) | fixed | bit(n);
  const at = (side: Side) => offsetFoldOf(stepsOf(side.rule, side.cpu), n, 0n, mask).start;
  return { masks, differ: differ * rest, first: { mask, a: at(a), b: at(b) } };
}

const masksWith = (n: number, universe: bigint): bigint =>
  1n << BigInt(popcount(universe & ~bit(n)));
