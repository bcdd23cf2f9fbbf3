/** A difference as people read it: the count as a sentence, then the masks worth looking at. */

import type { Move } from "../../questions/moves.ts";
import type { DiffWitness } from "../../questions/question.ts";
import type { DiffReport } from "../../sweep/diff.ts";
import type { StateComponent } from "../../xsave/component.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { Apart } from "../json/diff.ts";
import type { Sheet } from "../sheet.ts";
import { grouped, rate, signed } from "./number.ts";
import { table } from "./table.ts";

/** The report of two rules on `cpu`, or of one rule on `cpu` and another. */
export function diffText(
  cpu: Processor,
  report: DiffReport,
  columns: number,
  moves: readonly Move[] = [],
  apart?: Apart,
): string {
  const [a, b] = sidesOf(report);
  const kind = report.legal ? "legal masks" : "masks";
  const count = `${grouped(report.differ)} of ${grouped(report.masks)} ${kind}`;
  const where = `${hex(report.fixed)} with every subset of ${hex(report.universe)}`;
  return [
    ...(apart ? apartText(apart) : []),
    apart
      ? `${labelOf(apart.a)} and ${labelOf(apart.b)}, what both have: ${where}`
      : `${labelOf(cpu)}: ${where}`,
    report.differ === 0n
      ? `${a} and ${b} give the same size on all ${grouped(report.masks)} ${kind}`
      : `${a} and ${b} differ on ${count}`,
    ...(report.differ === 0n ? [] : [witnessTable(cpu, report, a, b, columns)]),
    ...(moves.length > 0 ? [movesTable(moves, a, b, columns)] : []),
    closing(report),
  ].join("\n\n");
}

const labelOf = ({ id, hypothetical }: Processor): string =>
  hypothetical ? `${id} (hypothetical)` : id;

/** What a comparison of shared components leaves out, first. */
const apartText = ({ a, b, onlyInA, onlyInB }: Apart): string[] => {
  const lines = [
    ...onlyInA.map((component) => ownLine(a, component)),
    ...onlyInB.map((component) => ownLine(b, component)),
  ];
  return lines.length === 0 ? [] : [lines.join("\n")];
};

const ownLine = ({ id }: Processor, { bit, name, size }: StateComponent): string =>
  `only in ${id}: ${name} (${bit}), ${size} bytes`;

const sidesOf = ({ a, b, cpu, otherCpu }: DiffReport): [string, string] =>
  otherCpu === undefined ? [a, b] : [cpu, otherCpu];

function witnessTable(
  cpu: Processor,
  report: DiffReport,
  a: string,
  b: string,
  columns: number,
): string {
  const row = (name: string, witness: DiffWitness | null): string[][] =>
    witness
      ? [
          [
            name,
            hex(witness.mask),
            `${witness.a}`,
            `${witness.b}`,
            signed(witness.a - witness.b),
            maskNames(cpu, witness.mask),
          ],
        ]
      : [[name, "none", "", "", "", ""]];
  return table(
    ["left", "left", "right", "right", "right", "left"],
    [
      ["", "MASK", a.toUpperCase(), b.toUpperCase(), "BYTES", "COMPONENTS"],
      ...row("first", report.first),
      ...row("first legal", report.firstLegal),
      ...row("worst", report.worst),
    ],
    columns,
  );
}

function movesTable(moves: readonly Move[], a: string, b: string, columns: number): string {
  return table(
    ["right", "left", "right", "right", "right", "left", "right", "right"],
    [
      [
        "BIT",
        "COMPONENT",
        "SIZE",
        "MOVES ON",
        "OF MASKS",
        "FIRST",
        a.toUpperCase(),
        b.toUpperCase(),
      ],
      ...moves.map(({ bit, name, sizes, differ, masks, first }) => [
        `${bit}`,
        name,
        sizes.a === sizes.b ? `${sizes.a}` : `${sizes.a}/${sizes.b}`,
        `${differ}`,
        `${masks}`,
        first ? hex(first.mask) : "-",
        first ? `${first.a}` : "",
        first ? `${first.b}` : "",
      ]),
    ],
    columns,
  );
}

function closing({ method, masks, seconds, threads, agree }: DiffReport): string {
  const time = `${seconds.toFixed(3)} s`;
  if (method === "symbolic") return `counted symbolically in ${time}`;
  const speed = `${rate(Number(masks) / Math.max(seconds, 1e-9), "masks")} on ${threads} thread${threads === 1 ? "" : "s"}`;
  if (method === "exhaustive") return `every mask compared in ${time}, ${speed}`;
  return `both engines in ${time}, ${speed}: ${agree ? "they agree" : "THEY DIFFER"}`;
}

type Cells = readonly [string, string, string, string, string, string];

const HEADS: Cells = ["PROCESSOR", "DIFFER", "OF MASKS", "FIRST", "FIRST LEGAL", "WORST"];

const cellsOf = ({ cpu, differ, masks, first, firstLegal, worst }: DiffReport): Cells => [
  cpu,
  `${differ}`,
  `${masks}`,
  first ? hex(first.mask) : "-",
  firstLegal ? hex(firstLegal.mask) : "-",
  worst ? signed(worst.a - worst.b) : "-",
];

/** A row per processor. */
export const diffsSheet = (reports: readonly DiffReport[]): Sheet => ({
  align: ["left", "right", "right", "left", "left", "right"],
  heads: HEADS,
  rows: reports.map(cellsOf),
});

/** The heading of `diffLine`. */
export const diffHeading = (): string => lineOf(HEADS);

/** One line per processor. */
export const diffLine = (report: DiffReport): string => lineOf(cellsOf(report));

/** Widths that hold every line of the catalogue, so that a line can be printed when it is ready. */
const lineOf = ([cpu, differ, masks, first, legal, worst]: Cells): string => {
  return `${cpu.padEnd(18)} ${differ.padStart(6)} ${masks.padStart(8)}  ${first.padEnd(18)} ${legal.padEnd(18)} ${worst.padStart(6)}`;
};
