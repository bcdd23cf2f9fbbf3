/**
 * The notes of a core file that comes as a stream, as from a pipe or out of a compressed file: the
 * headers and the note segments are kept, the memory of the process runs by.
 */
import { type Bytes, bytesOf } from "../bytes.ts";
import { type Head, headOf, MANY, NOTES_MAX, type Segment, segmentsOf } from "./notes.ts";

/** Headers lie at the beginning; a kernel has some 65,000 mappings at most by default. */
const HEADERS_MAX = 2 ** 26;
const HEADER = 64;

/** The part of a stream from `base` on that is held. */
interface Held {
  base: number;
  bytes: Uint8Array;
  ended: boolean;
}

/**
 * The file as far as `readCore` looks at it. Reads no further than the last note.
 *
 * @throws {RangeError} if it is no core file of x86, or its headers lie behind its data.
 */
export async function gathered(stream: AsyncIterable<Uint8Array>): Promise<Bytes> {
  const chunks = stream[Symbol.asyncIterator]();
  const held: Held = { base: 0, bytes: new Uint8Array(0), ended: false };
  try {
    await fill(held, chunks, HEADER);
    const head = headOf(bytesOf(held.bytes));
    const count = await countOf(head, held, chunks);
    const headers = await headersOf({ ...head, count }, held, chunks);
    const segments = segmentsOf(bytesOf(headers), headOf(bytesOf(headers)), []);
    return await keep(headers, segments, held, chunks);
  } finally {
    await chunks.return?.();
  }
}

/** Holds the stream up to byte `end`, or to its own end. */
async function fill(held: Held, chunks: AsyncIterator<Uint8Array>, end: number): Promise<void> {
  const parts = [held.bytes];
  let length = held.base + held.bytes.length;
  while (length < end && !held.ended) {
    const { done, value } = await chunks.next();
    if (done) held.ended = true;
    else {
      parts.push(value);
      length += value.length;
    }
  }
  if (parts.length > 1) held.bytes = joined(parts, length - held.base);
}

/** Lets everything before `at` go, chunk by chunk. */
async function skip(held: Held, chunks: AsyncIterator<Uint8Array>, at: number): Promise<void> {
  while (held.base + held.bytes.length < at && !held.ended) {
    held.base += held.bytes.length;
    held.bytes = new Uint8Array(0);
    const { done, value } = await chunks.next();
    if (done) held.ended = true;
    else held.bytes = value;
  }
  const gone = Math.min(Math.max(0, at - held.base), held.bytes.length);
  held.bytes = held.bytes.subarray(gone);
  held.base += gone;
}

/** Their number is in section 0, at the end, where there are many: here they end where the notes begin. */
async function countOf(head: Head, held: Held, chunks: AsyncIterator<Uint8Array>): Promise<number> {
  const { count, table, entry, bits } = head;
  if (count !== MANY) return count;
  await fill(held, chunks, Math.min(table + entry, HEADERS_MAX));
  const [first] = segmentsOf(bytesOf(held.bytes), { ...head, count: 1 }, []);
  if (!first || entry < (bits === 64 ? 56 : 32)) {
    throw new RangeError(
      "a core file of more than 65,534 segments, the first not of notes: give the file itself, not a pipe",
    );
  }
  // The header has no room for more; the kernel puts its one segment of notes first.
  return Math.min(Math.floor((first.offset - table) / entry), MANY - 1);
}

/** The bytes up to the end of the program headers, with their number as it is. */
async function headersOf(
  { table, entry, count, bits }: Head,
  held: Held,
  chunks: AsyncIterator<Uint8Array>,
): Promise<Uint8Array> {
  const end = table + count * entry;
  if (!(end <= HEADERS_MAX)) {
    throw new RangeError(
      `the program headers of the core file lie at byte ${table}, behind its data: give the file itself, not a pipe`,
    );
  }
  await fill(held, chunks, end);
  const headers = held.bytes.slice(0, Math.max(HEADER, end));
  new DataView(headers.buffer).setUint16(bits === 64 ? 56 : 44, count, true);
  return headers;
}

async function keep(
  headers: Uint8Array,
  segments: readonly Segment[],
  held: Held,
  chunks: AsyncIterator<Uint8Array>,
): Promise<Bytes> {
  const kept = [{ from: 0, bytes: headers }];
  let length = headers.length;
  let room = NOTES_MAX;
  for (const { offset, size } of [...segments].sort((a, b) => a.offset - b.offset)) {
    const end = Math.min(offset + size, offset + room);
    if (!Number.isSafeInteger(end)) continue;
    // Segments that overlap go back: what has run by is not read twice.
    if (offset < held.base) continue;
    await skip(held, chunks, offset);
    await fill(held, chunks, end);
    const bytes = held.bytes.slice(0, Math.max(0, end - held.base));
    if (held.base === offset) kept.push({ from: offset, bytes });
    length = Math.max(length, held.base + bytes.length);
    room -= bytes.length;
  }
  return sparse(kept, length);
}

const sparse = (
  kept: readonly { readonly from: number; readonly bytes: Uint8Array }[],
  length: number,
): Bytes => ({
  length,
  slice(offset, size) {
    const part = kept.find(
      ({ from, bytes }) => from <= offset && offset + size <= from + bytes.length,
    );
    if (!part) throw new RangeError(`bytes ${offset}..${offset + size} have run by in the pipe`);
    const { bytes, from } = part;
    return new DataView(bytes.buffer, bytes.byteOffset + offset - from, size);
  },
});

function joined(parts: readonly Uint8Array[], length: number): Uint8Array {
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
