/**
 * Every mask of a processor, by every rule asked for, in one engine or in both: whoever has the tasks
 * done, worker threads of Node (sweep.ts) or those of a browser (workers/).
 */
import { FIGURES, type Figure, NO_MASKS } from "../algebra/figures.ts";
import { MASK_OPTIONS, type MaskOptions, onlyLegal, questionFor } from "../questions/domain.ts";
import { METHOD, type Method } from "../questions/question.ts";
import { asRule } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { symbolicSummary } from "../symbolic/summary.ts";
import type { Pool } from "../threads/pool.ts";
import type { Progress } from "../threads/progress.ts";
import { type Run, THREAD_OPTIONS } from "../threads/run.ts";
import { checkOptions, knownWords, LIST, type Table } from "../xsave/options.ts";
import type { Processor } from "../xsave/processor.ts";
import { bothWays } from "./both-ways.ts";
import { exhaust } from "./exhaustive.ts";
import { masksOf, type Part, partsOf } from "./plan.ts";
import { type RuleReport, reportOf, sameSummary } from "./rule-report.ts";

export interface SweepOptions extends MaskOptions {
  /** Rules or their ids; `sdm-standard` and `sdm-compacted` by default. */
  readonly rules?: readonly (Rule | string)[] | undefined;
  readonly method?: Method | undefined;
  readonly only?: readonly Figure[] | undefined;
  /** Worker threads; one per core by default. Small universes run in the calling thread. */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** A pool that is already up. */
  readonly pool?: Pool | undefined;
}

const SWEEP_OPTIONS: Table<SweepOptions> = {
  ...MASK_OPTIONS,
  ...THREAD_OPTIONS,
  rules: LIST,
  method: METHOD,
  only: LIST,
};

export interface SweepReport {
  /** Id of the processor. */
  readonly cpu: string;
  readonly hypothetical: boolean;
  readonly method: Method;
  /** Threads that evaluated masks; 1 where the calling thread did. */
  readonly threads: number;
  /** The sweep itself, without the start of threads. */
  readonly seconds: number;
  /** Masks evaluated, a second, a histogram by the block: what is counted symbolically is not among them. */
  readonly masksPerSecond: number;
  /** Method "both": whether the engines agree on every figure. */
  readonly agree?: boolean;
  readonly rules: readonly RuleReport[];
}

/**
 * The figures of every mask of `cpu`, a report a rule.
 *
 * @throws {RangeError} on an unknown rule, mask bit or figure, a universe wider than the engine
 *   takes, or a rule that is no fold of steps.
 * @throws {TypeError} if an option is of the wrong kind, or there is none of that name.
 * @throws {Error} if a worker thread died. Whatever aborted the signal.
 */
export async function sweepBy(
  runAll: Run,
  cores: () => number,
  cpu: Processor,
  options: SweepOptions,
): Promise<SweepReport> {
  checkOptions("sweep", options, SWEEP_OPTIONS);
  const method = options.method ?? "exhaustive";
  const { only = FIGURES, signal, onProgress, pool } = options;
  const figures = new Set(only.map(checkFigure));
  const rules = (options.rules ?? [SDM_STANDARD, SDM_COMPACTED]).map(asRule);
  if (rules.length === 0) throw new RangeError("no rule is asked");
  const questions = rules.map((rule) => ({
    ...questionFor(cpu, [rule], options),
    legal: onlyLegal(options),
  }));
  const all = questions.flatMap((question) => partsOf(cpu, question, figures));
  const threads = options.threads ?? cores();

  const { answers, seconds, ...how } = await bothWays(
    method,
    signal,
    () => exhaust(all, { threads, signal, onProgress, pool }, runAll),
    () => all.map(({ fold }) => symbolicSummary(fold)),
    (a, b, part) => sameSummary(all[part] as Part, a, b),
  );
  const evaluated =
    method === "symbolic"
      ? 0
      : all.reduce((sum, p) => sum + (p.offsetOf === undefined ? masksOf(p) : 0), 0);
  const byPart = all.map((part, i) => ({ part, summary: answers[i] ?? NO_MASKS }));
  return {
    cpu: cpu.id,
    hypothetical: cpu.hypothetical,
    method,
    threads: how.threads,
    seconds,
    masksPerSecond: Math.round(evaluated / Math.max(seconds, 1e-9)),
    ...(how.agree === undefined ? {} : { agree: how.agree }),
    rules: questions.map((question) =>
      reportOf(
        question,
        figures,
        byPart.filter(({ part }) => part.question === question),
      ),
    ),
  };
}

function checkFigure(figure: Figure): Figure {
  if (!FIGURES.includes(figure)) {
    throw new RangeError(`"${figure}" names no figure (${knownWords(`${figure}`, FIGURES)})`);
  }
  return figure;
}
