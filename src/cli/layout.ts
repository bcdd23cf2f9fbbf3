/** `xsweep layout`: both formats of one mask, side by side. */
import { layoutJson } from "../write/json/layout.ts";
import { layoutText } from "../write/text/layout.ts";
import { paholeText } from "../write/text/pahole.ts";
import { vectors } from "../write/vectors.ts";
import { enumerated } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { maskOf, maskSaid } from "./resolve.ts";

export const layoutCommand: Command = {
  name: "layout",
  summary: "both formats side by side: component, size, offsets, flags, holes, padding; a byte map",
  operands: [["[MASK]", "0x602e7, 0b111, 0-2,5-7,9, avx+avx512+pkru, @xcr0, @xss or @all"]],
  flags: ["cpu", "as", "to", "style"],
  examples: [
    "xsweep layout --cpu zen-4",
    "xsweep layout x87+sse+avx+avx512+pkru+amx --cpu sapphire-rapids",
    "xsweep layout 0x602e7 --cpu sapphire-rapids --json",
    "xsweep layout 0x2a7 --cpu tiger-lake --as xstate-bv",
    "xsweep layout 0x2e7 --cpu zen-4 --to c",
    "xsweep layout 0x2e7 --cpu zen-4 --style pahole",
  ],
  async run({ operands: [text], flags, io }) {
    const cpu = await cpuOf(flags, io);
    // One form by two names.
    const json = flags.json || flags.to === "json";
    if (flags.style !== undefined && (json || flags.to !== undefined)) {
      throw new RangeError(
        `--style ${flags.style} is for people to read: leave --to and --json out`,
      );
    }
    if (flags.to !== undefined && !json) {
      const mask = text === undefined ? enumerated(cpu) : maskOf("MASK", text, cpu);
      io.print(vectors(cpu, mask, flags.to));
      return 0;
    }
    // What the architecture names and the processor lacks is judged, not refused.
    const mask = text === undefined ? enumerated(cpu) : maskSaid("MASK", text, cpu);
    io.print(
      json
        ? JSON.stringify(layoutJson(cpu, mask, flags.as))
        : flags.style === "pahole"
          ? paholeText(cpu, mask)
          : layoutText(cpu, mask, io.columns, flags.as),
    );
    return 0;
  },
};
