/** `xsweep explain`: what a dump, a boot log or this machine says, computed again and judged. */
import { type Check, explain } from "../explain/index.ts";
import { verdictCode } from "../explain/verdict.ts";
import type { Reading } from "../read/reading.ts";
import { explainJson } from "../write/json/explain.ts";
import { explainText } from "../write/text/explain.ts";
import type { Command } from "./command.ts";
import { inputOf, noteWarnings } from "./input.ts";
import { turn } from "./turn.ts";

export const explainCommand: Command = {
  name: "explain",
  summary: "what a dump or boot log says, checked: consistent or not, and what explains it",
  operands: [["[FILE]", "a dump, a boot log or a core file; - for stdin; host"]],
  flags: ["readAs", "from", "color", "noColor"],
  examples: [
    "dmesg | xsweep explain -",
    "xsweep explain cpuid-r.txt --json",
    "xsweep explain host",
  ],
  async run({ operands: [file], flags, io }) {
    const { dump, minimumStack } = await inputOf(file, flags, io, "explain");
    const judged: { reading: Reading; checks: readonly Check[] }[] = [];
    for (const reading of dump.readings) {
      // A log of many boots is judged for a while.
      if (judged.length % 16 === 1) await turn(io);
      // The vector of this process says one number for all processors.
      const checks = explain(reading, { minimumStack: judged.length === 0 ? minimumStack : null });
      judged.push({ reading, checks });
    }
    if (flags.json) io.print(JSON.stringify(explainJson(dump, judged)));
    else {
      noteWarnings(dump, io);
      io.print(explainText(dump, judged, io.style));
    }
    return verdictCode(judged.map(({ checks }) => checks));
  },
};
