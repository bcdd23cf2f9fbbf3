/** FILE operands, several and folders too: which files they are, and one after the other. */
import { type Dirent, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { progressOf } from "../threads/progress.ts";
import type { ExitCode } from "./command.ts";
import type { Io } from "./io.ts";
import { reporter } from "./progress.ts";
import { reasonOf } from "./reason.ts";
import { turn } from "./turn.ts";

/** A file to read, or what stands in its place with the reason why there is none. */
export interface Given {
  readonly file: string;
  readonly why?: string;
}

/** More than these are shown as a table, a row per file. */
export const SHOWN_WHOLE = 3;

/** True where the operands are not one file: several, or a folder. */
export const isSeveral = (operands: readonly (string | undefined)[]): boolean =>
  operands.length > 1 || (operands[0] !== undefined && isFolder(operands[0]));

/** The files that the operands name, those of a folder by name. @throws {RangeError} on two stdins. */
export function filesOf(operands: readonly (string | undefined)[]): readonly Given[] {
  const named = operands.filter((operand) => operand !== undefined);
  for (const once of ["-", "host"]) {
    if (named.indexOf(once) !== named.lastIndexOf(once)) {
      throw new RangeError(`FILE: ${once} is given twice: once, please`);
    }
  }
  return named.flatMap((operand) => (isFolder(operand) ? filesIn(operand) : [{ file: operand }]));
}

function isFolder(path: string): boolean {
  try {
    return path !== "-" && path !== "host" && statSync(path).isDirectory();
  } catch {
    return false;
  }
}

function filesIn(folder: string): Given[] {
  const files = walk(folder);
  return files.length > 0 ? files : [{ file: folder, why: "a folder without a file" }];
}

/** Hidden ones are left out; links lead to files only, so that there is no circle. */
function walk(folder: string): Given[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    return [{ file: folder, why: reasonOf((error as NodeJS.ErrnoException).code) }];
  }
  return entries
    .filter(({ name }) => !name.startsWith("."))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): Given[] => {
      const file = join(folder, entry.name);
      if (entry.isDirectory()) return walk(file);
      // A pipe or a device in a folder is no dump: nobody may be at its other end.
      return entry.isFile() || (entry.isSymbolicLink() && leadsToFile(file)) ? [{ file }] : [];
    });
}

function leadsToFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // A link to nowhere is a file that cannot be read: said, where it is opened.
    return true;
  }
}

export interface FileRun {
  /** What a file comes to. `io` is to be used in place of any other: it knows of the progress. */
  read(file: string, io: Io): Promise<ExitCode>;
  /** What is said of a file that cannot be read. */
  refused(file: string, why: string, io: Io): void;
}

/** Each file in turn; a bad one does not end the run. 2 goes before 1, 1 before 3, 3 before 0. */
export async function eachFile(given: readonly Given[], io: Io, work: FileRun): Promise<ExitCode> {
  const report = reporter(io, "files");
  const count = progressOf(given.length, report.update);
  const beside = besideProgress(io, report.done);
  let code: ExitCode = 0;
  try {
    for (const { file, why } of given) {
      await turn(io);
      code = worse(code, why === undefined ? await tried(file, beside, work) : 2);
      if (why !== undefined) work.refused(file, why, beside);
      count(1);
    }
  } finally {
    report.done();
  }
  return code;
}

async function tried(file: string, io: Io, work: FileRun): Promise<ExitCode> {
  try {
    return await work.read(file, io);
  } catch (error) {
    if (io.signal.aborted || !isOfInput(error)) throw error;
    work.refused(file, withoutName(error.message, file), io);
    return 2;
  }
}

/** An error that says something of the file; any other is one of the program. */
const isOfInput = (error: unknown): error is Error =>
  error instanceof RangeError ||
  error instanceof TypeError ||
  (error instanceof Error && "code" in error && error.code === "ERR_STRING_TOO_LONG");

/** The reason alone: the name of the file stands in a column of its own. */
function withoutName(message: string, file: string): string {
  const name = `${file === "-" ? "stdin" : file}: `;
  return message.startsWith(name) ? message.slice(name.length) : message;
}

const ORDER: readonly ExitCode[] = [0, 3, 1, 2];

const worse = (a: ExitCode, b: ExitCode): ExitCode =>
  ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b;

/** What is written takes the line of the progress away first. */
const besideProgress = (io: Io, clear: () => void): Io => ({
  ...io,
  print: (text) => {
    clear();
    io.print(text);
  },
  note: (text) => {
    clear();
    io.note(text);
  },
  complain: (text) => {
    clear();
    io.complain(text);
  },
});
