/**
 * How the core answers for a batch of masks: by a program of a rule's own, wherever values fit 16
 * bits, else by tables of eight bits each, which are made again when another rule has had its turn.
 */
import { type Fold, foldOf, offsetFoldOf } from "../algebra/fold.ts";
import { apply, IDENTITY, type Step } from "../algebra/step.ts";
import { type BitSteps, NO_CHANGE, type Steps } from "../algebra/steps.ts";
import { CHUNK_BITS } from "../core/abi.ts";
import { type Core, createCore } from "../core/core.ts";
import { highOf, lowOf } from "../xsave/halves.ts";
import { bit, bitsOf } from "../xsave/mask.ts";
import { corePair, coreStep } from "./lanes.ts";
import { type NibbleProgram, nibbleProgram } from "./nibble-program.ts";

/** One number for each of the first `count` of core.masks, left in core.sizes. */
export interface Answer {
  /** False where a mask has a bit that is not known: the numbers mean nothing then. */
  run(core: Core, count: number): boolean;
}

/** The answers of one rule on one processor. */
export interface Answers {
  readonly sizes: Answer;
  /** The offset of a component; `place` stands for the rule's own step to it, where it has none. */
  offsets(n: number, place: Step | undefined): Answer;
}

/** All batches share one instance of the core, and say what they have loaded into it. */
let shared: { readonly core: Core; program?: NibbleProgram; tables?: object } | undefined;

/** The instance that all batches share; made at the first call. */
export function batchCore(): Core {
  shared ??= { core: createCore() };
  return shared.core;
}

/** @throws {RangeError} if a size can be below 0 or over 2^31-1. */
export function answersOf(steps: Steps, known: bigint): Answers {
  const tables = wideAnswers(steps, known);
  const narrow = (fold: Fold, of: bigint, n: number): Answer | undefined => {
    const program = nibbleProgram(fold, bitsOf(of));
    return program && byProgram(program, known, n);
  };
  return {
    sizes: narrow(foldOf(steps, known, 0n), known, -1) ?? tables.sizes,
    offsets(n, place) {
      const below = known & (bit(n) - 1n);
      const fold = place
        ? { start: apply(place, 0), pairs: [], origin: 0n }
        : offsetFoldOf(steps, n, below, 0n);
      return narrow(fold, below, n) ?? tables.offsets(n, place);
    },
  };
}

function byProgram(program: NibbleProgram, known: bigint, n: number): Answer {
  const { start, code } = program;
  const wide = program.wide || n >= 32;
  const [low, high] = [lowOf(known), highOf(known)];
  return {
    run(core, count) {
      if (shared?.program !== program) {
        core.program.set(code);
        if (shared) shared.program = program;
      }
      return core.runProgram(count, start, code.length, wide, n, low, high);
    },
  };
}

/** Answers in 32-bit lanes, for any rule. */
function wideAnswers({ start, bits, last }: Steps, known: bigint): Answers {
  const chunks = Math.floor((bitsOf(known).at(-1) ?? 0) / CHUNK_BITS) + 1;
  const loader = (rows: readonly BitSteps[]) => {
    const owner = {};
    return (core: Core): void => {
      if (shared?.tables === owner) return;
      core.loadBatch(rows.map(corePair));
      if (shared) shared.tables = owner;
    };
  };
  const load = loader(bits);
  return {
    sizes: {
      run(core, count) {
        load(core);
        const seen = core.sizesOf(count, start, chunks);
        if (last) {
          for (let i = 0; i < count; i++) core.sizes[i] = apply(last, core.sizes[i] as number);
        }
        return (seen & ~known) === 0n;
      },
    },
    offsets(n, place = bits[n]?.place ?? IDENTITY) {
      // From the component on nothing counts, not even what is absent.
      const loadBelow = loader(bits.map((row, at) => (at < n ? row : NO_CHANGE)));
      return {
        run(core, count) {
          loadBelow(core);
          core.setPlace(coreStep(place));
          return (core.offsetsOf(count, start, chunks, n) & ~known) === 0n;
        },
      };
    },
  };
}
