/**
 * CPUID as KVM takes it: kvm_cpuid_entry2 as JSON, and the page of an SEV-SNP guest as bytes.
 * Checked by test/write/cpuid.test.ts.
 */
import type { Bytes } from "../bytes.ts";
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";

type Json = Record<string, unknown>;

const isObject = (json: unknown): json is Json =>
  typeof json === "object" && json !== null && !Array.isArray(json);

/** How it begins, whatever comes before the first entry. */
export const speaksKvm = (text: string): boolean =>
  /"entries"\s*:\s*\[\s*\{[^}]{0,400}"function"\s*:/.test(text);

/**
 * The one block of `{ "entries": [{ function, index, flags, eax, ebx, ecx, edx }] }`.
 *
 * @throws {RangeError} naming the entry that is none.
 */
export function kvmBlocks(json: unknown): Block[] {
  const entries = isObject(json) ? json.entries : undefined;
  if (!Array.isArray(entries)) throw new RangeError("the file has no list of entries");
  const rows = entries.map((entry: unknown, i): Row => {
    const where = `entries[${i}]`;
    if (!isObject(entry)) throw new RangeError(`${where} is no JSON object`);
    const number = (name: string): number => {
      const value = entry[name];
      if (
        typeof value === "number" &&
        Number.isInteger(value) &&
        value >= 0 &&
        value <= 0xffffffff
      ) {
        return value;
      }
      throw new RangeError(`${where}.${name} is no 32-bit number`);
    };
    const [eax, ebx, ecx, edx] = ["eax", "ebx", "ecx", "edx"].map(number) as [
      number,
      number,
      number,
      number,
    ];
    return {
      leaf: number("function"),
      subleaf: number("index"),
      registers: { eax, ebx, ecx, edx },
    };
  });
  return [{ label: "guest", rows, warnings: [] }];
}

/** struct snp_cpuid_table of Linux: a header of 16 bytes, then at most 64 entries of 48. */
const PAGE_BYTES = 4096;
const HEADER = 16;
const ENTRY = 48;
const ENTRIES_MAX = 64;

/** The entries of an SNP CPUID page; null where the bytes are none. */
function pageRows(bytes: Bytes): Row[] | null {
  if (bytes.length !== PAGE_BYTES) return null;
  const view = bytes.slice(0, PAGE_BYTES);
  const count = view.getUint32(0, true);
  if (count === 0 || count > ENTRIES_MAX || view.getUint32(4, true) !== 0) return null;
  if (view.getBigUint64(8, true) !== 0n) return null;
  return Array.from({ length: count }, (_, i): Row => {
    const at = HEADER + i * ENTRY;
    const register = (n: number) => view.getUint32(at + 24 + 4 * n, true);
    return {
      leaf: view.getUint32(at, true),
      subleaf: view.getUint32(at + 4, true),
      registers: { eax: register(0), ebx: register(1), ecx: register(2), edx: register(3) },
    };
  });
}

/** True for the page itself, in which leaf 0DH has an entry. */
export const isSnpPage = (bytes: Bytes): boolean =>
  (pageRows(bytes) ?? []).some(({ leaf }) => leaf === LEAF_0D);

/** The one block of a page. @throws {RangeError} where it is none. */
export function snpPageBlocks(bytes: Bytes): Block[] {
  const rows = pageRows(bytes);
  if (rows === null)
    throw new RangeError("no CPUID page of an SNP guest: 4096 bytes, at most 64 entries");
  return [{ label: "guest", rows, warnings: [] }];
}
