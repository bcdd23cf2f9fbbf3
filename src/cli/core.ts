/** `xsweep core`: what the XSAVE notes of an ELF core file hold, register by register. */
import { readCore } from "../read/elf/core-file.ts";
import { LANES, type Lane, registerNames, registerOf } from "../read/elf/registers.ts";
import { coreJson } from "../write/json/core.ts";
import { coreText } from "../write/text/core.ts";
import type { Command } from "./command.ts";
import type { Flags } from "./flags.ts";
import { withBytes } from "./input.ts";
import { naming } from "./resolve.ts";

function lanesAsked({ lanes = [] }: Flags): Lane[] {
  return lanes.flatMap((text) =>
    text.split(",").map((lane) => {
      if (Object.hasOwn(LANES, lane)) return lane as Lane;
      throw new RangeError(`--lanes: "${lane}" is none of ${Object.keys(LANES).join(", ")}`);
    }),
  );
}

export const coreCommand: Command = {
  name: "core",
  summary: "registers and layout of the XSAVE notes in an ELF core file",
  operands: [["[FILE]", "a core file, read in place; - for stdin"]],
  flags: ["reg", "lanes", "color", "noColor"],
  examples: [
    "xsweep core core.4711",
    "xsweep core core.4711 --reg k1 --reg zmm17",
    "xsweep core core.4711 --reg ymm0-3 --lanes f32",
  ],
  async run({ operands: [file], flags, io }) {
    const names = naming("--reg", () => (flags.reg ?? []).flatMap(registerNames));
    const lanes = lanesAsked(flags);
    const { core, shown } = await withBytes(file, io, (bytes) => {
      const read = readCore(bytes);
      const found = read.threads.map((thread) => ({
        thread,
        registers: names.map((name) => naming("--reg", () => registerOf(thread, name))),
      }));
      return { core: read, shown: found };
    });
    if (flags.json) {
      io.print(JSON.stringify(coreJson(core, shown)));
      return 0;
    }
    for (const { name, message } of core.warnings) io.note(`xsweep: ${name}: ${message}`);
    for (const { thread } of shown) {
      for (const { name, message } of thread.warnings) {
        io.note(`xsweep: ${name}: ${thread.label}: ${message}`);
      }
    }
    io.print(coreText(shown, lanes, io.style));
    return 0;
  },
};
