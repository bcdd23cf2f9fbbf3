/** `xsweep explain`: what a dump, a boot log or this machine says, computed again and judged. */
import { explain } from "../explain/index.ts";
import { verdictCode } from "../explain/verdict.ts";
import type { Dump } from "../read/reading.ts";
import { explainJson, type JudgedReading } from "../write/json/explain.ts";
import { explainFileJson, unreadFileJson } from "../write/json/explain-files.ts";
import { explainText } from "../write/text/explain.ts";
import {
  countsOf,
  explainFilesText,
  type FileRow,
  rowOf,
  unreadRow,
} from "../write/text/explain-files.ts";
import type { Command, ExitCode } from "./command.ts";
import { eachFile, filesOf, isSeveral, SHOWN_WHOLE } from "./files.ts";
import type { Flags } from "./flags.ts";
import { noteWarnings, operandInput } from "./input.ts";
import type { Io } from "./io.ts";
import { turn } from "./turn.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "what a dump or boot log says, checked: consistent or not, and what explains it",
  operands: [
    [
      "[FILE...]",
      "dumps, boot logs or core files, packed too, or folders of them; - for stdin; host",
    ],
  ],
  flags: ["readAs", "from", "color", "noColor"],
  examples: [
    "dmesg | xsweep explain -",
    "xsweep explain cpuid-r.txt --json",
    "xsweep explain host",
    "xsweep explain dumps/ boot.log.gz",
  ],
  async run({ operands, flags, io }) {
    if (isSeveral(operands)) return explainFiles(operands, flags, io);
    const [file] = operands;
    const { dump, judged } = await judgedOf(file, flags, io);
    if (flags.json) io.print(JSON.stringify(explainJson(dump, judged)));
    else {
      noteWarnings(dump, io);
      io.print(explainText(dump, judged, io.style));
    }
    return verdictCode(judged.map(({ checks }) => checks));
  },
};

interface Found {
  readonly dump: Dump;
  readonly judged: readonly JudgedReading[];
}

async function judgedOf(file: string | undefined, flags: Flags, io: Io): Promise<Found> {
  const { dump, minimumStack } = await operandInput(file, flags, io, "explain");
  const judged: JudgedReading[] = [];
  for (const reading of dump.readings) {
    // A log of many boots is judged for a while.
    if (judged.length % 16 === 1) await turn(io);
    // The vector of this process says one number for all processors.
    const checks = explain(reading, { minimumStack: judged.length === 0 ? minimumStack : null });
    judged.push({ reading, checks });
  }
  return { dump, judged };
}

/** Several files: a table, or each in full where they are few, or a document per line. */
async function explainFiles(
  operands: readonly (string | undefined)[],
  flags: Flags,
  io: Io,
): Promise<ExitCode> {
  const given = filesOf(operands);
  const rows: FileRow[] = [];
  const whole = !flags.json && given.length <= SHOWN_WHOLE;
  const code = await eachFile(given, io, {
    async read(file, beside) {
      const { dump, judged } = await judgedOf(file, flags, beside);
      rows.push(rowOf(file, dump, judged));
      if (flags.json) beside.print(JSON.stringify(explainFileJson(file, dump, judged)));
      if (whole) {
        noteWarnings(dump, beside, `${file}: `);
        const gap = rows.length > 1 ? "\n" : "";
        beside.print(`${gap}${file}:\n${explainText(dump, judged, io.style)}`);
      }
      return verdictCode(judged.map(({ checks }) => checks));
    },
    refused(file, why, beside) {
      rows.push(unreadRow(file, why));
      if (flags.json) beside.print(JSON.stringify(unreadFileJson(file, why)));
      if (whole) beside.complain(`xsweep: ${file}: ${why}`);
    },
  });
  if (whole) return code;
  if (!flags.json) io.print(explainFilesText(rows, io.tableColumns));
  io.note(`xsweep: ${countsOf(rows.map(({ verdict }) => verdict))}`);
  return code;
}
