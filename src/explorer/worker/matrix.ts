/** Every rule of a peer against the architecture, on one processor. */
import { RULES, rulesApart } from "../../index.ts";
import type { Doing, MatrixRow } from "./jobs.ts";

export const matrixRows: Doing<"matrix"> = ({ cpu }) =>
  RULES.filter(({ id }) => !id.startsWith("sdm-"))
    .map(({ id, format }): MatrixRow => {
      try {
        return { rule: id, apart: rulesApart(cpu, id, `sdm-${format}`) };
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return { rule: id, why: error.message };
      }
    })
    .sort((a, b) => disagreement(b) - disagreement(a));

/** Those that disagree come first, what cannot be said next. */
const disagreement = (row: MatrixRow): number => ("why" in row ? 1 : row.apart.differ > 0n ? 2 : 0);
