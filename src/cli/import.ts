/** `xsweep import`: any dump to processor files. */

import { processorJson } from "../read/document/processor-file.ts";
import { distinctProcessors } from "../read/index.ts";
import type { Command } from "./command.ts";
import { inputOf, noteWarnings } from "./input.ts";

export const importCommand: Command = {
  name: "import",
  summary: "any dump, boot log or core file to processor JSON",
  operands: [["[FILE]", "a dump of any format, known by its content; - for stdin; host"]],
  flags: ["from", "all"],
  examples: [
    "cpuid -1 -r | xsweep import - | xsweep layout --cpu -",
    "xsweep import dmesg.txt",
    "xsweep import --all hybrid-cpuid-r.txt > cores.jsonl",
  ],
  async run({ operands: [file], flags, io }) {
    // What is printed is JSON in any case: it keeps every character.
    const { dump } = await inputOf(file, { ...flags, json: true }, io);
    noteWarnings(dump, io);
    const processors = distinctProcessors(dump);
    if (flags.all) {
      io.print(processors.map((cpu) => JSON.stringify(processorJson(cpu))).join("\n"));
      return 0;
    }
    const [first, ...others] = processors;
    if (others.length > 0) {
      const ids = processors.map(({ id }) => id).join(", ");
      io.note(
        `xsweep: ${processors.length} distinct processors (${ids}): the first; --all for all`,
      );
    }
    if (first) {
      const json = processorJson(first);
      io.print(flags.json ? JSON.stringify(json) : JSON.stringify(json, null, 2));
    }
    return 0;
  },
};
