/** The document "xsweep/legality@1", and a permit rule in a line. */
import type { OnlyOne, PermitsReport } from "../../questions/permits.ts";
import type { Permit } from "../../rules/permits/permit.ts";
import { hex } from "../../xsave/mask.ts";

export const permitJson = ({ id, stands, source, otherwise, components, rows }: Permit) => ({
  id,
  stands,
  source,
  otherwise,
  components: components === null ? null : hex(components),
  asks: rows.map(({ sentence }) => sentence),
});

const onlyJson = ({ count, first }: OnlyOne) => ({
  count: `${count}`,
  first: first === null ? null : hex(first),
});

const schema = "xsweep/legality@1";

/** Two permit rules on one processor. */
export const permitsJson = (report: PermitsReport): object => ({
  schema,
  cpu: report.cpu,
  ...(report.hypothetical ? { hypothetical: true } : {}),
  a: report.a.id,
  b: report.b.id,
  universe: hex(report.universe),
  masks: `${report.masks}`,
  admittedByA: `${report.admittedByA}`,
  admittedByB: `${report.admittedByB}`,
  admittedByBoth: `${report.admittedByBoth}`,
  onlyA: onlyJson(report.onlyA),
  onlyB: onlyJson(report.onlyB),
});

/** The document of several processors. */
export const permitsListJson = (reports: readonly PermitsReport[]): object => ({
  schema,
  diffs: reports.map(permitsJson),
});
