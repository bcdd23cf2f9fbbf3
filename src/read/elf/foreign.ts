/** Files that are taken for a core file of x86 and are none: what each is, and what to run instead. */
import type { Bytes } from "../bytes.ts";

/** e_machine of the machines whose cores people have. System V gABI, table of machines. */
export const FOREIGN_MACHINES: ReadonlyMap<number, string> = new Map([
  [2, "SPARC"],
  [8, "MIPS"],
  [15, "PA-RISC"],
  [18, "SPARC"],
  [20, "PowerPC"],
  [21, "PowerPC64"],
  [22, "s390x"],
  [40, "ARM"],
  [42, "SuperH"],
  [43, "SPARC V9"],
  [50, "Itanium"],
  [183, "AArch64"],
  [243, "RISC-V"],
  [258, "LoongArch"],
]);

/** The first bytes in hex, and the sentence. */
const BEGINNINGS: readonly (readonly [magic: string, says: string])[] = [
  ["fd377a585a00", "an xz file: open it with `xz -dc FILE | xsweep core -`"],
  ["425a68", "a bzip2 file: open it with `bzip2 -dc FILE | xsweep core -`"],
  ["04224d18", "an lz4 file: open it with `lz4 -dc FILE | xsweep core -`"],
  ["28b52ffd", "a zstd file: open it with `zstd -dc FILE | xsweep core -`"],
  ["1f8b", "a gzip file: open it with `gzip -dc FILE | xsweep core -`"],
  ["feedface", "a Mach-O file, not an ELF core: lldb reads it"],
  ["feedfacf", "a Mach-O file, not an ELF core: lldb reads it"],
  ["cefaedfe", "a Mach-O file, not an ELF core: `lldb -c FILE` reads it"],
  ["cffaedfe", "a Mach-O file, not an ELF core: `lldb -c FILE` reads it"],
  ["4d444d50", "a Windows minidump: `xsweep core FILE` reads it, as a file and not from a pipe"],
  [
    "5041474544553634",
    "a Windows crash dump of 64 bits (PAGEDU64), not an ELF core: WinDbg reads it",
  ],
  ["5041474544554d50", "a Windows crash dump (PAGEDUMP), not an ELF core: WinDbg reads it"],
  ["4b44554d50202020", "a kdump file (makedumpfile), not an ELF core: `crash` reads it"],
];

/** What the file is, as a sentence; undefined where it is nothing that is known. */
export function foreignName(bytes: Bytes): string | undefined {
  const head = bytes.slice(0, Math.min(8, bytes.length));
  let digits = "";
  for (let at = 0; at < head.byteLength; at++) {
    digits += head.getUint8(at).toString(16).padStart(2, "0");
  }
  return BEGINNINGS.find(([magic]) => digits.startsWith(magic))?.[1];
}
