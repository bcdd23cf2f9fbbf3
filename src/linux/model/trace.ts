/** A trace as people read it: the operation, its answer, and only what changed, as kernel fields. */
import type { Taken } from "../../check/search.ts";
import { hexOf } from "../kernel/xfeatures.ts";
import type { Process } from "./process.ts";

/** Masks in hexadecimal, sizes in bytes, flags; null where there is no such field. */
export type Value = string | number | boolean | null;

export interface TraceStep {
  readonly op: string;
  /** 0, a negative errno, or the number of a signal. */
  readonly result: number;
  /** By field, what it was and what it is. */
  readonly changed: Readonly<Record<string, readonly [before: Value, after: Value]>>;
}

const MASKS = new Set([
  "statePerm",
  "xfeatures",
  "userXfeatures",
  "xfd",
  "cpuid",
  "supportedXcr0",
  "xcr0",
  "xss",
  "xstateBv",
]);

/** Every field of `process` by path, `guestPerm.statePerm`. */
function fieldsOf(process: Process): Map<string, Value> {
  const fields = new Map<string, Value>();
  const add = (path: string, name: string, value: unknown) => {
    const shown = MASKS.has(name) && typeof value === "number" ? hexOf(value) : value;
    fields.set(path, shown as Value);
  };
  for (const [name, value] of Object.entries(process)) {
    if (typeof value !== "object") add(name, name, value);
    else if (value !== null) {
      for (const [inner, field] of Object.entries(value)) add(`${name}.${inner}`, inner, field);
    }
  }
  return fields;
}

/** What `after` has that `before` has not, and the other way round. */
export function changes(before: Process, after: Process): TraceStep["changed"] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  const changed: Record<string, readonly [Value, Value]> = {};
  for (const path of new Set([...old.keys(), ...now.keys()])) {
    const was = old.get(path) ?? null;
    const is = now.get(path) ?? null;
    if (was !== is) changed[path] = [was, is];
  }
  return changed;
}

export const traceStep = ({ operation, result, before, after }: Taken<Process>): TraceStep => ({
  op: operation,
  result,
  changed: changes(before, after),
});
