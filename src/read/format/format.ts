/** What a format is: how its text is known, and what reads it. */
import { type Origin, type Readings, readingsOf } from "../cpuid/logical-processors.ts";
import { type Block, blocksOf, type Grammar, speaks } from "../cpuid/rows.ts";
import type { Input } from "../input.ts";
import type { Lists } from "../reading.ts";

export interface InputFormat {
  /** As `--from` takes it. */
  readonly name: string;
  readonly summary: string;
  /** True if the content is of this format; `vaguely` also without a row of leaf 0DH. */
  is(input: Input, vaguely: boolean): boolean;
  /** @throws {RangeError} with the place, or the reason why nothing can be read. */
  read(input: Input, origin: Origin): Readings;
}

/** A format of blocks; `lists` where a row that is not there says something. */
export const blockFormat = (
  name: string,
  summary: string,
  lists: Lists | null,
  is: InputFormat["is"],
  blocks: (input: Input) => Block[],
): InputFormat => ({
  name,
  summary,
  is,
  read: (input, origin) => readingsOf(blocks(input), lists ? { ...origin, lists } : origin),
});

/** A format of rows by its grammar. */
export const rowFormat = (
  name: string,
  summary: string,
  lists: Lists | null,
  grammar: Grammar,
): InputFormat =>
  blockFormat(
    name,
    summary,
    lists,
    ({ source }, vaguely) => speaks(grammar, source, vaguely),
    ({ source }) => blocksOf(source, grammar),
  );
