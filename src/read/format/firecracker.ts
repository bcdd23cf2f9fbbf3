/**
 * Firecracker fingerprints and CPU templates: JSON whose registers are strings of 32 bits, `x` for
 * a bit that a template leaves open. Checked by test/read/formats.test.ts.
 */
import { type Block, LEAF_0D, type RegisterName, type Registers, type Row } from "../cpuid/rows.ts";
import { parseJson } from "../document/json.ts";
import { type RowFormat, startsWith } from "../input.ts";
import type { Warning } from "../warning.ts";

type Json = Record<string, unknown>;

const isObject = (json: unknown): json is Json =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** The list of CPUID modifiers of the document; null where it has none. */
function modifiersOf(json: unknown): unknown[] | null {
  if (!isObject(json)) return null;
  const config = isObject(json.guest_cpu_config) ? json.guest_cpu_config : json;
  return Array.isArray(config.cpuid_modifiers) ? config.cpuid_modifiers : null;
}

/**
 * The one block of a document.
 *
 * @throws {RangeError} naming the entry that is no modifier.
 */
function firecrackerBlocks(json: unknown): Block[] {
  const rows: Row[] = [];
  let open = 0;
  for (const [i, entry] of (modifiersOf(json) ?? []).entries()) {
    const where = `cpuid_modifiers[${i}]`;
    if (!isObject(entry)) throw new RangeError(`${where} is no JSON object`);
    const leaf = numberOf(entry.leaf, `${where}.leaf`);
    const { registers, masked } = registersFrom(entry.modifiers, where);
    if (leaf === LEAF_0D) open += masked;
    rows.push({ leaf, subleaf: numberOf(entry.subleaf, `${where}.subleaf`), registers });
  }
  const message = `the template leaves ${open} bits of leaf 0DH open: read as 0`;
  const warnings: Warning[] = open === 0 ? [] : [{ name: "masked-bits", message }];
  return [{ label: "guest", rows, warnings }];
}

function numberOf(json: unknown, where: string): number {
  const value = typeof json === "string" ? Number(json) : json;
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new RangeError(`${where} is no 32-bit number: ${JSON.stringify(json)?.slice(0, 60)}`);
  }
  return value;
}

function registersFrom(json: unknown, where: string): { registers: Registers; masked: number } {
  // A register without a modifier is as the host has it: not known here.
  const values: Record<RegisterName, number | null> = {
    eax: null,
    ebx: null,
    ecx: null,
    edx: null,
  };
  let masked = 0;
  if (!Array.isArray(json)) throw new RangeError(`${where}.modifiers is no list`);
  for (const [i, entry] of json.entries()) {
    const { register, bitmap } = isObject(entry) ? entry : {};
    if (typeof register !== "string" || !(register in values) || typeof bitmap !== "string") {
      throw new RangeError(`${where}.modifiers[${i}] is no register and bitmap`);
    }
    const bits = bitmap.replaceAll("_", "");
    if (!/^0b[01x]{1,32}$/.test(bits)) {
      throw new RangeError(`${where}.modifiers[${i}]: ${bitmap.slice(0, 60)} is no 32-bit bitmap`);
    }
    values[register as RegisterName] = Number(bits.replaceAll("x", "0"));
    masked += bits.slice(2).split("x").length - 1;
  }
  return { registers: values, masked };
}

export const FIRECRACKER: RowFormat = {
  name: "firecracker-json",
  summary: "Firecracker fingerprints and CPU templates",
  lists: "sub-leaves",
  is: (input) => startsWith(input, "{") && input.raw.includes('"cpuid_modifiers"'),
  blocks({ raw }) {
    const json = parseJson(raw);
    if (!modifiersOf(json)) throw new RangeError("the file has no list of cpuid_modifiers");
    return firecrackerBlocks(json);
  },
};
