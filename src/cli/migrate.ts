/** `xsweep migrate`: what becomes of the XSAVE images of one processor on another. */
import { migratedImages } from "../questions/migrated-image.ts";
import { migration } from "../questions/migration.ts";
import { migratedMaskJson, migrationJson } from "../write/json/migrate.ts";
import { migratedMaskText, migrationText, spoiled } from "../write/text/migration.ts";
import { userPart } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { maskOf, naming } from "./resolve.ts";

export const migrate: Command = {
  name: "migrate",
  summary:
    "every legal mask of one processor on another, or MASK: fine, faults, loads wrong registers",
  operands: [["[MASK]", "one XCR0, with IA32_XSS where it has supervisor components"]],
  flags: ["cpu"],
  examples: [
    "xsweep migrate --cpu zen-4 --cpu sapphire-rapids",
    "xsweep migrate 0x2e7 --cpu ice-lake-sp --cpu zen-4",
    "xsweep migrate --cpu skylake-sp --cpu granite-rapids --json",
  ],
  async run({ operands: [text], flags, io }) {
    const [from, to, ...more] = flags.cpu ?? [];
    if (from === undefined || to === undefined || more.length > 0) {
      throw new RangeError("--cpu: two processors, please: the one to leave and the one to go to");
    }
    const [a, b] = [
      await cpuOf({ ...flags, cpu: [from] }, io),
      await cpuOf({ ...flags, cpu: [to] }, io),
    ];
    if (text !== undefined) {
      const mask = maskOf("MASK", text, a);
      const images = naming("MASK", () => migratedImages(a, b, mask));
      io.print(
        flags.json
          ? JSON.stringify(migratedMaskJson(a, b, mask, images))
          : migratedMaskText(a, b, mask, images, io.tableColumns),
      );
      return images.some(spoiled) ? 1 : 0;
    }
    const report = naming("--cpu", () => migration(a, b));
    const plain = report.masks
      .filter(({ mask }) => userPart(a, mask) === mask)
      .map(({ mask }) => migratedImages(a, b, mask));
    io.print(
      flags.json
        ? JSON.stringify(migrationJson(report, plain))
        : migrationText(report, plain, io.tableColumns),
    );
    const arrives = report.masks.every(({ representable }) => representable);
    return arrives && !plain.some((images) => images.some(spoiled)) ? 0 : 1;
  },
};
