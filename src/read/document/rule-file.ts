/**
 * A rule file: JSON of schema "xsweep/rule@1", an algorithm of one's own as steps.
 *
 *     { "schema": "xsweep/rule@1", "id": "mine-compacted", "format": "compacted", "stands": "…", "source": "…",
 *       "start": 576, "last": STEP?,
 *       "bits": [{ "bits": "2-62", "absent": STEP?, "present": STEP?, "place": STEP? }, …] }
 *
 * A STEP has any of keep, plus, align, then, atLeast (src/algebra/step.ts); what it leaves out does
 * nothing. A number may also be "size", "offset" or "end" (offset + size) of the component, and
 * align "own": 64 where the component is aligned. The last row that has a bit counts.
 */
import { sizeOf } from "../../algebra/fold.ts";
import { IDENTITY, type Step, step } from "../../algebra/step.ts";
import { type BitSteps, bitSteps, NO_CHANGE, type Steps } from "../../algebra/steps.ts";
import type { Rule } from "../../rules/rule.ts";
import { LAST_BIT, SIZE_MAX, type StateComponent } from "../../xsave/component.ts";
import { bitsOf } from "../../xsave/mask.ts";
import { type Processor, userPart } from "../../xsave/processor.ts";
import { numberOf, objectOf, stringOf } from "./processor-file.ts";

export const RULE_SCHEMA = "xsweep/rule@1";

const WORDS = ["size", "offset", "end"] as const;
type Term = number | (typeof WORDS)[number];

/** A step whose numbers may be those of a component. */
interface Template {
  readonly keep: boolean;
  readonly plus: Term;
  readonly align: 1 | 64 | "own";
  readonly then: Term;
  readonly atLeast: Term | undefined;
  /** Where it stands in the file: "bits[2].present". */
  readonly where: string;
}

interface Row {
  readonly bits: readonly number[];
  readonly absent: Template | undefined;
  readonly present: Template | undefined;
  readonly place: Template | undefined;
}

/** The rule that a file holds. @throws {RangeError} naming the field or the step that is malformed. */
export function readRule(source: string | Uint8Array): Rule {
  const fields = objectOf(parsed(source), "the file");
  if (fields.schema !== RULE_SCHEMA) {
    throw new RangeError(
      `schema is ${JSON.stringify(fields.schema) ?? "missing"}, not "${RULE_SCHEMA}"`,
    );
  }
  const id = stringOf(fields, "id", "the file");
  const format = stringOf(fields, "format", "the file");
  if (format !== "standard" && format !== "compacted") {
    throw new RangeError(`the file: format is "standard" or "compacted", not "${format}"`);
  }
  if (!id.endsWith(`-${format}`)) {
    throw new RangeError(`the file: the id of a ${format} rule ends in -${format}, not "${id}"`);
  }
  const start = wholeNumber(fields.start, "start");
  if (!Array.isArray(fields.bits)) throw new RangeError("the file: bits is no list");
  const rows = fields.bits.map(rowFrom);
  const last = templateFrom(fields.last, "last");
  if (last && termsOf(last).some((term) => typeof term === "string")) {
    throw new RangeError("last: there is no component whose size or offset it could take");
  }
  const steps = (cpu: Processor): Steps => ({
    start,
    bits: bitSteps(stepsFor(cpu, rows, format)),
    ...(last ? { last: filled(last, undefined) } : {}),
  });
  return {
    id,
    format,
    stands: stringOf(fields, "stands", "the file"),
    source: stringOf(fields, "source", "the file"),
    steps,
    // Its steps are all that is known of it: the walk is theirs, a bit after the other.
    walk: (cpu, mask) => sizeOf(steps(cpu), format === "standard" ? userPart(cpu, mask) : mask),
  };
}

function parsed(source: string | Uint8Array): unknown {
  try {
    return JSON.parse(typeof source === "string" ? source : new TextDecoder().decode(source));
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    throw new RangeError(`no JSON: ${reason.slice(0, 120)}`);
  }
}

function rowFrom(json: unknown, index: number): Row {
  const where = `bits[${index}]`;
  const fields = objectOf(json, where);
  for (const name of Object.keys(fields)) {
    if (!["bits", "absent", "present", "place"].includes(name)) {
      throw new RangeError(`${where}: ${name} is no field (known: bits, absent, present, place)`);
    }
  }
  return {
    bits: bitsFrom(fields.bits, where),
    absent: templateFrom(fields.absent, `${where}.absent`),
    present: templateFrom(fields.present, `${where}.present`),
    place: templateFrom(fields.place, `${where}.place`),
  };
}

