/** `xsweep report`: the explorer with data inside, to attach to a mail or to a run. */
import { startState } from "../explorer/state.ts";
import { writeOutput } from "../files/output.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { explorerPage } from "./explorer-page.ts";
import { reasonOf } from "./reason.ts";
import { answersFor } from "./report-answers.ts";
import { reportDocument } from "./report-document.ts";
import { filesRead, processorsOf } from "./report-files.ts";

/** Processors whose figures and promises a report holds: a second each. */
const ANSWERED = 4;

export const reportCommand: Command = {
  name: "report",
  summary: "the same page with files and their verdicts inside, to attach and to open anywhere",
  operands: [
    [
      "[FILE...]",
      "dumps, boot logs or core files, packed too, or folders of them; - for stdin; host",
    ],
  ],
  flags: ["cpu", "readAs", "reportOutput"],
  examples: [
    "xsweep report dmesg.txt -o report.html",
    "xsweep report dumps/ -o report.html",
    "xsweep report --cpu sapphire-rapids -o sapphire-rapids.html",
  ],
  async run({ operands, flags, io }) {
    const { output } = flags;
    if (output === undefined) {
      throw new RangeError("-o FILE is missing: where the report goes; - for stdout");
    }
    const given = operands.filter((operand) => operand !== undefined);
    if (given.length === 0 && flags.cpu === undefined) {
      throw new RangeError("nothing to report: name files, or a processor with --cpu");
    }
    const files = await filesRead(given, flags, io);
    const cpus = flags.cpu === undefined ? processorsOf(files) : [await cpuOf(flags, io)];
    if (cpus.length > ANSWERED) {
      io.note(
        `xsweep: ${cpus.length} distinct processors: figures and promises for the first ${ANSWERED}`,
      );
    }
    const answers = await answersFor(cpus.slice(0, ANSWERED), io);
    const state = startState(cpus[0]);
    const document = reportDocument({ ...state, view: "report" }, files, answers);
    const bytes = new TextEncoder().encode(explorerPage(document));
    try {
      await writeOutput(output, (sink) => sink.append(bytes), { reading: given });
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      throw new RangeError(`--output: ${output}: ${code === undefined ? message : reasonOf(code)}`);
    }
    const unread = files.filter((file) => "why" in file);
    for (const { name, why } of unread) io.complain(`xsweep: ${name}: ${why}`);
    if (flags.json && output !== "-") io.print(JSON.stringify({ ...document, written: output }));
    return unread.length > 0 ? 2 : 0;
  },
};
