/** What a proposal does to each kernel version: its sizes, and the promises that break. */

import type { KernelNumbers, Stage } from "../../linux/numbers.ts";
import { assumedManaged, type KernelTurn, type PromiseTurn } from "../../linux/propose/kernels.ts";
import type { ProposalReport } from "../../questions/propose.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { ProposalKernels } from "../json/propose.ts";
import { table } from "./table.ts";
import { wrap } from "./wrap.ts";

export function kernelsTurnedText(
  report: ProposalReport,
  { turns, because }: ProposalKernels,
  columns: number,
  tableColumns: number,
): string {
  if (because !== null) return `Kernels: not asked, ${because}`;
  return [
    ...wrap(`Kernels${assumed(report)}:`, columns, " "),
    table(
      ["left", "right", "right", "right", "right", "right", "left"],
      [
        ["KERNEL", "TASK", "GUEST", "KVM IMAGE", "FRAME", "AT_MINSIGSTKSZ", "FIRST TO BREAK"],
        ...turns.flatMap(rowsOf),
      ],
      tableColumns,
    ),
    ...promisesText(turns).flatMap((line) => wrap(line, columns, " ")),
  ].join("\n");
}

/** What no version does, and the table takes for granted. */
function assumed({ before, after }: ProposalReport): string {
  const late = assumedManaged(before, after);
  return late === 0n ? "" : `, as if each managed ${maskNames(after, late)}, which none does yet`;
}

/** A line a promise and a text of it, with all the versions it is of. */
function promisesText(turns: readonly KernelTurn[]): string[] {
  const versions = new Map<string, string[]>();
  for (const { version, promises } of turns) {
    for (const text of promises.map(promiseText)) {
      versions.set(text, [...(versions.get(text) ?? []), version.id]);
    }
  }
  return [...versions].map(([text, ids]) => `${ids.join(", ")}: ${text}`);
}

function rowsOf({ version, before, after, promises }: KernelTurn): string[][] {
  const broken = promises.find(({ turn }) => turn === "breaks");
  const bad =
    after.whyNoBoot === null ? (broken ? `${broken.id} ${broken.name}` : "-") : "does not boot";
  const sigstk = change(before.minSigStkSz, after.minSigStkSz);
  const granted = grantedRow(before, after);
  return [
    [version.id, ...cells(before.without, after.without), sigstk, bad],
    ...(granted ? [[...granted, sigstk, ""]] : []),
  ];
}

/** The same with permission to every dynamic xfeature; undefined where none is. */
function grantedRow(before: KernelNumbers, after: KernelNumbers): string[] | undefined {
  if (!after.permitted) return undefined;
  const { config } = after;
  return [
    `  with ${maskNames(config.cpu, BigInt(config.dynamic))}`,
    ...cells(before.permitted ?? before.without, after.permitted),
  ];
}

const cells = (was: Stage, is: Stage): string[] => [
  change(was.task, is.task),
  change(was.guest.size, is.guest.size),
  change(was.capXsave2, is.capXsave2),
  change(was.frame, is.frame),
];

const change = (was: number, is: number): string => (was === is ? `${is}` : `${was} -> ${is}`);

function promiseText({ id, name, turn, steps, detail, shortfall }: PromiseTurn): string {
  if (turn === "undecided") return `${id} ${name} undecided: the search met its bound`;
  const how =
    turn === "breaks"
      ? `breaks in ${steps} ${steps === 1 ? "step" : "steps"}`
      : `${shortfall} bytes short at worst`;
  return `${id} ${name} ${how}: ${detail}`;
}
