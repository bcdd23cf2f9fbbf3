/** What is to be read, decoded once; and what a format of CPUID rows says of itself. */
import type { Block } from "./cpuid/rows.ts";
import type { Lists } from "./reading.ts";
import { decode, type Source, sourceOf } from "./text.ts";

/** The file, its characters, its characters without noise. */
export interface Input {
  readonly bytes: Uint8Array | null;
  readonly raw: string;
  readonly source: Source;
}

export function inputOf(given: string | Uint8Array): Input {
  const raw = decode(given);
  return { bytes: typeof given === "string" ? null : given, raw, source: sourceOf(raw) };
}

/** A format of text that tells rows of CPUID without a grammar: it stands beside its reader. */
export interface RowFormat {
  /** As `--from` takes it. */
  readonly name: string;
  readonly summary: string;
  readonly lists?: Lists;
  is(input: Input): boolean;
  /** @throws {RangeError} with the place, where the text cannot be read. */
  blocks(input: Input): Block[];
}

/** True if the first character that is no blank is `mark`. */
export const startsWith = ({ raw }: Input, mark: string): boolean => /\S/.exec(raw)?.[0] === mark;
