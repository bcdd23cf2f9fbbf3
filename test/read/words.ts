/** The formats that say in words what others say in rows: decoded cpuid, VirtualBox, sysctl, ELF. */
import { compactedSize, layout, standardSize } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { enumerated, type Processor } from "../../src/xsave/processor.ts";
import { bootLogText, type LogNumbers } from "./texts.ts";

const hex32 = (n: number | bigint) => `0x${n.toString(16).padStart(8, "0")}`;
const halves = (mask: bigint) => [mask & 0xffffffffn, mask >> 32n] as const;

/** `cpuid` without -r, leaf 0DH. */
export function decodedText(cpu: Processor): string {
  const [xcr0, xcr0High] = halves(cpu.xcr0);
  const [xss, xssHigh] = halves(cpu.xss);
  const all = standardSize(cpu, cpu.xcr0);
  const lines = [
    "CPU 0:",
    '   vendor_id = "GenuineIntel"',
    "   XSAVE features (0xd/0):",
    `      XCR0 lower 32 bits valid bit field mask = ${hex32(xcr0)}`,
    `      XCR0 upper 32 bits valid bit field mask = ${hex32(xcr0High)}`,
    `      bytes required by fields in XCR0        = ${hex32(all)} (${all})`,
    `      bytes required by XSAVE/XRSTOR area     = ${hex32(all)} (${all})`,
    "   XSAVE features (0xd/1):",
    "      XSAVEOPT instruction                        = true",
    "      XSAVEC instruction                          = true",
    "      XGETBV instruction                          = true",
    "      XSAVES/XRSTORS instructions                 = true",
    `      SAVE area size in bytes                     = ${hex32(compactedSize(cpu, enumerated(cpu)))}`,
    `      IA32_XSS lower 32 bits valid bit field mask = ${hex32(xss)}`,
    `      IA32_XSS upper 32 bits valid bit field mask = ${hex32(xssHigh)}`,
  ];
  for (const c of cpu.components) {
    lines.push(
      `   ${c.name} features (0xd/0x${c.bit.toString(16)}):`,
      `      ${c.name} save state byte size             = ${hex32(c.size)} (${c.size})`,
      `      ${c.name} save state byte offset           = ${hex32(c.offset ?? 0)} (${c.offset ?? 0})`,
      `      supported in IA32_XSS or XCR0            = ${c.supervisor ? "IA32_XSS (supervisor state)" : "XCR0 (user state)"}`,
      `      64-byte alignment in compacted XSAVE     = ${c.align64}`,
      `      XFD faulting supported                   = ${c.xfd}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

/** A VirtualBox log, with both of its faults: swapped halves, inverted label. It has no flags. */
export function vboxText(cpu: Processor): string {
  const tick = (mask: bigint) => {
    const [low, high] = halves(mask);
    return `0x${high.toString(16).padStart(8, "0")}\`${low.toString(16).padStart(8, "0")}`;
  };
  const swapped = (mask: bigint) => tick(((mask & 0xffffffffn) << 32n) | (mask >> 32n));
  const all = standardSize(cpu, cpu.xcr0).toString(16);
  return [
    `00:00:11.660166   XSAVE area cur/max size by XCR0, host: 0x${all}/0x${all}`,
    `00:00:11.660173               Valid XCR0 bits, host: ${tick(cpu.xcr0)} ( x87 )`,
    "00:00:11.660179               XSAVE features, host: XSAVEOPT XSAVEC XGETBC1 XSAVES",
    `00:00:11.660182  XSAVE area cur size XCR0|XSS, host: 0x${compactedSize(cpu, enumerated(cpu)).toString(16)}`,
    `00:00:11.660185           Valid IA32_XSS bits, host: ${swapped(cpu.xss)}`,
    ...cpu.components.map(
      (c) =>
        `00:00:11.660190  State #${c.bit}, host:  off=0x${(c.offset ?? 0).toString(16).padStart(4, "0")}, cb=0x${c.size.toString(16).padStart(4, "0")} ${c.supervisor ? "XCR0-bit" : "IA32_XSS-bit"} -- ${c.name}`,
    ),
    "",
  ].join("\n");
}

/** macOS sysctl: what it can say. */
export function sysctlText(cpu: Processor): string {
  const all = standardSize(cpu, cpu.xcr0);
  const [low, high] = halves(cpu.xcr0);
  const [xss, xssHigh] = halves(cpu.xss);
  return [
    "machdep.cpu.vendor: GenuineIntel",
    "machdep.cpu.brand_string: Intel(R) Core(TM) i7-4870HQ CPU @ 2.50GHz",
    `machdep.cpu.xsave.extended_state: ${low} ${all} ${all} ${high}`,
    `machdep.cpu.xsave.extended_state1: 15 ${compactedSize(cpu, enumerated(cpu))} ${xss} ${xssHigh}`,
    "",
  ].join("\n");
}

const CRIU_NAMES = new Map([
  [2, "AVX registers"],
  [3, "MPX bounds registers"],
  [4, "MPX CSR"],
  [5, "AVX-512 opmask"],
  [6, "AVX-512 Hi256"],
  [7, "AVX-512 ZMM_Hi256"],
  [9, "Protection Keys User registers"],
]);

/** What CRIU logs of a host, bits 1 and 3 and all above 9 gone from its mask. */
export function criuLogText(cpu: Processor): string {
  const all = standardSize(cpu, cpu.xcr0);
  const printed = cpu.xcr0 & 0x2f5n;
  const { components } = layout(cpu, cpu.xcr0, "compacted");
  const rows = components.flatMap(({ bit, size, offset }) => {
    const name = (printed >> BigInt(bit)) & 1n ? CRIU_NAMES.get(bit) : undefined;
    const standard = cpu.components.find((c) => c.bit === bit)?.offset;
    if (name === undefined) return [];
    return [
      `(00.000434) cpu: fpu: ${name.padEnd(30)} xstate_offsets ${`${standard}`.padStart(6)} / ${`${offset}`.padEnd(6)} xstate_sizes ${`${size}`.padStart(6)} / ${`${size}`.padEnd(6)}`,
    ];
  });
  const totals = `xsave_size ${all} xsave_size_max ${all} xsaves_size ${compactedSize(cpu, cpu.xcr0)}`;
  return `${[`(00.000422) cpu: fpu: xfeatures_mask ${hex(printed)} ${totals}`, ...rows].join("\n")}\n`;
}

/** A report of SGX-hardware's tool: masks and totals. */
export const sgxText = (cpu: Processor): string => {
  const all = standardSize(cpu, cpu.xcr0);
  const wide = (mask: bigint) => mask.toString(16).padStart(16, "0");
  return `XSAVE features and state-components
  Maximum size (in bytes) of current XCR0 XSAVE area: ${all}
  Maximum size (in bytes) of all-set XCR0 XSAVE area: ${all}
  Size (in bytes) of current XCR0+IA32_XSS XSAVE area: ${compactedSize(cpu, enumerated(cpu))}
  Supported XCR0:     ${wide(cpu.xcr0)}
  Actual    XCR0:     ${wide(cpu.xcr0)}
  Supported IA32_XSS: ${wide(cpu.xss)}
  Actual    IA32_XSS: ${wide(cpu.xss)}
`;
};

/** libcpuid raw: sub-leaf 0 only. */
export const libcpuidText = (cpu: Processor): string => {
  const all = standardSize(cpu, cpu.xcr0);
  const [low, high] = halves(cpu.xcr0);
  const rows = [low, all, all, high].map((n) => n.toString(16).padStart(8, "0"));
  return `basic_cpuid[0]=00000016 756e6547 6c65746e 49656e69\nbasic_cpuid[13]=${rows.join(" ")}\n`;
};

/** The numbers that a kernel would print for `mask`. */
export function logNumbers(
  cpu: Processor,
  mask: bigint,
  format: "standard" | "compacted",
  dialect: LogNumbers["dialect"] = "modern",
): LogNumbers {
  const { components, size } = layout(cpu, mask, format);
  return {
    kind: "linux",
    dialect,
    features_mask: hex(mask),
    format,
    context_size: size,
    offsets: Object.fromEntries(components.map((c) => [c.bit, c.offset])),
    sizes: Object.fromEntries(components.map((c) => [c.bit, c.size])),
    names: Object.fromEntries(components.map((c) => [c.bit, c.name])),
  };
}

export const logOf = (
  cpu: Processor,
  mask: bigint,
  format: "standard" | "compacted",
  dialect: LogNumbers["dialect"] = "modern",
): string => bootLogText(logNumbers(cpu, mask, format, dialect));

export interface ElfThread {
  readonly pid: number;
  /** NT_X86_XSTATE; none where there is an FXSAVE image alone. */
  readonly area?: Uint8Array;
  readonly fxsave?: Uint8Array;
  /** The registers of NT_PRSTATUS, in the order of the structure. */
  readonly general?: readonly bigint[];
}

const padded = (owner: string, type: number, data: Uint8Array, align: 4 | 8): Uint8Array => {
  const pad = (n: number) => Math.ceil(n / align) * align;
  const bytes = new Uint8Array(pad(12 + owner.length + 1) + pad(data.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, owner.length + 1, true);
  view.setUint32(4, data.length, true);
  view.setUint32(8, type, true);
  bytes.set(new TextEncoder().encode(owner), 12);
  bytes.set(data, pad(12 + owner.length + 1));
  return bytes;
};

/** A core file of those threads: one segment of notes, as Linux writes it. */
export function elfCore(
  threads: readonly ElfThread[],
  placed: readonly { bit: number; size: number; offset: number }[] | null,
  bits: 32 | 64 = 64,
  auxv: readonly (readonly [key: number, value: number])[] = [],
  align: 4 | 8 = 4,
): Uint8Array {
  const note = (owner: string, type: number, data: Uint8Array) => padded(owner, type, data, align);
  const status = ({ pid, general = [] }: ElfThread) => {
    const bytes = new Uint8Array(bits === 64 ? 336 : 144);
    const view = new DataView(bytes.buffer);
    view.setUint32(bits === 64 ? 32 : 24, pid, true);
    for (const [i, value] of general.entries()) {
      if (bits === 64) view.setBigUint64(112 + 8 * i, value, true);
      else view.setUint32(72 + 4 * i, Number(value), true);
    }
    return note("CORE", 1, bytes);
  };
  const pairs = new Uint8Array(auxv.length * (bits / 4));
  for (const [i, word] of auxv.flat().entries()) {
    const view = new DataView(pairs.buffer);
    if (bits === 64) view.setBigUint64(8 * i, BigInt(word), true);
    else view.setUint32(4 * i, word, true);
  }
  const fxsave = (bytes: Uint8Array) =>
    bits === 64 ? note("CORE", 2, bytes) : note("LINUX", 0x46e62b7f, bytes);
  const rows = new Uint8Array((placed?.length ?? 0) * 16);
  for (const [i, { bit, size, offset }] of (placed ?? []).entries()) {
    const view = new DataView(rows.buffer, i * 16);
    view.setUint32(0, bit, true);
    view.setUint32(4, size, true);
    view.setUint32(8, offset, true);
  }
  const notes = [
    ...threads.flatMap((thread) => [
      status(thread),
      ...(thread.fxsave ? [fxsave(thread.fxsave)] : []),
      ...(thread.area ? [note("LINUX", 0x202, thread.area)] : []),
    ]),
    ...(auxv.length > 0 ? [note("CORE", 6, pairs)] : []),
    ...(placed ? [note("LINUX", 0x205, rows)] : []),
  ];
  return fileOf(notes, bits, align);
}

/** A core file of those notes, whichever system wrote them. */
export const coreOfNotes = (
  notes: readonly (readonly [owner: string, type: number, data: Uint8Array])[],
  bits: 32 | 64 = 64,
): Uint8Array =>
  fileOf(
    notes.map(([owner, type, data]) => padded(owner, type, data, 4)),
    bits,
    4,
  );

function fileOf(notes: readonly Uint8Array[], bits: 32 | 64, align: 4 | 8): Uint8Array {
  const size = notes.reduce((sum, { length }) => sum + length, 0);
  const [header, entry] = bits === 64 ? [64, 56] : [52, 32];
  const file = new Uint8Array(header + entry + size);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, bits === 64 ? 2 : 1, 1, 1]);
  view.setUint16(16, 4, true);
  view.setUint16(18, bits === 64 ? 62 : 3, true);
  view.setUint32(20, 1, true);
  const word = (at: number, value: number) =>
    bits === 64 ? view.setBigUint64(at, BigInt(value), true) : view.setUint32(at, value, true);
  word(bits === 64 ? 32 : 28, header);
  view.setUint16(bits === 64 ? 54 : 42, entry, true);
  view.setUint16(bits === 64 ? 56 : 44, 1, true);
  view.setUint32(header, 4, true);
  word(header + (bits === 64 ? 8 : 4), header + entry);
  word(header + (bits === 64 ? 32 : 16), size);
  word(header + (bits === 64 ? 48 : 28), align);
  let at = header + entry;
  for (const each of notes) {
    file.set(each, at);
    at += each.length;
  }
  return file;
}

/** An XSAVE area of `size` bytes with those masks, every other byte by `fill`. */
export function areaBytes(
  size: number,
  xcr0: bigint,
  xstateBv: bigint,
  fill: (at: number) => number = () => 0,
): Uint8Array {
  const bytes = Uint8Array.from({ length: size }, (_, at) => fill(at) & 0xff);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(464, xcr0, true);
  view.setBigUint64(512, xstateBv, true);
  view.setBigUint64(520, 0n, true);
  return bytes;
}
