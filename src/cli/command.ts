/** What one command of the program is. */
import type { FlagName, Flags } from "./flags.ts";
import type { Io } from "./io.ts";

/** 0 done, equal, holds; 1 a difference or a violation was found; 3 not known; 2 is an error. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Invocation {
  readonly operands: readonly (string | undefined)[];
  readonly flags: Flags;
  readonly io: Io;
}

export interface Command {
  readonly name: string;
  /** One line, shown in the list of commands. */
  readonly summary: string;
  /** Operands in the notation of the help, `[MASK]`, with what each is. */
  readonly operands?: readonly (readonly [notation: string, summary: string])[];
  /** Beside --json and --debug, which every command takes. */
  readonly flags: readonly FlagName[];
  readonly examples: readonly string[];
  /** @throws {TypeError | RangeError} on bad input, with a sentence that names the argument. */
  run(call: Invocation): Promise<ExitCode>;
}
