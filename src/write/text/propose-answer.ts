/** The answer of a proposal in sentences, before any table. */
import { lostExchange } from "../../questions/proposal-exchange.ts";
import type { ProposalReport } from "../../questions/propose.ts";
import type { StateComponent } from "../../xsave/component.ts";
import { compactedSize, standardSize } from "../../xsave/layout.ts";
import type { Processor } from "../../xsave/processor.ts";
import { enumerated } from "../../xsave/processor.ts";
import type { ProposalKernels } from "../json/propose.ts";
import { grouped } from "./number.ts";
import { wrap } from "./wrap.ts";

export function answersText(
  report: ProposalReport,
  kernels: ProposalKernels,
  columns: number,
): string {
  return [
    title(report),
    sizes(report),
    rules(report),
    promises(kernels),
    limits(report),
    images(report),
  ]
    .flatMap((line) => wrap(line, columns, " "))
    .join("\n");
}

const numbered = (n: number, one: string): string =>
  `${n === 0 ? "no" : n} ${one}${n === 1 ? "" : "s"}`;
const verb = (n: number, one: string, more: string): string => (n === 1 ? one : more);

/** "sapphire-rapids with new20 (20, 1024 bytes, at 11008, align64), without PKRU". */
function title({ before, after }: ProposalReport): string {
  const [old, now] = [before, after].map(
    ({ components }) => new Map(components.map((c) => [c.bit, c])),
  );
  const added = after.components.filter(({ bit }) => !old?.has(bit));
  const gone = before.components.filter(({ bit }) => !now?.has(bit));
  const resized = after.components.flatMap((one) => {
    const was = old?.get(one.bit);
    return was && was.size !== one.size
      ? [`${one.name} of ${one.size} bytes instead of ${was.size}`]
      : [];
  });
  const changes = [
    ...added.map((one) => `with ${described(one)}`),
    ...resized.map((text) => `with ${text}`),
    ...gone.map(({ name, bit }) => `without ${name} (${bit})`),
  ];
  return `${before.id} ${changes.join(", ")}`;
}

function described({ bit, name, size, offset, ...flags }: StateComponent): string {
  const words = (["align64", "xfd", "supervisor"] as const).filter((word) => flags[word]);
  const place = offset === null ? [] : [`at ${offset}`];
  return `${name} (${[`${bit}`, `${size} bytes`, ...place, ...words].join(", ")})`;
}

function sizes({ before, after }: ProposalReport): string {
  const all = (size: (cpu: Processor, mask: bigint) => number, format: string) => {
    const [was, is] = [before, after].map((cpu) => grouped(size(cpu, enumerated(cpu))));
    return was === is ? `${is} ${format} as before` : `${was} to ${is} ${format}`;
  };
  return `bytes of all of it: ${all(standardSize, "standard")}, ${all(compactedSize, "compacted")}`;
}

function rules({ rules: all }: ProposalReport): string {
  const of = (turn: string) => all.filter((one) => one.turn === turn).length;
  const [wrong, worse, ends, unknown] = ["wrong", "worse", "ends", "unknown"].map(of) as [
    number,
    number,
    number,
    number,
  ];
  return [
    `rules: ${wrong} of ${all.length} ${verb(wrong, "becomes", "become")} wrong`,
    ...(worse > 0
      ? [
          `${worse} that ${verb(worse, "was", "were")} wrong ${verb(worse, "is", "are")} so on more masks or by more bytes`,
        ]
      : []),
    ...(ends > 0 ? [`${ends} ${verb(ends, "gives", "give")} no size any more`] : []),
    ...(unknown > 0 ? [`${unknown} not known`] : []),
  ].join(", ");
}

function promises({ turns, because }: ProposalKernels): string {
  if (because !== null) return `kernels: not asked, ${because}`;
  const broken = turns.filter(({ promises: some }) => some.some(({ turn }) => turn === "breaks"));
  const worse = turns.filter(({ promises: some }) => some.some(({ turn }) => turn === "worse"));
  const undecided = turns.filter(({ promises: some }) =>
    some.some(({ turn }) => turn === "undecided"),
  );
  const versions = numbered(turns.length, "kernel version");
  const silent = turns.filter(
    ({ before, after }) => before.whyNoBoot === null && after.whyNoBoot !== null,
  );
  const named = (which: string) => byPromise(turns, which);
  return [
    broken.length === 0
      ? `promises: none that held breaks on ${versions}`
      : `promises: broken on ${broken.length} of ${versions}: ${named("breaks")}`,
    ...(worse.length === 0 ? [] : [`broken before, now by more bytes: ${named("worse")}`]),
    ...(undecided.length === 0 ? [] : [`undecided on ${undecided.length}`]),
    ...(silent.length === 0 ? [] : [`${numbered(silent.length, "version")} no longer boot`]),
  ].join("; ");
}

/** "P3 of linux-5.16; B6 of all". */
function byPromise(turns: ProposalKernels["turns"], which: string): string {
  const versions = new Map<string, string[]>();
  for (const { version, promises: some } of turns) {
    for (const { turn, id } of some) {
      if (turn === which) versions.set(id, [...(versions.get(id) ?? []), version.id]);
    }
  }
  return [...versions]
    .map(
      ([id, ids]) =>
        `${id} of ${ids.length === turns.length && ids.length > 1 ? "all" : ids.join(", ")}`,
    )
    .join("; ");
}

function limits({ limits: all }: ProposalReport): string {
  const named = (turn: string) =>
    all.filter((one) => one.turn === turn).map(({ limit }) => limit.name);
  const [now, more] = [named("overflows"), named("more")];
  return [
    `limits: ${now.length === 0 ? "none" : now.length} of ${all.length} ${verb(now.length, "overflows", "overflow")} that had room${now.length === 0 ? "" : ` (${now.join(", ")})`}`,
    ...(more.length === 0
      ? []
      : [`${more.length} ${verb(more.length, "overflows", "overflow")} more than before`]),
  ].join(", ");
}

function images({ exchange }: ProposalReport): string {
  const with_ = (format: "standard" | "compacted") => {
    const could = exchange.filter(({ after }) => after[format] !== null);
    if (could.length === 0) return `no ${format} ones at all`;
    const able = exchange.filter(({ after }) => after[format] === 0n).length;
    const lost = exchange.filter((one) => lostExchange(one)[format]).length;
    return `${format} ones with ${able} of ${exchange.length} processors${lost === 0 ? "" : `, ${lost} fewer than before`}`;
  };
  const faulting = exchange.filter(({ lacks }) => lacks !== 0n).length;
  return [
    `images: of what is shared ${with_("standard")}, ${with_("compacted")}`,
    ...(faulting === 0 ? [] : [`with what changes in use they fault on ${faulting}`]),
  ].join("; ");
}
