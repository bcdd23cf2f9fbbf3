/** The types of what makes a processor, whoever gives it: a caller without types, or a file. */
import { shown } from "./options.ts";

type Kind = "string" | "boolean" | "bigint" | "number";

interface Field {
  readonly kind: Kind;
  /** True where something stands for it when it is left out. */
  readonly optional?: true;
}

const needed = (kind: Kind): Field => ({ kind });
const optional = (kind: Kind): Field => ({ kind, optional: true });

const PROCESSOR: Readonly<Record<string, Field>> = {
  id: needed("string"),
  name: needed("string"),
  vendor: optional("string"),
  source: optional("string"),
  hypothetical: optional("boolean"),
  xcr0: optional("bigint"),
  xss: optional("bigint"),
  eax1: optional("number"),
};
const COMPONENT: Readonly<Record<string, Field>> = {
  name: needed("string"),
  bit: needed("number"),
  size: needed("number"),
  supervisor: optional("boolean"),
  align64: optional("boolean"),
  xfd: optional("boolean"),
};

function check(where: string, fields: unknown, kinds: Readonly<Record<string, Field>>): void {
  if (typeof fields !== "object" || fields === null || Array.isArray(fields)) {
    throw new TypeError(`${where} is ${shown(fields)}, not an object`);
  }
  for (const [name, { kind, optional }] of Object.entries(kinds)) {
    const value: unknown = (fields as Record<string, unknown>)[name];
    if (typeof value === kind || (optional && value === undefined)) continue;
    if (value === undefined) throw new TypeError(`${where} lacks the field "${name}"`);
    throw new TypeError(`${where}: ${name} is ${shown(value)}, not a ${kind}`);
  }
}

/** @throws {TypeError} naming the first field that is missing or of another type. */
export function checkTypes(fields: unknown): void {
  check("the processor", fields, PROCESSOR);
  const { components } = fields as { readonly components?: unknown };
  if (!Array.isArray(components)) throw new TypeError("the processor: components is no list");
  for (const [i, component] of components.entries()) {
    check(`components[${i}]`, component, COMPONENT);
  }
}
