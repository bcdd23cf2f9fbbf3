/** The registers that --reg asks for, out of every area: what is there, what is not, and the exit code. */
import { allNames, areaRegisters, LANES, type Lane, registerNames } from "../read/elf/registers.ts";
import type { Saved } from "../read/image/saved.ts";
import type { Shown } from "../write/json/core.ts";
import type { ExitCode } from "./command.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { naming } from "./resolve.ts";

export function lanesAsked({ lanes = [] }: Flags): Lane[] {
  return lanes.flatMap((text) =>
    text.split(",").map((lane) => {
      if (Object.hasOwn(LANES, lane)) return lane as Lane;
      throw new RangeError(`--lanes: "${lane}" is none of ${Object.keys(LANES).join(", ")}`);
    }),
  );
}

/** What is asked of each area. @throws {RangeError} for a name that is none of any register. */
export function shownOf<Of extends Saved>(
  areas: readonly Of[],
  { reg: asked = [] }: Flags,
): Shown<Of>[] {
  const general = [...new Set(areas.flatMap((area) => area.general.map(({ name }) => name)))];
  // Every name is held against the list first, so that a slip of the pen is no half answer.
  const names = naming("--reg", () =>
    asked.flatMap((text) => (text.toLowerCase() === "all" ? [null] : registerNames(text, general))),
  );
  return areas.map((thread) =>
    valuesOf(
      thread,
      names.flatMap((name) => (name === null ? allNames(thread) : [name])),
    ),
  );
}

function valuesOf<Of extends Saved>(thread: Of, names: readonly string[]): Shown<Of> {
  const absent: { name: string; why: string }[] = [];
  const registers = names.flatMap((name) => {
    try {
      const values = areaRegisters(thread, name);
      return values.map(({ register, arrangement }) => ({
        register,
        as: values.length > 1 ? arrangement : null,
      }));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      absent.push({ name, why: error.message });
      return [];
    }
  });
  return { thread, registers, absent };
}

/** Doubts and absent registers to stderr, what many threads share in one line; the exit code. */
export function judged(shown: readonly Shown[], io: Io): ExitCode {
  const lines = new Map<string, string[]>();
  const add = (label: string, line: string) => {
    const labels = lines.get(line);
    if (labels) labels.push(label);
    else lines.set(line, [label]);
  };
  for (const { thread, absent } of shown) {
    for (const { name, message } of thread.warnings) add(thread.label, `${name}\n${message}`);
    // The reason names its thread: equal ones are told apart by it no more.
    for (const { why } of absent) add(thread.label, `--reg\n${why.replace(thread.label, "@")}`);
  }
  for (const [line, labels] of lines) {
    const [name = "", message = ""] = line.split("\n");
    const [label = ""] = labels;
    const who = labels.length === 1 ? label : `${labels.length} threads`;
    const text = name === "--reg" ? message.replace("@", who) : `${who}: ${message}`;
    io.note(`xsweep: ${name}: ${text}`);
  }
  const lost = shown.some(({ registers }) =>
    registers.some(({ as, register }) => !as && register.unknown),
  );
  if (lost || shown.some(({ absent }) => absent.length > 0)) return 1;
  return shown.some(isAmbiguous) ? 3 : 0;
}

/** Two answers to what was asked; where nothing was, two layouts. */
const isAmbiguous = ({ thread, registers, absent }: Shown): boolean =>
  registers.length + absent.length > 0
    ? registers.some(({ as }) => as !== null)
    : thread.arrangements.length > 1;
