/** A trace as numbered steps: the call, its answer, and only what changed. */
import { resultText } from "../../linux/model/errno.ts";
import type { TraceStep, Value } from "../../linux/model/trace.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { wrap } from "./wrap.ts";

/** The steps of `trace`, one a paragraph, indented by `indent` blanks, wrapped at `columns`. */
export function traceText(
  trace: readonly TraceStep[],
  cpu: Processor,
  indent: number,
  columns: number,
): string {
  const margin = " ".repeat(indent);
  if (trace.length === 0) return `${margin}(from the start, before any call)`;
  const said = (line: string, before: string) =>
    wrap(line, columns - before.length, " ").map((part) => before + part);
  return trace
    .flatMap(({ op, result, changed }, i) => [
      ...said(`${i + 1}. ${op} = ${resultText(result)}`, margin),
      ...changeLines(changed, cpu).flatMap((line) => said(line, `${margin}     `)),
    ])
    .join("\n");
}

/** The calls alone, in one line. */
export const callsText = (trace: readonly TraceStep[]): string =>
  trace.length === 0 ? "(from the start)" : trace.map(({ op }) => op).join(", ");

function changeLines(changed: TraceStep["changed"], cpu: Processor): string[] {
  const fields = folded(changed);
  const born = fields.some(([path, [was]]) => path === "vcpu.size" && was === null);
  const width = Math.max(0, ...fields.map(([path]) => path.length));
  return fields.flatMap(([path, [was, is]]) => {
    if (path === "vcpu") return is === GONE ? ["vcpu: gone"] : [];
    // Of a new vCPU, what is zero or absent says nothing.
    if (born && path.startsWith("vcpu.") && (!is || is === "0x0")) return [];
    if (born && path.startsWith("vcpu."))
      return [`${path.padEnd(width)}  ${valueText(path, is, cpu)}`];
    return [`${path.padEnd(width)}  ${changeText(path, was, is, cpu)}`];
  });
}

/** The fields, those of a vCPU that is no more as one. */
function folded(changed: TraceStep["changed"]): [string, TraceStep["changed"][string]][] {
  const fields = Object.entries(changed);
  const [was, is] = changed["vcpu.size"] ?? [null, null];
  if (was === null || is !== null) return fields;
  return [
    ...fields.filter(([path]) => path !== "vcpu" && !path.startsWith("vcpu.")),
    ["vcpu", ["there", GONE]],
  ];
}

const GONE = "gone";

const isMask = (value: Value): value is string => typeof value === "string";

function changeText(path: string, was: Value, is: Value, cpu: Processor): string {
  if (!isMask(was) || !isMask(is)) {
    return `${valueText(path, was, cpu)} -> ${valueText(path, is, cpu)}`;
  }
  const before = BigInt(was);
  const after = BigInt(is);
  const parts = [
    [after & ~before, "+"],
    [before & ~after, "-"],
  ] as const;
  const names = parts
    .filter(([mask]) => mask !== 0n)
    .map(([mask, sign]) => `${sign}${maskNames(cpu, mask).replaceAll("+", ` ${sign}`)}`);
  return `${was} -> ${is} (${names.join(" ")})`;
}

function valueText(path: string, value: Value, cpu: Processor): string {
  if (value === null) return "none";
  if (isMask(value)) return `${value} (${maskNames(cpu, BigInt(value))})`;
  if (typeof value === "number" && /size$/i.test(path)) return `${value} bytes`;
  return typeof value === "boolean" ? (value ? "yes" : "no") : `${value}`;
}
