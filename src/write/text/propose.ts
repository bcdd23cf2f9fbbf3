/** A proposal on one page: the answer, both layouts, then rules, kernels, limits and processors. */
import { slackOf } from "../../questions/limits.ts";
import { lostExchange } from "../../questions/proposal-exchange.ts";
import type { Turn, Wrongness } from "../../questions/proposal-rules.ts";
import type { ProposalReport } from "../../questions/propose.ts";
import type { DiffWitness } from "../../questions/question.ts";
import type { StateComponent } from "../../xsave/component.ts";
import { layout } from "../../xsave/layout.ts";
import { hex } from "../../xsave/mask.ts";
import { enumerated, type Processor } from "../../xsave/processor.ts";
import type { ProposalKernels } from "../json/propose.ts";
import { answersText } from "./propose-answer.ts";
import { kernelsTurnedText } from "./propose-kernels.ts";
import { table } from "./table.ts";
import { titleOf } from "./title.ts";
import { wrap } from "./wrap.ts";

/** How wide text and tables may be. */
interface Widths {
  readonly columns: number;
  readonly tableColumns: number;
}

export function proposeText(
  report: ProposalReport,
  kernels: ProposalKernels,
  { columns, tableColumns }: Widths,
): string {
  return [
    answersText(report, kernels, columns),
    [
      ...wrap(`Layout of all of it, ${titleOf(report.before)}`, columns, " "),
      layoutsText(report, tableColumns),
    ].join("\n"),
    rulesText(report, columns, tableColumns),
    kernelsTurnedText(report, kernels, columns, tableColumns),
    limitsText(report, columns, tableColumns),
    exchangeText(report, columns),
  ].join("\n\n");
}

/** "64", or "64 -> 128" where it changes. */
export const turned = (was: string, is: string): string => (was === is ? is : `${was} -> ${is}`);

/** Every component of either, + new, - gone, ~ not where or what it was. */
function layoutsText({ before, after }: ProposalReport, columns: number): string {
  const [was, is] = [before, after].map(placesOf) as [Places, Places];
  const bits = [...new Set([...was.bits.keys(), ...is.bits.keys()])].sort((a, b) => a - b);
  const rows = bits.map((n) => {
    const [old, now] = [was.bits.get(n), is.bits.get(n)];
    const { component } = now ?? old ?? {};
    const { supervisor, align64, xfd } = component ?? {};
    const flags = [supervisor && "supervisor", align64 && "align64", xfd && "xfd"];
    const same = old?.standard === now?.standard && old?.compacted === now?.compacted;
    return [
      old === undefined ? "+" : now === undefined ? "-" : same ? "" : "~",
      `${n}`,
      component?.name ?? "",
      turned(`${old?.component.size ?? "-"}`, `${now?.component.size ?? "-"}`),
      old?.standard ?? "-",
      now?.standard ?? "-",
      old?.compacted ?? "-",
      now?.compacted ?? "-",
      flags.filter(Boolean).join(" "),
    ];
  });
  return table(
    ["left", "right", "left", "right", "right", "right", "right", "right", "left"],
    [
      ["", "BIT", "COMPONENT", "SIZE", "STANDARD", "AFTER", "COMPACTED", "AFTER", "FLAGS"],
      ...rows,
      [
        "",
        "",
        "all of it",
        "",
        ...[was.standard, is.standard, was.compacted, is.compacted].map(String),
      ],
    ],
    columns,
  );
}

interface Place {
  readonly component: StateComponent;
  readonly standard: string;
  readonly compacted: string;
}

interface Places {
  readonly standard: number;
  readonly compacted: number;
  readonly bits: ReadonlyMap<number, Place>;
}

/** Where each component lies with all of them enabled. */
function placesOf(cpu: Processor): Places {
  const all = enumerated(cpu);
  const [standard, compacted] = [layout(cpu, all, "standard"), layout(cpu, all, "compacted")];
  const range = ({ components }: typeof standard, n: number): string => {
    const found = components.find(({ bit }) => bit === n);
    return found ? `${found.offset}..${found.offset + found.size}` : "-";
  };
  const bits = cpu.components
    .filter(({ bit: n }) => ((all >> BigInt(n)) & 1n) === 1n)
    .map((component): [number, Place] => [
      component.bit,
      {
        component,
        standard: range(standard, component.bit),
        compacted: range(compacted, component.bit),
      },
    ]);
  return { standard: standard.size, compacted: compacted.size, bits: new Map(bits) };
}

const TURNS: Readonly<Record<Turn, string>> = {
  wrong: "becomes wrong",
  worse: "wrong on more",
  ends: "gives no size any more",
  same: "as before",
  better: "better",
  unknown: "unknown",
};

