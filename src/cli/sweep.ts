/** `xsweep sweep`: every mask of a processor, or of all of them. */
import { FIGURES, type Figure } from "../algebra/figures.ts";
import { questionOf } from "../questions/question.ts";
import type { Rule } from "../rules/rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { spill } from "../sweep/sizes-file.ts";
import { type SweepOptions, type SweepReport, sweep } from "../sweep/sweep.ts";
import { sweepJson, sweepsJson } from "../write/json/sweep.ts";
import {
  sweepHeading,
  sweepLine,
  sweepsSheet,
  sweepsTotal,
  sweepText,
} from "../write/text/sweep.ts";
import type { Processor } from "../xsave/processor.ts";
import { runAssertions } from "./assertions.ts";
import type { Command } from "./command.ts";
import { cpusOf, isAll } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { masksAsked } from "./mask-flags.ts";
import { printTable } from "./print-table.ts";
import { reporter } from "./progress.ts";
import { reasonOf } from "./reason.ts";
import { didYouMean, rulesOf } from "./resolve.ts";
import { heardBy } from "./turn.ts";
import { verifySizes } from "./verify.ts";

export const sweepCommand: Command = {
  name: "sweep",
  summary: "the sizes and offsets of every mask: extremes, sum, histogram, checksum",
  flags: [
    "cpu",
    "universe",
    "fixed",
    "rule",
    "method",
    "only",
    "threads",
    "output",
    "verify",
    "legal",
    "domain",
    "assert",
    "tableTo",
  ],
  examples: [
    "xsweep sweep --cpu granite-rapids --method both",
    "xsweep sweep --cpu all --method both",
    "xsweep sweep --cpu zen-4 --universe avx512+pkru --rule sdm-compacted --json",
    "xsweep sweep --cpu all --assert same-pages --assert standard-covers",
    "xsweep sweep --verify sizes.bin",
  ],
  async run({ flags, io }) {
    if (flags.verify !== undefined) return verifySizes(flags.verify, flags, io);
    if (flags.assert) return runAssertions(flags, io);
    const cpus = await cpusOf(flags, io);
    const all = isAll(flags.cpu?.[0]);
    const rules = rulesOf(flags, [SDM_STANDARD, SDM_COMPACTED]);
    const only = figuresOf(flags.only);
    if (flags.output !== undefined) checkOutput(flags, all);
    const reports: SweepReport[] = [];
    // A line when it is ready; other forms are printed whole.
    const lines = all && !flags.json && flags.tableTo === undefined;
    const from = performance.now();
    if (lines) io.print(sweepHeading(rules.map((rule) => rule.id)));
    for (const cpu of cpus) {
      const options = { ...masksAsked(flags, cpu), rules, only };
      const report = await sweepOne(cpu, options, flags, io);
      reports.push(report);
      if (lines) io.print(sweepLine(report));
    }
    const [cpu, report] = [cpus[0] as Processor, reports[0] as SweepReport];
    if (lines) io.print(`\n${sweepsTotal(reports, (performance.now() - from) / 1000, io.columns)}`);
    else {
      printTable(io, flags, {
        sheet: () => sweepsSheet(reports),
        document: () => (all ? sweepsJson(reports) : sweepJson(report)),
        records: () => reports.map(sweepJson),
        text: () => sweepText(cpu, report, io.columns),
      });
    }
    return reports.some(({ agree }) => agree === false) ? 1 : 0;
  },
};

/** What the command line asks of every processor, the masks read for each. */
type Options = Omit<SweepOptions, "rules"> & { readonly rules: readonly Rule[] };

async function sweepOne(
  cpu: Processor,
  options: Options,
  flags: Flags,
  io: Io,
): Promise<SweepReport> {
  const { update, done } = reporter(io);
  const { method, threads, output } = flags;
  const progress = { ...heardBy(flags, io), onProgress: update };
  try {
    // The file first: a place that cannot be written is known before the long part.
    if (output !== undefined) await write(output, cpu, options, flags, io, update);
    return await sweep(cpu, { ...options, ...progress, method, threads });
  } finally {
    done();
  }
}

function figuresOf(text: string | undefined): readonly Figure[] {
  if (text === undefined) return FIGURES;
  return text.split(",").map((word) => {
    const figure = FIGURES.find((known) => known === word.trim());
    if (figure) return figure;
    throw new RangeError(
      `--only: "${word}" names no figure${didYouMean(word, FIGURES)} (known: ${FIGURES.join(", ")})`,
    );
  });
}

function checkOutput({ method, legal, domain }: Flags, all: boolean): void {
  if (legal || (domain ?? "all") !== "all") {
    throw new RangeError(
      "--output: a file holds the sizes of every mask: leave --legal and --domain out",
    );
  }
  if (all) throw new RangeError("--output: a file holds the sizes of one processor, not of all");
  if (method === "symbolic") {
    throw new RangeError(
      "--output: the symbolic engine has no sizes to write: use --method exhaustive",
    );
  }
}

/** The paths that a CPU may be: as it stands, and before each colon of CPU:MASK. */
const pathsIn = (text: string): string[] => [
  text,
  ...[...text.matchAll(/:/g)].map(({ index }) => text.slice(0, index)),
];

async function write(
  path: string,
  cpu: Processor,
  { rules, universe, fixed }: Options,
  { cpu: cpus = [], rule: files = [] }: Flags,
  io: Io,
  onProgress: SweepOptions["onProgress"],
): Promise<void> {
  if (path === "-" && process.stdout.isTTY) {
    throw new RangeError("--output -: a terminal shows no binary data: send stdout to a file");
  }
  const questions = rules.map((rule) => questionOf(cpu, rule, universe, fixed));
  try {
    await spill(cpu, questions, path, {
      reading: [...cpus.flatMap(pathsIn), ...files],
      signal: io.signal,
      note: (text) => io.note(`xsweep: --output: ${text}`),
      onProgress,
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    // Of stdout the loss is told where it is noticed; so is a signal.
    if (io.signal.aborted) throw error;
    if (code === undefined && !(error instanceof RangeError)) throw error;
    throw new RangeError(`--output: ${path}: ${code === undefined ? message : reasonOf(code)}`);
  }
}
