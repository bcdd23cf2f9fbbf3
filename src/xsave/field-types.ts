/** The types of what a caller without types gives as a processor: said here, not met far below. */
type Kind = "string" | "boolean" | "bigint" | "number";

const PROCESSOR: Readonly<Record<string, Kind>> = {
  id: "string",
  name: "string",
  vendor: "string",
  source: "string",
  hypothetical: "boolean",
  xcr0: "bigint",
  xss: "bigint",
};
const COMPONENT: Readonly<Record<string, Kind>> = {
  name: "string",
  bit: "number",
  size: "number",
  supervisor: "boolean",
  align64: "boolean",
  xfd: "boolean",
};

function check(where: string, fields: object, kinds: Readonly<Record<string, Kind>>): void {
  for (const [name, kind] of Object.entries(kinds)) {
    const value: unknown = (fields as Record<string, unknown>)[name];
    if (typeof value === kind) continue;
    const given = typeof value === "string" ? `"${value}"` : String(value);
    throw new TypeError(`${where}: ${name} is ${given}, not a ${kind}`);
  }
}

/** @throws {TypeError} naming the first field that is missing or of another type. */
export function checkTypes(fields: { readonly components: readonly object[] }): void {
  check("processor", fields, PROCESSOR);
  if (!Array.isArray(fields.components)) throw new TypeError("processor: components is no list");
  for (const [i, component] of fields.components.entries()) {
    check(`components[${i}]`, component, COMPONENT);
  }
}
