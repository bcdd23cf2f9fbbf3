/**
 * The notes of an ELF core file, 64-bit or 32-bit, little-endian. Every size that the file claims is
 * held against the file before anything is read there. Checked by test/read/hostile.test.ts.
 */
import { type Bytes, bytesWithin } from "../bytes.ts";
import type { Warning } from "../warning.ts";
import { FOREIGN_MACHINES, foreignName } from "./foreign.ts";

export interface Note {
  readonly owner: string;
  readonly type: number;
  readonly data: DataView;
}

export interface Notes {
  readonly bits: 32 | 64;
  /** i386 has 8 registers of each family; x32 is x86-64 in an ELF file of 32 bits. */
  readonly machine: "x86-64" | "i386";
  readonly notes: readonly Note[];
  readonly warnings: readonly Warning[];
}

/** "NetBSD-CORE@" and the number of a thread. */
const NAME_MAX = 24;
/** `\x7fELF`. */
const MAGIC = 0x7f454c46;
const CORE = 4;
const EM_386 = 3;
const PT_NOTE = 4;
/** e_phnum that says: the number is in sh_info of section 0. */
export const MANY = 0xffff;
/** Notes of one thread are some 14 KB with AMX: this holds 100,000 threads. */
export const NOTES_MAX = 2 ** 31;

export const isElf = (bytes: Bytes): boolean =>
  bytes.length >= 4 && bytes.slice(0, 4).getUint32(0) === MAGIC;

/** What the ELF header says, once it is that of a core file of x86. */
export interface Head {
  readonly bits: 32 | 64;
  readonly machine: Notes["machine"];
  readonly header: DataView;
  /** Where the program headers begin, bytes of each, their number; MANY where section 0 has it. */
  readonly table: number;
  readonly entry: number;
  readonly count: number;
}

/** @throws {RangeError} if it is no little-endian ELF core file of x86. */
export function headOf(bytes: Bytes): Head {
  if (bytes.length === 0) throw new RangeError("the file is empty");
  if (!isElf(bytes)) {
    const foreign = foreignName(bytes);
    throw new RangeError(
      foreign ?? "no ELF file: it does not begin with 7F 45 4C 46, and nothing else is recognised",
    );
  }
  if (bytes.length < 52) throw new RangeError("an ELF file cut off in its header");
  const ident = bytes.slice(0, 16);
  const bits = ident.getUint8(4) === 2 ? 64 : 32;
  if (bits === 32 && ident.getUint8(4) !== 1) {
    throw new RangeError(`an ELF file of class ${ident.getUint8(4)}, neither 32-bit nor 64-bit`);
  }
  const code = checkMachine(bytes, ident.getUint8(5) !== 1);
  const headerSize = bits === 64 ? 64 : 52;
  if (bytes.length < headerSize) throw new RangeError("an ELF file cut off in its header");
  const header = bytes.slice(0, headerSize);
  const type = header.getUint16(16, true);
  if (type !== CORE) throw new RangeError(`an ELF file of type ${type}, not a core file (4)`);
  const wide = bits === 64;
  return {
    bits,
    machine: code === EM_386 ? "i386" : "x86-64",
    header,
    table: wordOf(header, wide ? 32 : 28, bits),
    entry: header.getUint16(wide ? 54 : 42, true),
    count: header.getUint16(wide ? 56 : 44, true),
  };
}

function checkMachine(bytes: Bytes, bigEndian: boolean): number {
  const code = bytes.slice(18, 2).getUint16(0, !bigEndian);
  const other = FOREIGN_MACHINES.get(code);
  if (!bigEndian && !other) return code;
  const name = other ? ` of ${other}` : "";
  throw new RangeError(
    `a ${bigEndian ? "big" : "little"}-endian ELF file${name} (machine ${code}): not of an x86 machine, so there is no XSAVE area in it`,
  );
}

