/**
 * Bytes out of the text of a memory dump. Two grammars a line: an address, and then words with 0x
 * (gdb x, QEMU xp: little-endian words of 1, 2, 4 or 8 bytes) or bare digits (xxd, hexdump -C, QEMU
 * without 0x: bytes in their order, in groups of any width). "*" repeats the line before.
 *
 *     0x7ffe0040 <buf+64>:   0x00ff7f03   0x00000000      gdb x/4xw
 *     00000040: 7f03 0000 0000 0000  ........             xxd
 *     00000040  7f 03 00 00  00 00 00 00  |........|      hexdump -C
 */

export interface Dumped {
  readonly bytes: Uint8Array;
  /** The address of the first byte, as the text gives it. */
  readonly address: bigint;
  readonly lines: number;
}

interface Line {
  readonly address: bigint;
  readonly bytes: readonly number[];
}

/** The most that a dump is taken for: beyond it, a gap between two addresses is no repetition. */
const MOST = 64 * 2 ** 20;

const ADDRESS =
  /^\s*(?:\(qemu\)\s*)?(0x)?([0-9a-f]{4,16})(?:\s+<[^>\n]{0,200}>)?(?::\s*|\s{2,})(?=\S)/i;
const WORD = /^0x([0-9a-f]{1,16})$/i;
const GROUP = /^(?:[0-9a-f]{2}){1,16}$/i;

/** The bytes of a hex dump; null where the text is none. @throws {RangeError} where lines are missing. */
export function hexDumpOf(text: string): Dumped | null {
  const lines: (Line | "*")[] = [];
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "*") lines.push("*");
    else {
      const read = lineOf(line);
      if (read) lines.push(read);
    }
  }
  const rows = lines.filter((line) => line !== "*");
  const [first] = rows;
  if (!first || rows.reduce((sum, { bytes }) => sum + bytes.length, 0) < 32) return null;
  const found = growing();
  let before: Line | null = null;
  let repeated = false;
  for (const line of lines) {
    if (line === "*") {
      repeated = true;
      continue;
    }
    const at = Number(line.address - first.address);
    if (repeated && before && at <= MOST) found.repeat(before.bytes, at);
    if (at !== found.length()) {
      throw new RangeError(
        `the hex dump goes from byte ${found.length()} to ${at} (address 0x${line.address.toString(16)}): lines are missing or out of order`,
      );
    }
    found.add(line.bytes);
    before = line;
    repeated = false;
  }
  return { bytes: found.bytes(), address: first.address, lines: rows.length };
}

/** Bytes that become more. */
function growing() {
  let all = new Uint8Array(4096);
  let length = 0;
  const room = (end: number) => {
    if (end <= all.length) return;
    const more = new Uint8Array(Math.max(end, 2 * all.length));
    more.set(all.subarray(0, length));
    all = more;
  };
  return {
    length: () => length,
    bytes: () => all.slice(0, length),
    add(some: readonly number[]): void {
      room(length + some.length);
      all.set(some, length);
      length += some.length;
    },
    /** `line` again and again up to byte `end`, each at its multiple of the line. */
    repeat(line: readonly number[], end: number): void {
      room(end);
      for (; length < end; length++) all[length] = line[length % line.length] ?? 0;
    },
  };
}

function lineOf(line: string): Line | null {
  const [all, , digits] = ADDRESS.exec(line) ?? [];
  if (all === undefined || digits === undefined) return null;
  const tokens = line.slice(all.length).split(/(\s{2,}|\||\s+)/);
  const bytes: number[] = [];
  let wide: number | null = null;
  let columns = 0;
  for (const token of tokens) {
    // Two blanks end the columns of xxd; hexdump -C has them once in the middle too.
    if (token.startsWith("|")) break;
    if (/^\s*$/.test(token)) {
      if (token.length >= 2) columns++;
      continue;
    }
    const [, word] = WORD.exec(token) ?? [];
    if (word !== undefined) {
      wide ??= word.length % 2 === 0 ? word.length / 2 : null;
      if (wide === null || word.length !== wide * 2) return null;
      for (let at = word.length - 2; at >= 0; at -= 2)
        bytes.push(parseInt(word.slice(at, at + 2), 16));
    } else if (wide === null && GROUP.test(token) && columns <= 1 && bytes.length < 64) {
      if (columns === 1 && !line.includes("|")) break;
      for (let at = 0; at < token.length; at += 2)
        bytes.push(parseInt(token.slice(at, at + 2), 16));
    } else break;
  }
  return bytes.length > 0 ? { address: BigInt(`0x${digits}`), bytes } : null;
}
