/**
 * JSON that lists CPUID entries: KVM's kvm_cpuid2 as rust-vmm, Cloud Hypervisor and others write it
 * (`function`, `index`), propolis and the like (`leaf`, `subleaf`, `values`). The list may lie anywhere.
 */
import type { Block, Registers, Row } from "../cpuid/rows.ts";
import { LEAF_0D, REGISTER_NAMES } from "../cpuid/rows.ts";

type Json = Record<string, unknown>;

const isObject = (json: unknown): json is Json =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** What an entry calls its leaf, and its sub-leaf. */
const LEAF = ["function", "leaf", "eax_in", "func"];
const SUBLEAF = ["index", "subleaf", "sub_leaf", "ecx_in"];

const NAMES = new RegExp(`"(?:${LEAF.join("|")})"\\s{0,40}:`);

/** True if `text` names a leaf and a register. */
export const speaksEntries = (text: string): boolean =>
  NAMES.test(text) && /"eax"\s{0,40}:/.test(text);

const numberOf = (json: unknown): number | null => {
  const value =
    typeof json === "string" && /^(?:0x[0-9a-f]+|\d+)$/i.test(json) ? Number(json) : json;
  const whole = typeof value === "number" && Number.isInteger(value);
  return whole && value >= 0 && value <= 0xffffffff ? value : null;
};

const first = (entry: Json, names: readonly string[]): unknown =>
  names.map((name) => entry[name]).find((value) => value !== undefined && value !== null);

/** The row of an entry; null where it is none. A register that it does not have stays unknown. */
function rowOf(entry: unknown): Row | null {
  if (!isObject(entry)) return null;
  const leaf = numberOf(first(entry, LEAF));
  const subleaf = first(entry, SUBLEAF);
  const from = isObject(entry.values) ? entry.values : isObject(entry.regs) ? entry.regs : entry;
  const values = REGISTER_NAMES.map((name) => numberOf(from[name]));
  if (leaf === null || values.every((value) => value === null)) return null;
  const [eax = null, ebx = null, ecx = null, edx = null] = values;
  const registers: Registers = { eax, ebx, ecx, edx };
  return { leaf, subleaf: subleaf === undefined ? 0 : numberOf(subleaf), registers };
}

/** A block for each list that has a row of leaf 0DH; lists in lists are walked without recursion. */
export function entryBlocks(json: unknown): Block[] {
  const blocks: Block[] = [];
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (Array.isArray(value)) {
      const rows = value.flatMap((entry) => rowOf(entry) ?? []);
      if (rows.some(({ leaf }) => leaf === LEAF_0D)) {
        const unread = value.length - rows.length;
        const message = `${unread} entries of the list are no CPUID rows: left out`;
        const warnings = unread > 0 ? [{ name: "malformed-row" as const, message }] : [];
        blocks.push({ label: `CPU ${blocks.length}`, rows, warnings });
      } else for (const item of [...value].reverse()) open.push(item);
    } else if (isObject(value)) for (const item of Object.values(value).reverse()) open.push(item);
  }
  return blocks;
}
