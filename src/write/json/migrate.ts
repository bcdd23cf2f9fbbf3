/** The document "xsweep/migrate@1". */
import type { MigratedMask, MigrationReport } from "../../questions/migration.ts";
import { hex } from "../../xsave/mask.ts";

/** How many of `masks` arrive, by each way of counting. */
export const totals = (masks: readonly MigratedMask[]) => ({
  masks: masks.length,
  representable: masks.filter(({ representable }) => representable).length,
  standardValid: masks.filter(({ standardValid }) => standardValid).length,
  compactedValid: masks.filter(({ compactedValid }) => compactedValid).length,
});

export const migrationJson = ({ from, to, masks }: MigrationReport): object => ({
  schema: "xsweep/migrate@1",
  cpu: from.id,
  otherCpu: to.id,
  summary: totals(masks),
  masks: masks.map((one) => ({ ...one, mask: hex(one.mask), lost: hex(one.lost) })),
});
