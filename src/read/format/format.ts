/** What a format is: how its text is known, and what reads it. */
import { type Origin, type Readings, readingsOf } from "../cpuid/logical-processors.ts";
import { type Block, blocksOf, type Grammar, speaks } from "../cpuid/rows.ts";
import { decode, type Source, sourceOf } from "../text.ts";

/** What is to be read, decoded once: the file, its characters, its characters without noise. */
export interface Input {
  readonly bytes: Uint8Array | null;
  readonly raw: string;
  readonly source: Source;
}

export const inputOf = (given: string | Uint8Array): Input => ({
  bytes: typeof given === "string" ? null : given,
  raw: decode(given),
  source: sourceOf(given),
});

export interface Format {
  /** As `--from` takes it. */
  readonly name: string;
  readonly summary: string;
  /** True if the content is of this format; `vaguely` also without a row of leaf 0DH. */
  is(input: Input, vaguely: boolean): boolean;
  /** @throws {RangeError} with the place, or the reason why nothing can be read. */
  read(input: Input, origin: Origin): Readings;
}

/** True if the first character that is no blank is one of `marks`. */
export const startsWith = ({ raw }: Input, ...marks: string[]): boolean =>
  marks.includes(/\S/.exec(raw)?.[0] ?? "");

/** A format of blocks; `whole` where it lists every sub-leaf that is not zero. */
export const blockFormat = (
  name: string,
  summary: string,
  whole: boolean,
  is: Format["is"],
  blocks: (input: Input) => Block[],
): Format => ({
  name,
  summary,
  is,
  read: (input, origin) => readingsOf(blocks(input), { ...origin, whole }),
});

/** A format of rows by its grammar. */
export const rowFormat = (
  name: string,
  summary: string,
  whole: boolean,
  grammar: Grammar,
): Format =>
  blockFormat(
    name,
    summary,
    whole,
    ({ source }, vaguely) => speaks(grammar, source, vaguely),
    ({ source }) => blocksOf(source, grammar),
  );
