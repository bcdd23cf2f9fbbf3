/**
 * A fold as the program of assembly/nibbles.ts: for each four bits of a mask, the composed step of
 * each of their 16 values, in tables of bytes. Up to 2,304 bytes, of which a batch has its own.
 */
import { reachOf } from "../algebra/bounds.ts";
import type { Fold } from "../algebra/fold.ts";
import {
  PROGRAM_BYTES,
  ROW_ALIGN,
  ROW_APPEND,
  ROW_BOUND,
  ROW_GENERAL,
  ROW_HEAD,
  ROW_TABLE,
} from "../core/abi.ts";
import {
  type BitRow,
  FORGET,
  LEAVE,
  NO_RUN_FLOOR,
  type RunStep,
  runsOf,
} from "../xsave/run-step.ts";
import { corePair } from "./lanes.ts";

export interface NibbleProgram {
  /** The running size before the first bit. */
  readonly start: number;
  readonly code: Uint8Array;
  /** Whether a bit from 32 on does anything. */
  readonly wide: boolean;
}

/** The largest value that a lane holds, less what an alignment adds before it takes away. */
const MOST = 0xffff - 63;

/**
 * The program of `fold`, whose position j is bit number bits[j] of a mask; undefined where its values
 * do not fit unsigned 16-bit lanes.
 *
 * @throws {RangeError} as `reachOf`.
 */
export function nibbleProgram(fold: Fold, bits: readonly number[]): NibbleProgram | undefined {
  const { above, below } = reachOf(fold);
  if (below > 0 || above > MOST) return undefined;
  const rows = fold.pairs.map((pair, j): BitRow => ({ bit: bits[j] as number, ...corePair(pair) }));
  const code = new Uint8Array(PROGRAM_BYTES);
  let end = 0;
  let wide = false;
  for (let first = 0; first < 64; first += 4) {
    const runs = runsOf(rows, first, 4);
    if (runs.every(isNothing)) continue;
    wide ||= first >= 32;
    const kind = kindOf(runs);
    code.set([(first >> 3) * 16, first & 4, kind], end);
    end += ROW_HEAD;
    for (const { of, low } of TABLES[kind] as readonly Column[]) {
      for (const [value, run] of runs.entries()) {
        code[end + value] = low ? of(run) & 0xff : (of(run) >> 8) & 0xff;
      }
      end += ROW_TABLE;
    }
  }
  return { start: fold.start, code: code.slice(0, end), wide };
}

const isUnbound = ({ floor }: RunStep): boolean => floor === NO_RUN_FLOOR;
const isNothing = (run: RunStep): boolean => run.keep === LEAVE && run.add === 0 && isUnbound(run);

function kindOf(runs: readonly RunStep[]): number {
  if (runs.every(isUnbound)) {
    if (runs.every(({ keep }) => keep === LEAVE)) return ROW_APPEND;
    return runs.some(({ keep }) => keep === FORGET) ? ROW_GENERAL : ROW_ALIGN;
  }
  return runs.every(({ keep, add }) => keep === LEAVE && add === 0) ? ROW_BOUND : ROW_GENERAL;
}

/** A table of a row: the low or the high bytes of a number of each step. */
interface Column {
  readonly of: (run: RunStep) => number;
  readonly low: boolean;
}

const both = (of: (run: RunStep) => number): Column[] => [
  { of, low: true },
  { of, low: false },
];
const add = both((run) => run.add);
const keep = both((run) => run.keep);
const then = both((run) => run.then);
// No bound is one at 0: no size is negative.
const floor = both((run) => Math.max(run.floor, 0));

/** The tables of a row, by its kind, in the order in which the core reads them. */
const TABLES: Readonly<Record<number, readonly Column[]>> = {
  [ROW_APPEND]: add,
  [ROW_BOUND]: floor,
  [ROW_ALIGN]: [...then, ...add, ...keep.slice(0, 1)],
  [ROW_GENERAL]: [...then, ...add, ...keep, ...floor],
};
