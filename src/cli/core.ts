/** `xsweep core`: what the XSAVE notes of an ELF core file hold, register by register. */
import { readCore } from "../read/elf/core-file.ts";
import { coreJson } from "../write/json/core.ts";
import { coreTexts } from "../write/text/core.ts";
import type { Command } from "./command.ts";
import { withCore } from "./core-input.ts";
import { operandOf } from "./input.ts";
import { judged, lanesAsked, shownOf } from "./registers.ts";
import { turn } from "./turn.ts";

export const coreCommand: Command = {
  name: "core",
  summary: "registers and layout of the XSAVE notes in an ELF core file",
  operands: [["[FILE]", "a core file, read in place, gzip and zstd too; - for stdin"]],
  flags: ["reg", "lanes", "color", "noColor"],
  examples: [
    "xsweep core core.4711",
    "xsweep core core.4711 --reg k1 --reg zmm17",
    "xsweep core core.4711 --reg ymm0-3 --lanes f32",
    "xsweep core core.4711 --reg all",
  ],
  async run({ operands: [file], flags, io }) {
    const lanes = lanesAsked(flags);
    const { core, shown } = await withCore(operandOf(file), io, (bytes) => {
      const read = readCore(bytes);
      return { core: read, shown: shownOf(read.threads, flags) };
    });
    const quiet = { ...io, note: () => {} };
    if (flags.json) {
      io.print(JSON.stringify(coreJson(core, shown)));
      return judged(shown, quiet);
    }
    for (const { name, message } of core.warnings) io.note(`xsweep: ${name}: ${message}`);
    const code = judged(shown, io);
    let printed = 0;
    for (const text of coreTexts(shown, lanes, io.style)) {
      io.print(printed > 0 ? `\n${text}` : text);
      printed++;
      // Of thousands of threads nobody may read the rest: then it ends.
      if (printed % 64 === 0) await turn(io);
    }
    return code;
  },
};
