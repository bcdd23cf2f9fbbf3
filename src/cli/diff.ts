/** `xsweep diff`: two rules on a processor, one rule on two, or every rule against the architecture. */
import { CATALOGUE } from "../catalogue/index.ts";
import { questionFor } from "../questions/domain.ts";
import { movesOf, ownComponents, sharedComponents } from "../questions/moves.ts";
import { architectureOf, PEERS } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { type DiffOptions, type DiffReport, diff, diffSides } from "../sweep/diff.ts";
import { type MatrixRow, matrix } from "../sweep/matrix.ts";
import { diffJson, diffsJson } from "../write/json/diff.ts";
import { matrixJson, matrixRowJson } from "../write/json/matrix.ts";
import { diffHeading, diffLine, diffsSheet, diffText } from "../write/text/diff.ts";
import { matrixGrid, matrixSheet, matrixText } from "../write/text/matrix.ts";
import { hex } from "../xsave/mask.ts";
import { componentsOf, type Processor, userPart } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import { cpuOf, cpusOf, isAll } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { runLegality } from "./legality.ts";
import { masksAsked } from "./mask-flags.ts";
import { printTable } from "./print-table.ts";
import { reporter } from "./progress.ts";
import { naming, rulesOf } from "./resolve.ts";
import { heardBy, turn } from "./turn.ts";

export const diffCommand: Command = {
  name: "diff",
  summary: "where two rules or two processors differ: count, first mask, first legal mask, worst",
  flags: [
    "cpu",
    "rule",
    "matrix",
    "legality",
    "universe",
    "fixed",
    "legal",
    "domain",
    "method",
    "threads",
    "tableTo",
  ],
  examples: [
    "xsweep diff --cpu granite-rapids-apx --rule linux-5.18-standard --rule sdm-standard",
    "xsweep diff --cpu zen-4 --cpu sapphire-rapids --rule sdm-standard",
    "xsweep diff --matrix",
    "xsweep diff --legality nvmm --legality architecture --cpu sapphire-rapids",
  ],
  async run({ flags, io }) {
    if (flags.legality) return runLegality(flags, io);
    if (flags.matrix) return runMatrix(flags, io);
    const rules = rulesOf(flags, []);
    if ((flags.cpu ?? []).length === 2) return runTwoProcessors(flags, rules, io);
    const [a, b] = twoRules(rules);
    const cpus = await cpusOf(flags, io);
    if (!isAll(flags.cpu?.[0])) {
      const cpu = cpus[0] as Processor;
      const report = await compare(cpu, a, b, flags, io);
      printTable(io, flags, {
        sheet: () => diffsSheet([report]),
        document: () => diffJson(report),
        records: () => [diffJson(report)],
        text: () => diffText(cpu, report, io.tableColumns),
      });
      return exitOf([report]);
    }
    const reports: DiffReport[] = [];
    // A line when it is ready; other forms are printed whole.
    const lines = !flags.json && flags.tableTo === undefined;
    if (lines) io.print(diffHeading());
    for (const cpu of cpus) {
      const report = await compare(cpu, a, b, flags, io);
      reports.push(report);
      if (lines) io.print(diffLine(report));
    }
    if (!lines) {
      printTable(io, flags, {
        sheet: () => diffsSheet(reports),
        document: () => diffsJson(reports),
        records: () => reports.map((report) => diffJson(report)),
      });
    }
    return exitOf(reports);
  },
};

const exitOf = (reports: readonly DiffReport[]): ExitCode =>
  reports.some(({ differ, agree }) => differ !== 0n || agree === false) ? 1 : 0;

function twoRules(rules: readonly Rule[]): [Rule, Rule] {
  const [a, b] = rules;
  if (a && rules.length === 1) return [a, architectureOf(a)];
  if (a && b && rules.length === 2) return [a, b];
  throw new RangeError(
    `--rule: ${rules.length === 0 ? "name two rules" : "two rules, please, not more"} (one is compared with the architecture's, --matrix compares all)`,
  );
}

