/** The document "xsweep/diff@1". */

import type { Move } from "../../questions/moves.ts";
import type { DiffWitness } from "../../questions/question.ts";
import type { DiffReport } from "../../sweep/diff.ts";
import type { StateComponent } from "../../xsave/component.ts";
import { hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";

const witnessJson = (witness: DiffWitness | null) =>
  witness && { mask: hex(witness.mask), a: witness.a, b: witness.b };

/** What only one of two processors has. */
export interface Apart {
  readonly a: Processor;
  readonly b: Processor;
  readonly onlyInA: readonly StateComponent[];
  readonly onlyInB: readonly StateComponent[];
}

const ownJson = (components: readonly StateComponent[]) =>
  components.map(({ bit, name, size }) => ({ bit, name, size }));

export const diffJson = (report: DiffReport, moves?: readonly Move[], apart?: Apart): object => ({
  schema: "xsweep/diff@1",
  cpu: report.cpu,
  ...(report.otherCpu === undefined ? {} : { otherCpu: report.otherCpu }),
  ...(report.hypothetical ? { hypothetical: true } : {}),
  ...(apart ? { onlyInA: ownJson(apart.onlyInA), onlyInB: ownJson(apart.onlyInB) } : {}),
  universe: hex(report.universe),
  fixed: hex(report.fixed),
  ...(report.legal ? { legal: true } : {}),
  a: report.a,
  b: report.b,
  masks: `${report.masks}`,
  differ: `${report.differ}`,
  first: witnessJson(report.first),
  firstLegal: witnessJson(report.firstLegal),
  worst: witnessJson(report.worst),
  method: report.method,
  threads: report.threads,
  seconds: report.seconds,
  ...(report.agree === undefined ? {} : { agree: report.agree }),
  ...(moves
    ? {
        moves: moves.map(({ bit, name, masks, differ, first, sizes }) => ({
          bit,
          name,
          masks: `${masks}`,
          differ: `${differ}`,
          first: witnessJson(first),
          sizes,
        })),
      }
    : {}),
});

/** The document of `--cpu all`. */
export const diffsJson = (reports: readonly DiffReport[]): object => ({
  schema: "xsweep/diff@1",
  diffs: reports.map((report) => diffJson(report)),
});
