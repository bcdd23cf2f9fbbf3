/** `xsweep migrate`: what becomes of the XSAVE images of one processor on another. */
import { migratedImages } from "../questions/migrated-image.ts";
import { migration } from "../questions/migration.ts";
import { migrationProof } from "../questions/migration-proof.ts";
import { xsavesProof } from "../questions/xsaves-proof.ts";
import { migratedMaskJson, migrationJson, withoutXssJson } from "../write/json/migrate.ts";
import { type PairProof, pairProofJson, proofJson } from "../write/json/migration-proof.ts";
import {
  migratedMaskSheet,
  migratedMaskText,
  migrationSheet,
  migrationText,
  spoiled,
} from "../write/text/migration.ts";
import { proofSheet, proofText } from "../write/text/migration-proof.ts";
import { type Processor, userPart } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import { catalogueOf, cpuOf, isAll } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { printTable } from "./print-table.ts";
import { maskOf, naming } from "./resolve.ts";

export const migrate: Command = {
  name: "migrate",
  summary:
    "every legal mask of one processor on another, or MASK: fine, faults, loads wrong registers",
  operands: [["[MASK]", "one XCR0, with IA32_XSS where it has supervisor components"]],
  flags: ["cpu", "proof", "literal", "tableTo"],
  examples: [
    "xsweep migrate --cpu zen-4 --cpu sapphire-rapids",
    "xsweep migrate 0x2e7 --cpu ice-lake-sp --cpu zen-4",
    "xsweep migrate --proof --cpu all",
    "xsweep migrate --cpu skylake-sp --cpu granite-rapids --json",
  ],
  async run({ operands: [text], flags, io }) {
    if (flags.proof) return prove(text, flags, io);
    if (flags.literal) throw new RangeError("--literal says how --proof decides: it needs --proof");
    const [from, to, ...more] = flags.cpu ?? [];
    if (from === undefined || to === undefined || more.length > 0) {
      throw new RangeError("--cpu: two processors, please: the one to leave and the one to go to");
    }
    const a = await cpuOf({ ...flags, cpu: [from] }, io);
    const b = await cpuOf({ ...flags, cpu: [to] }, io);
    if (text !== undefined) {
      const mask = maskOf("MASK", text, a);
      const images = naming("MASK", () => migratedImages(a, b, mask));
      printTable(io, flags, {
        sheet: () => migratedMaskSheet(images),
        document: () => migratedMaskJson(a, b, mask, images),
        records: () => [migratedMaskJson(a, b, mask, images)],
        text: () => migratedMaskText(a, b, mask, images, io.tableColumns),
      });
      return images.some(spoiled) ? 1 : 0;
    }
    const report = naming("--cpu", () => migration(a, b));
    const plain = report.masks
      .filter(({ mask }) => userPart(a, mask) === mask)
      .map(({ mask }) => migratedImages(a, b, mask));
    printTable(io, flags, {
      sheet: () => migrationSheet(report, plain),
      document: () => migrationJson(report, plain),
      records: () => plain.map(withoutXssJson),
      text: () => migrationText(report, plain, io.tableColumns),
    });
    const arrives = report.masks.every(({ representable }) => representable);
    return arrives && !plain.some((images) => images.some(spoiled)) ? 0 : 1;
  },
};

const pairsOf = (cpus: readonly Processor[]) =>
  cpus.flatMap((a) => cpus.filter((b) => b !== a).map((b) => [a, b] as const));

/** --proof: two processors, or every ordered pair of the catalogue. */
async function prove(text: string | undefined, flags: Flags, io: Io): Promise<ExitCode> {
  if (text !== undefined) throw new RangeError("MASK and --proof: it takes every legal mask");
  const [from, to, ...more] = flags.cpu ?? [];
  const all = from !== undefined && isAll(from) && to === undefined;
  if (!all && (from === undefined || to === undefined || more.length > 0)) {
    throw new RangeError("--cpu: two processors, please, or all");
  }
  const pairs = all
    ? pairsOf(catalogueOf(from))
    : [
        [
          await cpuOf({ ...flags, cpu: [from ?? ""] }, io),
          await cpuOf({ ...flags, cpu: [to ?? ""] }, io),
        ] as const,
      ];
  const proofs: PairProof[] = [];
  const how = flags.literal ? "literal" : "factors";
  for (const [a, b] of pairs) {
    proofs.push(
      naming("--cpu", () => ({ ...migrationProof(a, b), xsaves: xsavesProof(a, b, how) })),
    );
    if (!flags.literal) continue;
    await new Promise((resolve) => setImmediate(resolve));
    io.signal.throwIfAborted();
  }
  printTable(io, flags, {
    sheet: () => proofSheet(proofs),
    document: () => proofJson(proofs, how),
    records: () => proofs.map(pairProofJson),
    text: () => proofText(proofs, how, io.columns, io.tableColumns),
  });
  const fine = proofs.every(({ standard, compacted, xsaves }) =>
    [standard, compacted, xsaves].every((one) => !one || (one.wrong === 0n && one.faults === 0n)),
  );
  return fine ? 0 : 1;
}