async function compare(
  cpu: Processor,
  a: Rule,
  b: Rule,
  flags: Flags,
  io: Io,
): Promise<DiffReport> {
  const { update, done } = reporter(io);
  try {
    return await diff(cpu, a, b, {
      ...optionsOf(flags, cpu),
      ...heardBy(flags, io),
      onProgress: update,
    });
  } finally {
    done();
  }
}

/** What the command line says about masks and engines, for `cpu`. */
const optionsOf = (flags: Flags, cpu: Processor): DiffOptions => ({
  ...masksAsked(flags, cpu),
  method: flags.method,
  ...(flags.threads === undefined ? {} : { threads: flags.threads }),
});

/** One rule, on two processors, over the components they share. */
async function runTwoProcessors(flags: Flags, rules: readonly Rule[], io: Io): Promise<ExitCode> {
  const [rule] = rules;
  if (!rule || rules.length !== 1) {
    throw new RangeError("--rule: one rule, please, for two processors");
  }
  const cpus = await Promise.all(
    (flags.cpu ?? []).map((text) => cpuOf({ ...flags, cpu: [text] }, io)),
  );
  const [a, b] = cpus.map((cpu) => ({ cpu, rule })) as [
    { cpu: Processor; rule: Rule },
    { cpu: Processor; rule: Rule },
  ];
  const options = optionsOf(flags, a.cpu);
  const shared = sharedComponents(a.cpu, b.cpu);
  const varying = rule.format === "standard" ? userPart(a.cpu, shared) : shared;
  const universe = options.universe ?? varying;
  const question = naming("--universe", () => {
    const apart = (universe | (options.fixed ?? 0n)) & ~shared;
    if (apart !== 0n) throw new RangeError(`${hex(apart)} is no part of what both processors have`);
    return questionFor(a.cpu, [rule], { ...options, universe });
  });
  const { update, done } = reporter(io);
  const patience = { ...options, ...heardBy(flags, io), onProgress: update };
  const report = await diffSides(a, b, question, patience).finally(done);
  const moves = movesOf(a, b, question);
  const apart = {
    a: a.cpu,
    b: b.cpu,
    onlyInA: componentsOf(a.cpu, ownComponents(a.cpu, b.cpu)),
    onlyInB: componentsOf(b.cpu, ownComponents(b.cpu, a.cpu)),
  };
  printTable(io, flags, {
    sheet: () => diffsSheet([report]),
    document: () => diffJson(report, moves, apart),
    records: () => [diffJson(report, moves, apart)],
    text: () => diffText(a.cpu, report, io.tableColumns, moves, apart),
  });
  const own = apart.onlyInA.length + apart.onlyInB.length;
  return exitOf([report]) || moves.length + own > 0 ? 1 : 0;
}

async function runMatrix(flags: Flags, io: Io): Promise<ExitCode> {
  const cpus = flags.cpu === undefined ? CATALOGUE : await cpusOf(flags, io);
  const [cpu] = cpus;
  if (cpus.length > 1 && flags.universe !== undefined) {
    throw new RangeError("--universe: the matrix of all processors takes the universe of each");
  }
  const rules = rulesOf(flags, PEERS);
  const options = { ...optionsOf(flags, cpu as Processor), signal: io.signal };
  const rows: MatrixRow[] = [];
  for (const rule of rules) {
    await turn(io);
    rows.push(...(await matrix(cpus, [rule], options)));
  }
  printTable(io, flags, {
    sheet: () => matrixSheet(rows),
    document: () => matrixJson(rows),
    records: () => rows.map(matrixRowJson),
    text: () =>
      matrixText(rows, io.tableColumns) +
      (cpus.length > 1 ? `\n\n${matrixGrid(rows, io.tableColumns)}` : ""),
  });
  return exitOf(rows.flatMap(({ reports }) => reports));
}
