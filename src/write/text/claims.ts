/** The claims of the mail: all of them as a list, or one with its traces. */
import type { DecidedClaim } from "../../linux/claims/index.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { ClaimTrace } from "../json/claims.ts";
import { traceText } from "./trace.ts";
import { wrap } from "./wrap.ts";

/** Columns that the labels take. */
const MARGIN = 14;

/** `text` behind a label, its later lines under its first. */
const labelled = (label: string, text: string, columns: number): string =>
  wrap(text, columns - MARGIN, " ")
    .map((line, i) => (i === 0 ? label : "").padEnd(MARGIN) + line.trimStart())
    .join("\n");

export const claimText = (claim: DecidedClaim, columns: number): string => {
  const { id, who, quote, verdict, computed, evidence, source, known, ran, answered } = claim;
  return [
    labelled(id, `${who}: "${quote}"`, columns),
    labelled("  verdict", verdict, columns),
    labelled(computed ? "  computed" : "  rests on", evidence, columns),
    labelled("  source", source, columns),
    ...(known === undefined ? [] : [labelled("  live", `${ran}: ${answered}`, columns)]),
  ].join("\n");
};

export function claimsText(claims: readonly DecidedClaim[], columns: number): string {
  const computed = claims.filter((claim) => claim.computed).length;
  return [
    ...claims.map((claim) => claimText(claim, columns)),
    wrap(
      `${claims.length} claims, ${computed} decided by the model just now; nothing ran on AMX silicon.`,
      columns,
      " ",
    ).join("\n"),
  ].join("\n\n");
}

export const claimTracesText = (
  claim: DecidedClaim,
  traces: readonly ClaimTrace[],
  cpu: Processor,
  columns: number,
): string =>
  [
    claimText(claim, columns),
    ...traces.map(({ kernel, hostMask, dynamic, trace }) =>
      [
        `${kernel}, host mask ${hostMask}, dynamic ${dynamic}`,
        traceText(trace, cpu, 2, columns),
      ].join("\n"),
    ),
    ...(traces.length === 0
      ? ["No sequence of calls shows it: the evidence is all there is."]
      : []),
  ].join("\n\n");
