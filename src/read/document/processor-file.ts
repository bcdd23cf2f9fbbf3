/** A processor file: JSON of schema "xsweep/processor@1", read and written. */
import { hex } from "../../xsave/mask.ts";
import { createProcessor, type Processor, type ProcessorFields } from "../../xsave/processor.ts";
import { parseJson } from "./json.ts";

export const PROCESSOR_SCHEMA = "xsweep/processor@1";

type Fields = Record<string, unknown>;

/**
 * The processor that a file holds.
 *
 * @throws {RangeError} if it is no JSON, lacks a field, or describes a processor that cannot be.
 */
export function readProcessor(source: string | Uint8Array): Processor {
  const text = typeof source === "string" ? source : new TextDecoder().decode(source);
  return processorOfJson(parseJson(text));
}

/** The processor that the parsed JSON describes. @throws {RangeError} as `readProcessor`. */
export function processorOfJson(json: unknown): Processor {
  const fields = objectOf(json, "the file");
  if (fields.schema !== PROCESSOR_SCHEMA) {
    throw new RangeError(
      `schema is ${JSON.stringify(fields.schema) ?? "missing"}, not "${PROCESSOR_SCHEMA}"`,
    );
  }
  const { components, ...facts } = fields;
  const registers = { xcr0: maskOf(fields, "xcr0"), xss: maskOf(fields, "xss") };
  const eax1 = fields.eax1 === undefined ? {} : { eax1: Number(maskOf(fields, "eax1")) };
  for (const name of ["id", "name", "vendor", "source"]) stringOf(fields, name, "the file");
  if (Array.isArray(components)) {
    for (const [i, one] of components.entries()) offsetIn(one, `components[${i}]`);
  }
  try {
    // What kind each field is of is said there, once for files and for callers.
    return createProcessor({ ...facts, ...registers, ...eax1, components } as ProcessorFields);
  } catch (error) {
    // A file has no types: what is wrong in it is a value.
    throw error instanceof TypeError ? new RangeError(error.message) : error;
  }
}

/** A file says null where there is none: what is left out is forgotten. */
function offsetIn(json: unknown, where: string): void {
  const fields = objectOf(json, where);
  for (const name of ["supervisor", "align64", "xfd", "offset"]) {
    if (fields[name] === undefined) throw new RangeError(`${where} lacks the field "${name}"`);
  }
}

/** `json`, once it is known to be an object. */
export function objectOf(json: unknown, where: string): Fields {
  if (typeof json !== "object" || json === null || Array.isArray(json)) {
    throw new RangeError(`${where} is no JSON object`);
  }
  return json as Fields;
}

/** The field `name`, once it is known to be of that type. */
function typed<T>(fields: Fields, name: string, where: string, type: string): T {
  const value = fields[name];
  if (value === undefined) throw new RangeError(`${where} lacks the field "${name}"`);
  if (typeof value !== type) {
    throw new RangeError(`${where}: ${name} is no ${type}: ${JSON.stringify(value).slice(0, 60)}`);
  }
  return value as T;
}

export const stringOf = (fields: Fields, name: string, where: string): string => {
  const text = typed<string>(fields, name, where, "string");
  if (text.trim() === "") throw new RangeError(`${where}: ${name} is empty`);
  return text;
};
export const numberOf = (fields: Fields, name: string, where: string): number =>
  typed<number>(fields, name, where, "number");

function maskOf(fields: Fields, name: string): bigint {
  const text = stringOf(fields, name, "the file");
  if (!/^0x[0-9a-f]{1,16}$/i.test(text)) {
    throw new RangeError(`the file: ${name} is no mask like "0x602e7": ${text.slice(0, 60)}`);
  }
  return BigInt(text);
}

/** The processor file of `cpu`, as a value for JSON.stringify. */
export const processorJson = (cpu: Processor): object => ({
  schema: PROCESSOR_SCHEMA,
  id: cpu.id,
  name: cpu.name,
  vendor: cpu.vendor,
  source: cpu.source,
  ...(cpu.hypothetical ? { hypothetical: true } : {}),
  xcr0: hex(cpu.xcr0),
  xss: hex(cpu.xss),
  ...(cpu.eax1 === undefined ? {} : { eax1: hex(BigInt(cpu.eax1)) }),
  components: cpu.components.map(({ bit, name, size, offset, supervisor, align64, xfd }) => ({
    bit,
    name,
    size,
    offset,
    supervisor,
    align64,
    xfd,
  })),
});
