/** The document "xsweep/assert@1". */
import type { AssertionReport, Breaker } from "../../questions/assert.ts";
import { hex } from "../../xsave/mask.ts";

const breakerJson = (breaker: Breaker | null) =>
  breaker && { mask: hex(breaker.mask), sizes: breaker.sizes };

/** One assertion on one processor. */
export const assertionJson = (report: AssertionReport): object => ({
  cpu: report.cpu,
  ...(report.hypothetical ? { hypothetical: true } : {}),
  assertion: report.assertion.id,
  rules: report.rules,
  universe: hex(report.universe),
  fixed: hex(report.fixed),
  ...(report.legal ? { legal: true } : {}),
  masks: `${report.masks}`,
  broken: `${report.broken}`,
  holds: report.broken === 0n,
  first: breakerJson(report.first),
  firstLegal: breakerJson(report.firstLegal),
  method: report.method,
  ...(report.agree === undefined ? {} : { agree: report.agree }),
});

export const assertionsJson = (reports: readonly AssertionReport[]): object => ({
  schema: "xsweep/assert@1",
  holds: reports.every(({ broken }) => broken === 0n),
  assertions: reports.map(assertionJson),
});
