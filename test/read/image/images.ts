/** Saved areas made from values, each as the tool in question gives it; of no file of anybody's. */

/** One register value a component: what a decoder must find again. */
export const PATTERN = (n: number, at: number): number => (n * 37 + at * 11 + (at >> 8) + 1) & 0xff;

export interface Part {
  readonly bit: number;
  readonly size: number;
  readonly offset: number;
}

/** An area with those components in use, each byte by PATTERN; XCR0 at 464 where it is given. */
export function area(
  size: number,
  parts: readonly Part[],
  header: { xcr0?: bigint; bv: bigint; xcomp?: bigint },
): Uint8Array {
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < 416; at++) bytes[at] = at < 160 ? PATTERN(0, at) : PATTERN(1, at - 160);
  view.setUint32(24, 0x1f80, true);
  view.setUint32(28, 0xffff, true);
  view.setBigUint64(464, header.xcr0 ?? 0n, true);
  view.setBigUint64(512, header.bv, true);
  view.setBigUint64(520, header.xcomp ?? 0n, true);
  for (const { bit, size: length, offset } of parts) {
    if (((header.bv >> BigInt(bit)) & 1n) === 0n) continue;
    for (let at = 0; at < length; at++) bytes[offset + at] = PATTERN(bit, at);
  }
  return bytes;
}

/** A signal frame of Linux: sw_bytes at 464, FP_XSTATE_MAGIC2 behind; `before` bytes of stack. */
export function signalFrame(image: Uint8Array, xcr0: bigint, before: number): Uint8Array {
  const bytes = new Uint8Array(before + image.length + 68);
  bytes.set(image, before);
  const view = new DataView(bytes.buffer, before);
  view.setUint32(464, 0x46505853, true);
  view.setUint32(468, image.length + 4, true);
  view.setBigUint64(472, xcr0, true);
  view.setUint32(480, image.length, true);
  view.setUint32(image.length, 0x46505845, true);
  return bytes;
}

const varint = (value: bigint): number[] => {
  const out: number[] = [];
  let rest = value;
  do {
    out.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return out;
};
const number = (field: number, value: bigint): number[] => [
  ...varint(BigInt(field << 3)),
  ...varint(value),
];
const message = (field: number, body: number[]): number[] => [
  ...varint(BigInt((field << 3) | 2)),
  ...varint(BigInt(body.length)),
  ...body,
];

/** core-*.img: the fields of `image`, whose components lie at `parts`. */
export function criuCore(image: Uint8Array, parts: readonly Part[], packed = false): Uint8Array {
  const view = new DataView(image.buffer);
  const fields: Readonly<Record<number, readonly [field: number, width: 4 | 8]>> = {
    2: [2, 4],
    3: [3, 8],
    4: [4, 8],
    5: [5, 8],
    6: [6, 8],
    7: [7, 8],
    9: [8, 4],
  };
  const words = (from: number, size: number, width: 4 | 8) =>
    Array.from({ length: size / width }, (_, i) =>
      width === 8
        ? view.getBigUint64(from + 8 * i, true)
        : BigInt(view.getUint32(from + 4 * i, true)),
    );
  const repeated = (field: number, values: readonly bigint[]) =>
    packed ? message(field, values.flatMap(varint)) : values.flatMap((v) => number(field, v));
  const xsave = [
    ...number(1, view.getBigUint64(512, true)),
    ...parts.flatMap(({ bit, size, offset }) => {
      const [field = 0, width = 4] = fields[bit] ?? [];
      return field === 0 ? [] : repeated(field, words(offset, size, width));
    }),
  ];
  const fpregs = [
    ...[0, 2, 4, 6].flatMap((at, i) => number(i + 1, BigInt(view.getUint16(at, true)))),
    ...[8, 16].flatMap((at, i) => number(i + 5, view.getBigUint64(at, true))),
    ...[24, 28].flatMap((at, i) => number(i + 7, BigInt(view.getUint32(at, true)))),
    ...repeated(9, words(32, 128, 4)),
    ...repeated(10, words(160, 256, 4)),
    ...message(13, xsave),
  ];
  const gpregs = Array.from({ length: 27 }, (_, i) => number(i + 1, BigInt(i + 100))).flat();
  const info = [...number(1, 0n), ...message(2, gpregs), ...message(3, fpregs)];
  const entry = [...number(1, 1n), ...message(2, info)];
  const bytes = new Uint8Array(12 + entry.length);
  const head = new DataView(bytes.buffer);
  head.setUint32(0, 0x54564319, true);
  head.setUint32(4, 0x55053847, true);
  head.setUint32(8, entry.length, true);
  bytes.set(entry, 12);
  return bytes;
}

const two = (n: number, width = 2) => n.toString(16).padStart(width, "0");
const rows = (bytes: Uint8Array, width: number) =>
  Array.from({ length: Math.ceil(bytes.length / width) }, (_, i) => ({
    at: i * width,
    row: [...bytes.subarray(i * width, (i + 1) * width)],
  }));
const ascii = (row: readonly number[]) =>
  row.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : ".")).join("");

/** `xxd`. */
export const xxd = (bytes: Uint8Array): string =>
  rows(bytes, 16)
    .map(({ at, row }) => {
      const groups = rows(Uint8Array.from(row), 2).map((g) => g.row.map((b) => two(b)).join(""));
      return `${two(at, 8)}: ${groups.join(" ").padEnd(39)}  ${ascii(row)}`;
    })
    .join("\n");

/** `hexdump -C`, which writes * for lines that repeat. */
export function hexdumpC(bytes: Uint8Array): string {
  const out: string[] = [];
  let before = "";
  for (const { at, row } of rows(bytes, 16)) {
    const [low, high] = [row.slice(0, 8), row.slice(8)].map((r) => r.map((b) => two(b)).join(" "));
    const line = `${low}  ${high}  |${ascii(row)}|`;
    if (line === before) {
      if (out.at(-1) !== "*") out.push("*");
    } else out.push(`${two(at, 8)}  ${line}`);
    before = line;
  }
  return `${out.join("\n")}\n${two(bytes.length, 8)}\n`;
}

/** `x/…x` of gdb, in words of 1, 2, 4 or 8 bytes, with or without the name of the buffer. */
export const gdbX = (bytes: Uint8Array, width: 1 | 2 | 4 | 8, name: string): string =>
  rows(bytes, width === 1 ? 8 : 16)
    .map(({ at, row }) => {
      const words = rows(Uint8Array.from(row), width).map(
        (w) =>
          `0x${[...w.row]
            .reverse()
            .map((b) => two(b))
            .join("")}`,
      );
      const label = name === "" ? "" : ` <${name}+${at}>`;
      return `0x${two(0x7ffe0000 + at, 12)}${label}:\t${words.join("\t")}`;
    })
    .join("\n");

/** `xp /…xw` of the QEMU monitor. */
export const qemuXp = (bytes: Uint8Array): string =>
  rows(bytes, 16)
    .map(({ at, row }) => {
      const words = rows(Uint8Array.from(row), 4).map(
        (w) =>
          `0x${[...w.row]
            .reverse()
            .map((b) => two(b))
            .join("")}`,
      );
      return `${two(0xfee000 + at, 16)}: ${words.join(" ")}`;
    })
    .join("\n");
