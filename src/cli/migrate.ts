/** `xsweep migrate`: what becomes of the XSAVE images of one processor on another. */
import { migration } from "../questions/migration.ts";
import { migrationJson } from "../write/json/migrate.ts";
import { migrationText } from "../write/text/migration.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { naming } from "./resolve.ts";

export const migrate: Command = {
  name: "migrate",
  summary: "every legal mask of one processor on another: representable, lost, bytes moved, valid",
  flags: ["cpu"],
  examples: [
    "xsweep migrate --cpu zen-4 --cpu sapphire-rapids",
    "xsweep migrate --cpu skylake-sp --cpu granite-rapids --json",
  ],
  async run({ flags, io }) {
    const [from, to, ...more] = flags.cpu ?? [];
    if (from === undefined || to === undefined || more.length > 0) {
      throw new RangeError("--cpu: two processors, please: the one to leave and the one to go to");
    }
    const [a, b] = [
      await cpuOf({ ...flags, cpu: [from] }, io),
      await cpuOf({ ...flags, cpu: [to] }, io),
    ];
    const report = naming("--cpu", () => migration(a, b));
    io.print(flags.json ? JSON.stringify(migrationJson(report)) : migrationText(report));
    return report.masks.every(({ representable }) => representable) ? 0 : 1;
  },
};
