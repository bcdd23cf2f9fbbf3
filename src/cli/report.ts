/** `xsweep report`: the explorer with data inside, to attach to a mail or to a run. */
import { startState } from "../explorer/state.ts";
import { writeOutput } from "../files/output.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { explorerPage } from "./explorer-page.ts";
import { reasonOf } from "./reason.ts";
import { reportDocument } from "./report-document.ts";
import { filesRead, firstProcessor } from "./report-files.ts";

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
    const cpu = flags.cpu === undefined ? firstProcessor(files) : await cpuOf(flags, io);
    const state = startState(cpu);
    const document = reportDocument(
      { ...state, view: given.length > 0 ? "report" : "layout" },
      files,
    );
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