/**
 * Every note of the file, in order. A note that does not fit its segment ends that segment, with a
 * warning.
 *
 * @throws {RangeError} if it is no little-endian ELF core file of x86.
 */
export function elfNotes(bytes: Bytes): Notes {
  const head = headOf(bytes);
  const { bits, machine } = head;
  const warnings: Warning[] = [];
  const notes: Note[] = [];
  // Segments that overlap would have the same bytes read over and over.
  let left = bytes.length;
  for (const segment of segmentsOf(bytes, head, warnings)) {
    left -= Math.min(segment.size, bytes.length);
    if (left < 0) {
      warnings.push(lying("the note segments are together larger than the file"));
      break;
    }
    takeNotes(bytes, segment, notes, warnings);
  }
  return { bits, machine, notes, warnings };
}

export interface Segment {
  readonly offset: number;
  readonly size: number;
  readonly align: number;
}

const lying = (message: string): Warning => ({ name: "lying-note", message });

/** An offset or size of the class's width; a value beyond 2^53 is beyond any file. */
const wordOf = (view: DataView, at: number, bits: 32 | 64): number =>
  bits === 64 ? Number(view.getBigUint64(at, true)) : view.getUint32(at, true);

/** The note segments, by the program headers that are there. */
export function segmentsOf(
  bytes: Bytes,
  { header, bits, table, entry, count: said }: Head,
  warnings: Warning[],
): Segment[] {
  const wide = bits === 64;
  const minimum = wide ? 56 : 32;
  let count = said;
  if (count === MANY) {
    const sections = wordOf(header, wide ? 40 : 32, bits);
    const info = sections + (wide ? 44 : 28);
    if (bytesWithin(bytes, info, 4)) count = bytes.slice(info, 4).getUint32(0, true);
  }
  const segments: Segment[] = [];
  for (let i = 0; i < count; i++) {
    const at = table + i * entry;
    if (entry < minimum || !bytesWithin(bytes, at, minimum)) {
      warnings.push(lying(`program header ${i} of ${count} is outside the file`));
      break;
    }
    const view = bytes.slice(at, minimum);
    if (view.getUint32(0, true) !== PT_NOTE) continue;
    segments.push({
      offset: wordOf(view, wide ? 8 : 4, bits),
      size: wordOf(view, wide ? 32 : 16, bits),
      align: wordOf(view, wide ? 48 : 28, bits) === 8 ? 8 : 4,
    });
  }
  return segments;
}

function takeNotes(bytes: Bytes, segment: Segment, notes: Note[], warnings: Warning[]): void {
  const { offset, align } = segment;
  const size = Math.min(segment.size, Math.max(0, bytes.length - offset), NOTES_MAX);
  if (size < segment.size) {
    warnings.push(lying(`a note segment of ${segment.size} bytes, of which the file has ${size}`));
  }
  if (!bytesWithin(bytes, offset, size)) return;
  const view = bytes.slice(offset, size);
  const padded = (n: number) => Math.ceil(n / align) * align;
  for (let at = 0; at + 12 <= size; ) {
    const nameSize = view.getUint32(at, true);
    const dataSize = view.getUint32(at + 4, true);
    const type = view.getUint32(at + 8, true);
    // Header and name are padded together (binutils ELF_NOTE_DESC_OFFSET): 16 bytes for "GNU" by 8.
    const data = at + padded(12 + nameSize);
    if (data + dataSize > size) {
      warnings.push(
        lying(
          `the note at byte ${offset + at} claims ${dataSize} bytes, its segment ends after ${Math.max(0, size - data)}`,
        ),
      );
      return;
    }
    const name = new Uint8Array(
      view.buffer,
      view.byteOffset + at + 12,
      Math.min(nameSize, NAME_MAX),
    );
    const owner = String.fromCharCode(...name).replace(/\0.*$/s, "");
    notes.push({
      owner,
      type,
      data: new DataView(view.buffer, view.byteOffset + data, dataSize),
    });
    at = data + padded(dataSize);
  }
}