function rulesText({ rules }: ProposalReport, columns: number, tableColumns: number): string {
  const plain = rules.filter(({ before, after }) => before.wrong === 0n && after.wrong === 0n);
  const others = rules.filter((one) => !plain.includes(one));
  const cell = ({ wrong, masks }: Wrongness) =>
    wrong === null ? "no size" : `${wrong} of ${masks}`;
  const at = (one: DiffWitness | null) => (one ? `${hex(one.mask)} ${one.a} for ${one.b}` : "-");
  const outside = rules.filter(({ turn, neverPassed }) => isBad(turn) && neverPassed !== null);
  return [
    "Rules, over every legal mask:",
    ...(others.length === 0
      ? []
      : [
          table(
            ["left", "left", "right", "right", "left", "left"],
            [
              ["RULE", "", "WRONG BEFORE", "AFTER", "FIRST LEGAL", "WORST"],
              ...others.map(({ rule, turn, neverPassed, before, after }) => [
                rule.id,
                `${TURNS[turn]}${isBad(turn) && neverPassed !== null ? " *" : ""}`,
                cell(before),
                cell(after),
                at(after.firstLegal),
                at(after.worst),
              ]),
            ],
            tableColumns,
          ),
        ]),
    ...wrap(`right on all, before and after: ${namesOf(plain)}`, columns, " "),
    ...(outside.length === 0 ? [] : wrap(OUTSIDE, columns, " ")),
  ].join("\n");
}

const OUTSIDE =
  "* its own callers pass none of what changes yet: it is wrong once they do (xsweep rules)";

/** True for what counts against a proposal. */
export const isBad = (turn: Turn): boolean =>
  turn === "wrong" || turn === "worse" || turn === "ends";

const namesOf = (rules: readonly { readonly rule: { readonly id: string } }[]): string =>
  rules.length === 0 ? "none" : rules.map(({ rule }) => rule.id).join(", ");

function limitsText({ limits }: ProposalReport, columns: number, tableColumns: number): string {
  const plain = limits.filter(({ before, after }) => before.overflow + after.overflow === 0n);
  const others = limits.filter((one) => !plain.includes(one));
  const least = plain.reduce(
    (slack, { after }) => Math.min(slack, slackOf(after) ?? slack),
    Number.POSITIVE_INFINITY,
  );
  const words = {
    overflows: "overflows now",
    more: "overflows more",
    same: "as before",
    less: "less",
  };
  return [
    "Limits, over every legal mask:",
    ...(others.length === 0
      ? []
      : [
          table(
            ["left", "left", "right", "left", "right", "right", "left", "right"],
            [
              ["LIMIT", "", "BYTES", "HOLDS", "OVER BEFORE", "AFTER", "FIRST", "SLACK"],
              ...others.map(({ limit, turn, before, after }) => [
                limit.name,
                words[turn],
                turned(`${before.bytes}`, `${after.bytes}`),
                limit.holds === "sigframe" ? "frame" : limit.format,
                ...[before, after].map((one) => `${one.overflow} of ${one.legal}`),
                after.first ? `${hex(after.first.mask)} (${after.first.bytes})` : "-",
                turned(`${slackOf(before)}`, `${slackOf(after)}`),
              ]),
            ],
            tableColumns,
          ),
        ]),
    ...wrap(
      plain.length === 0
        ? "none has room for every mask"
        : `room for every mask, before and after, ${least} bytes at least: ${plain.map(({ limit }) => limit.name).join(", ")}`,
      columns,
      " ",
    ),
  ].join("\n");
}

function exchangeText({ exchange }: ProposalReport, columns: number): string {
  const line = (format: "standard" | "compacted") => {
    const able = exchange.filter((one) => one.after[format] === 0n);
    const lost = exchange.filter((one) => lostExchange(one)[format]);
    if (exchange.every((one) => one.after[format] === null)) {
      return [`${format}: XSAVEC and XSAVES are missing, there are no such images`];
    }
    const named = (some: typeof exchange) => some.map(({ cpu }) => cpu).join(", ");
    const whom = able.length === exchange.length ? "all" : able.length === 0 ? "none" : named(able);
    return [
      `${format}: with ${able.length} of ${exchange.length}: ${whom}`,
      ...(lost.length === 0 ? [] : [`  no longer with ${lost.length}: ${named(lost)}`]),
    ];
  };
  const without = exchange.filter(({ lacks }) => lacks !== 0n).length;
  return [
    "Images of what is shared, both ways:",
    ...[...line("standard"), ...line("compacted")].flatMap((text) => wrap(text, columns, " ")),
    ...(without === 0
      ? []
      : [`with what changes in use they fault on ${without} of ${exchange.length}`]),
  ].join("\n");
}
