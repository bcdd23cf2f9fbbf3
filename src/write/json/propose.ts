/** The document "xsweep/propose@1". */
import type { KernelNumbers, Stage } from "../../linux/numbers.ts";
import { assumedManaged, type KernelTurn } from "../../linux/propose/kernels.ts";
import { type LimitOnProcessor, slackOf } from "../../questions/limits.ts";
import type { Exchange } from "../../questions/proposal-exchange.ts";
import type { Wrongness } from "../../questions/proposal-rules.ts";
import type { ProposalReport } from "../../questions/propose.ts";
import type { DiffWitness } from "../../questions/question.ts";
import { processorJson } from "../../read/document/processor-file.ts";
import { hex } from "../../xsave/mask.ts";
import { enumerated, type Processor } from "../../xsave/processor.ts";
import { layoutJson } from "./layout.ts";
import { limitJson } from "./limits.ts";

/** Kernels on a proposal; `because` where none could be asked. */
export interface ProposalKernels {
  readonly turns: readonly KernelTurn[];
  readonly because: string | null;
}

const witness = (one: DiffWitness | null): object | null => one && { ...one, mask: hex(one.mask) };
const needed = (one: { mask: bigint; bytes: number } | null): object | null =>
  one && { mask: hex(one.mask), size: one.bytes };

const wholeLayout = (cpu: Processor): object => layoutJson(cpu, enumerated(cpu));

const wrongJson = ({ masks, wrong, because, firstLegal, worst }: Wrongness): object => ({
  masks: `${masks}`,
  wrong: wrong === null ? null : `${wrong}`,
  because,
  firstLegal: witness(firstLegal),
  worst: witness(worst),
});

const overflowJson = ({ bytes, legal, overflow, first, worst }: LimitOnProcessor): object => ({
  ...{ bytes, legal: `${legal}`, overflow: `${overflow}` },
  ...{ first: needed(first), worst: needed(worst) },
});

const exchangeJson = ({ shared, standard, compacted }: Exchange): object => ({
  shared: hex(shared),
  standard: { exchanges: standard === 0n, spoiledBy: hex(standard) },
  compacted: compacted === null ? null : { exchanges: compacted === 0n, spoiledBy: hex(compacted) },
});

const stageJson = ({ task, guest, capXsave2, frame }: Stage): object => ({
  ...{ task, guest: guest.size, capXsave2, signalFrame: frame },
});

function numbersJson(numbers: KernelNumbers): object {
  const { config, whyNoBoot, minSigStkSz, without, permitted } = numbers;
  return {
    hostMask: hex(config.hostMask),
    boots: whyNoBoot === null,
    why: whyNoBoot,
    contextSize: config.kernelMax.size,
    minSigStkSz,
    without: stageJson(without),
    permitted: permitted && stageJson(permitted),
  };
}

export function proposeJson(report: ProposalReport, kernels: ProposalKernels): object {
  const { before, after, rules, limits, exchange } = report;
  return {
    schema: "xsweep/propose@1",
    before: processorJson(before),
    after: processorJson(after),
    layout: { before: wholeLayout(before), after: wholeLayout(after) },
    rules: rules.map(({ rule, before: was, after: is, turn, neverPassed }) => ({
      rule: rule.id,
      turn,
      wrongBefore: was.wrong === null ? null : `${was.wrong}`,
      wrongAfter: is.wrong === null ? null : `${is.wrong}`,
      firstLegal: witness(is.firstLegal),
      worst: witness(is.worst),
      neverPassed,
      before: wrongJson(was),
      after: wrongJson(is),
    })),
    kernels: kernels.turns.map(({ version, before: was, after: is, promises }) => ({
      kernel: version.id,
      before: numbersJson(was),
      after: numbersJson(is),
      breaks: promises.filter(({ turn }) => turn === "breaks").map(({ turn, ...rest }) => rest),
      worse: promises.filter(({ turn }) => turn === "worse").map(({ turn, ...rest }) => rest),
      undecided: promises.filter(({ turn }) => turn === "undecided").map(({ id }) => id),
    })),
    kernelsBecause: kernels.because,
    // Managed by no version yet; each is taken to.
    kernelsAssume: hex(assumedManaged(before, after)),
    limits: limits.map(({ limit, before: was, after: is, turn }) => ({
      ...limitJson(limit),
      turn,
      before: overflowJson(was),
      after: overflowJson(is),
      slack: slackOf(is),
    })),
    exchange: exchange.map(({ cpu, hypothetical, before: was, after: is, lacks }) => ({
      cpu,
      ...(hypothetical ? { hypothetical: true } : {}),
      before: exchangeJson(was),
      after: exchangeJson(is),
      lacks: hex(lacks),
    })),
  };
}
