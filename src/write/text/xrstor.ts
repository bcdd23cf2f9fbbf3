/** What XRSTOR does with an image, for people: the verdict first, then what is wrong, then every component. */
import type { Restored, XrstorVerdict } from "../../questions/xrstor.ts";
import { XMM_OFFSET } from "../../xsave/area.ts";
import { bit, hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import { type Processor, userPart } from "../../xsave/processor.ts";
import type { AskedXrstor } from "../json/xrstor.ts";
import { table } from "./table.ts";
import { verdictWords } from "./verdict.ts";
import { wrap } from "./wrap.ts";

/** What the registers of a component are called, where that is not its name. */
const REGISTERS: ReadonlyMap<number, string> = new Map([
  [2, "the upper halves of YMM0-15"],
  [3, "BND0-3"],
  [5, "k0-k7"],
  [6, "the upper halves of ZMM0-15"],
  [7, "ZMM16-31"],
  [18, "TMM0-7"],
  [19, "R16-31"],
]);

export function xrstorText(asked: AskedXrstor, columns: number): string {
  const { cpu, registers, header, verdict, writer } = asked;
  const { op, xcr0, xss } = registers;
  const { fault, format, rfbm } = verdict;
  const about = `${op.toUpperCase()} on ${cpu.id} of a ${format} image${writer ? ` of ${writer.id}` : ""}`;
  const values = `XCR0 ${hex(xcr0)}, IA32_XSS ${hex(xss)}, RFBM ${hex(rfbm)}, XSTATE_BV ${hex(header.xstateBv)}, XCOMP_BV ${hex(header.xcompBv)}`;
  const paragraphs = [
    [
      ...wrap(headline(asked), columns, " "),
      ...wrap(`${about}: ${values}`, columns, " "),
      ...(fault ? wrap(fault.sentence, columns, " ") : []),
      ...strangers(asked).flatMap((line) => wrap(line, columns, " ")),
    ].join("\n"),
    ...(writer ? wrongText(cpu, verdict, writer, columns) : []),
    componentsText(asked, columns),
    ...remark(asked, columns),
  ];
  return paragraphs.join("\n\n");
}

/** The verdict where a writer is known or it faults; else what it does. */
function headline({ verdict, writer }: AskedXrstor): string {
  if (verdict.fault || writer) return verdictWords(verdict);
  const groups = (["load", "init", "keep"] as const).flatMap((effect) => {
    const names = verdict.components.filter((one) => one.effect === effect).map(({ name }) => name);
    const verb = { load: "loads", init: "initialises", keep: "keeps" }[effect];
    return names.length === 0 ? [] : [`${verb} ${names.join(", ")}`];
  });
  return `no fault: ${groups.join("; ")}`;
}

/** Components of the image that its alleged writer lacks. */
function strangers({ header: { xstateBv, xcompBv }, verdict, writer }: AskedXrstor): string[] {
  if (!writer) return [];
  const held = verdict.format === "compacted" ? xcompBv & ~bit(63) : xstateBv;
  const lacking = held & ~(writer.xcr0 | (verdict.format === "compacted" ? writer.xss : 0n));
  if (lacking === 0n) return [];
  return [`${writer.id} lacks ${maskNames(writer, lacking)}: it did not write this image`];
}

/** A line for each component that is loaded from bytes that are not its own. */
function wrongText(
  cpu: Processor,
  { components }: XrstorVerdict,
  writer: Processor,
  columns: number,
): string[] {
  const lines = components
    .filter(({ wrong }) => wrong)
    .map((one) => {
      const registers = REGISTERS.get(one.bit) ?? one.name;
      const plural = /-[a-z]?\d+$/.test(registers) ? "are" : "is";
      return `${registers} ${plural} loaded from ${ownersOf(cpu, one, writer)}`;
    });
  const text = lines.flatMap((line) => wrap(`  ${line}`, columns, " ")).join("\n");
  return text === "" ? [] : [text];
}

/** "ZMM_Hi256 and Hi16_ZMM", with a hole where nobody has written, or its own bytes elsewhere. */
function ownersOf(cpu: Processor, one: Restored, writer: Processor): string {
  const pieces = one.from ?? [];
  const covered = pieces.reduce((sum, { bytes }) => sum + bytes, 0);
  if (pieces.length === 0) return `a hole: bytes that ${writer.id} does not write`;
  const names = pieces.map(({ bit: n, name }) => (n === one.bit ? "a part of its own" : name));
  const all = [...names, ...(covered < sizeOf(cpu, one.bit) ? ["a hole"] : [])];
  return all.length === 1 ? `${all[0]}` : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function componentsText({ cpu, verdict, writer }: AskedXrstor, columns: number): string {
  const { components, mxcsr } = verdict;
  const rows = components.map((one) => [
    `${one.bit}`,
    one.name,
    one.effect,
    rangeOf(cpu, one),
    ...(writer ? [piecesOf(one)] : []),
  ]);
  const head = ["BIT", "COMPONENT", "EFFECT", "BYTES", ...(writer ? [`OF ${writer.id}`] : [])];
  const at = components.findIndex(({ bit: n }) => n > 1);
  rows.splice(at < 0 ? rows.length : at, 0, ["", "MXCSR", mxcsr, mxcsr === "load" ? "24..28" : ""]);
  return table(
    ["right", "left", "left", "left", "left"].slice(0, head.length) as ("left" | "right")[],
    [head, ...rows],
    columns,
  );
}

const rangeOf = (cpu: Processor, { bit: n, offset }: Restored): string =>
  offset === null ? "" : `${offset}..${offset + sizeOf(cpu, n)}`;

const sizeOf = (cpu: Processor, n: number): number =>
  [XMM_OFFSET, 256][n] ?? cpu.components.find((component) => component.bit === n)?.size ?? 0;

function piecesOf({ from, wrong, effect }: Restored): string {
  if (effect !== "load") return "";
  if (!wrong) return "its own";
  const pieces = (from ?? []).map(
    ({ name, offset, bytes }) => `${name} ${offset}..${offset + bytes}`,
  );
  return pieces.join(", ") || "a hole";
}

/** What this verdict does not say. */
function remark({ cpu, verdict, registers }: AskedXrstor, columns: number): string[] {
  const loaded = verdict.components.some(
    ({ bit: n, effect }) => effect === "load" && userPart(cpu, bit(n)) === 0n,
  );
  if (registers.op !== "xrstors" || !loaded) return [];
  const text =
    "The contents of supervisor components are not judged: some values of PT, CET and others fault (SDM1 13.12).";
  return [wrap(text, columns, " ").join("\n")];
}