/** `7`, or text of numbers and ranges: "2-16,19". */
function bitsFrom(value: unknown, where: string): number[] {
  const bits = String(value)
    .split(",")
    .flatMap((item) => {
      const [, from = "", to = from] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(item.trim()) ?? [];
      const length = Number(to) - Number(from) + 1;
      return from === "" || length < 1
        ? [Number.NaN]
        : Array.from({ length }, (_, i) => Number(from) + i);
    });
  if (bits.every((n) => n >= 0 && n <= LAST_BIT)) return bits;
  throw new RangeError(
    `${where}: bits is no list of numbers and ranges in 0..${LAST_BIT} like "2-16,19": ${JSON.stringify(value) ?? "missing"}`,
  );
}

const FIELDS = ["keep", "plus", "align", "then", "atLeast"];

function templateFrom(json: unknown, where: string): Template | undefined {
  if (json === undefined) return undefined;
  const fields = objectOf(json, where);
  for (const name of Object.keys(fields)) {
    if (!FIELDS.includes(name)) {
      throw new RangeError(`${where}: ${name} is no field of a step (known: ${FIELDS.join(", ")})`);
    }
  }
  const { keep = true, align = 1 } = fields;
  if (typeof keep !== "boolean") throw new RangeError(`${where}: keep is neither true nor false`);
  if (align !== 1 && align !== 64 && align !== "own") {
    throw new RangeError(`${where}: align is 1, 64 or "own", not ${JSON.stringify(align)}`);
  }
  const plus = termFrom(fields, "plus", where) ?? 0;
  const then = termFrom(fields, "then", where) ?? 0;
  return { keep, plus, align, then, atLeast: termFrom(fields, "atLeast", where), where };
}

function termFrom(fields: Record<string, unknown>, name: string, where: string): Term | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  const word = WORDS.find((known) => known === value);
  if (word) return word;
  if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) <= SIZE_MAX) return value;
    throw new RangeError(`${where}: ${name} is no whole number within 2^31-1: ${value}`);
  }
  throw new RangeError(
    `${where}: ${name} is a number or one of ${WORDS.join(", ")}, not ${JSON.stringify(value)}`,
  );
}

const termsOf = ({ plus, align, then, atLeast }: Template): unknown[] => [
  plus,
  align,
  then,
  atLeast,
];

function stepsFor(
  cpu: Processor,
  rows: readonly Row[],
  format: Rule["format"],
): Map<number, BitSteps> {
  const components = new Map(cpu.components.map((component) => [component.bit, component]));
  const known = new Set([...bitsOf(cpu.xcr0), 0, 1, ...components.keys()]);
  const steps = new Map<number, BitSteps>();
  for (const row of rows) {
    for (const n of row.bits.filter((candidate) => known.has(candidate))) {
      const component = components.get(n);
      // A standard rule does not look at supervisor components.
      if (format === "standard" && component?.supervisor) continue;
      const { absent, present, place } = row;
      steps.set(n, {
        absent: absent ? filled(absent, component) : NO_CHANGE.absent,
        present: present ? filled(present, component) : IDENTITY,
        ...(place ? { place: filled(place, component) } : {}),
      });
    }
  }
  return steps;
}

/** The step with the numbers of `component`. @throws {RangeError} where it has no such number. */
function filled(template: Template, component: StateComponent | undefined): Step {
  const { keep, where } = template;
  const value = (term: Term): number => {
    if (typeof term === "number") return term;
    if (!component) throw new RangeError(`${where}: x87 and SSE have no ${term} to take`);
    if (term === "size") return component.size;
    if (component.offset === null) {
      throw new RangeError(
        `${where}: ${component.name} has no ${term}: it is a supervisor component`,
      );
    }
    return term === "offset" ? component.offset : component.offset + component.size;
  };
  const align = template.align === "own" ? (component?.align64 ? 64 : 1) : template.align;
  return step({
    keep,
    plus: value(template.plus),
    align,
    then: value(template.then),
    ...(template.atLeast === undefined ? {} : { atLeast: value(template.atLeast) }),
  });
}

function wholeNumber(value: unknown, where: string): number {
  const start = numberOf({ [where]: value }, where, "the file");
  if (Number.isInteger(start) && start >= 0 && start <= SIZE_MAX) return start;
  throw new RangeError(`the file: ${where} is no whole number from 0 to 2^31-1: ${start}`);
}
