/** The document "xsweep/migrate@2". */
import type { MigratedImage } from "../../questions/migrated-image.ts";
import type { MigratedMask, MigrationReport } from "../../questions/migration.ts";
import { bit, hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";

/** How many of `masks` arrive, by each way of counting. */
export const totals = (masks: readonly MigratedMask[]) => ({
  masks: masks.length,
  representable: masks.filter(({ representable }) => representable).length,
  standardValid: masks.filter(({ standardValid }) => standardValid).length,
  compactedValid: masks.filter(({ compactedValid }) => compactedValid).length,
});

/** The images of one XCR0 with IA32_XSS = 0, or of one mask. */
export type MigratedImages = readonly [standard: MigratedImage, compacted: MigratedImage];

export const migrationJson = (
  { from, to, masks }: MigrationReport,
  plain: readonly MigratedImages[],
): object => ({
  schema: "xsweep/migrate@2",
  cpu: from.id,
  otherCpu: to.id,
  summary: Object.fromEntries(Object.entries(totals(masks)).map(([name, n]) => [name, `${n}`])),
  withoutXss: plain.map(withoutXssJson),
  masks: masks.map((one) => ({ ...one, mask: hex(one.mask), lost: hex(one.lost) })),
});

/** One XCR0 of the document, with IA32_XSS = 0. */
export const withoutXssJson = ([standard, compacted]: MigratedImages): object => ({
  xcr0: hex(standard.holds),
  standard: imageJson(standard),
  compacted: imageJson(compacted),
});

export const migratedMaskJson = (
  from: Processor,
  to: Processor,
  mask: bigint,
  [standard, compacted]: MigratedImages,
): object => ({
  schema: "xsweep/migrate@2",
  cpu: from.id,
  otherCpu: to.id,
  mask: hex(mask),
  standard: imageJson(standard),
  compacted: imageJson(compacted),
});

const imageJson = ({ op, holds, verdict, fine, wrong, faults }: MigratedImage): object => ({
  op,
  holds: hex(holds),
  fault: verdict.fault && { condition: verdict.fault.condition, sentence: verdict.fault.sentence },
  wrong: hex(verdict.components.reduce((m, one) => (one.wrong ? m | bit(one.bit) : m), 0n)),
  xstateBv: { fine: `${fine}`, wrong: `${wrong}`, faults: `${faults}` },
});
