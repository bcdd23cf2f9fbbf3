/**
 * CPUID of this machine through Linux's device, /dev/cpu/N/cpuid: 16 bytes per read, at the position
 * leaf | sub-leaf << 32. Needs the module `cpuid` and, mostly, root.
 */
import { closeSync, openSync, readdirSync, readSync } from "node:fs";
import type { Block, RegisterName, Row } from "../read/cpuid/rows.ts";
import { bitsOf } from "../xsave/mask.ts";

const FOLDER = "/dev/cpu";
export const DEVICE = `${FOLDER}/0/cpuid`;

/** The leaves that name a processor, and leaf 0DH as far as it enumerates. */
function rowsOf(device: string): Row[] {
  const file = openSync(device, "r");
  try {
    const buffer = Buffer.alloc(16);
    const rows: Row[] = [];
    const take = (leaf: number, subleaf: number): { readonly [Name in RegisterName]: number } => {
      readSync(file, buffer, 0, 16, (BigInt(subleaf) << 32n) | BigInt(leaf));
      const [eax = 0, ebx = 0, ecx = 0, edx = 0] = [0, 4, 8, 12].map((at) =>
        buffer.readUInt32LE(at),
      );
      const registers = { eax, ebx, ecx, edx };
      rows.push({ leaf, subleaf, registers });
      return registers;
    };
    const highest = take(0, 0).eax;
    take(1, 0);
    if (highest >= 0xd) {
      const zero = take(0xd, 0);
      const one = take(0xd, 1);
      const low = BigInt(zero.eax | one.ecx) & 0xffffffffn;
      const high = BigInt(zero.edx | one.edx) & 0xffffffffn;
      for (const n of bitsOf((high << 32n) | low)) if (n >= 2) take(0xd, n);
    }
    if (take(0x80000000, 0).eax >= 0x80000004) {
      for (const leaf of [0x80000002, 0x80000003, 0x80000004]) take(leaf, 0);
    }
    return rows;
  } finally {
    closeSync(file);
  }
}

/** A block for every logical processor that has a device. @throws as node:fs does. */
export function deviceBlocks(): Block[] {
  const numbers = readdirSync(FOLDER)
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
  return (numbers.length > 0 ? numbers : [0]).map((n) => ({
    label: `CPU ${n}`,
    rows: rowsOf(`${FOLDER}/${n}/cpuid`),
    warnings: [],
  }));
}
