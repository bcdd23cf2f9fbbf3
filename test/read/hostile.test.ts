/** Any bytes: a reading that makes sense, or one RangeError; never long, never out of bounds. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explain } from "../../src/explain/index.ts";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { type Dump, FORMAT_NAMES, readDump } from "../../src/read/index.ts";
import { standardSize } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { createProcessor, enumerated } from "../../src/xsave/processor.ts";
import { FURTHER, furtherBytes } from "./further.ts";
import { leavesOf } from "./machines.ts";
import { bootLogText, textRows, WRITERS } from "./texts.ts";
import {
  areaBytes,
  criuLogText,
  decodedText,
  elfCore,
  libcpuidText,
  logOf,
  sgxText,
  sysctlText,
  vboxText,
} from "./words.ts";

const CPU = processor("tiger-lake");
const ROWS = [textRows(leavesOf(CPU))];
const encode = (text: string) => new TextEncoder().encode(text);
const user = CPU.components.flatMap((c) => (c.offset === null ? [] : [{ ...c, offset: c.offset }]));

/** One good file a format. */
const SAMPLES: ReadonlyMap<string, Uint8Array> = new Map([
  ...Object.entries(WRITERS).map(([format, write]) => [format, encode(write(ROWS))] as const),
  ...Object.keys(FURTHER).map((format) => [format, furtherBytes(format, CPU)] as const),
  ["libcpuid-raw", encode(libcpuidText(CPU))],
  ["macos-sysctl", encode(sysctlText(CPU))],
  ["criu-log", encode(criuLogText(CPU))],
  ["sgx-report", encode(sgxText(CPU))],
  ["vbox-log", encode(vboxText(CPU))],
  ["cpuid-decoded", encode(decodedText(CPU))],
  ["processor-json", encode(JSON.stringify(processorJson(CPU)))],
  ["dmesg", encode(logOf(CPU, 0x2e7n, "compacted"))],
  [
    "xen",
    encode(
      bootLogText({ kind: "xen", dialect: "xen", features_mask: "0x2e7", context_size: 2696 }),
    ),
  ],
  ["elf-core", elfCore([{ pid: 7, area: areaBytes(2696, 0x2e7n, 0x2e7n) }], user)],
]);

/** The dump, or null where it was refused; anything but a RangeError with one line fails. */
function attempt(bytes: Uint8Array, from?: string): Dump | null {
  try {
    const dump = readDump(bytes, from ? { from } : {});
    if (dump.readings.length === 0) throw new Error("a dump without a reading");
    for (const { processor: cpu } of dump.readings) createProcessor(cpu);
    return dump;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    if (error.message.includes("\n")) throw new Error(`more than a line: ${error.message}`);
    return null;
  }
}

test("there is a sample of every format, detected as itself", () => {
  const bare = [...FORMAT_NAMES.keys()].filter((name) => !SAMPLES.has(name));
  if (bare.length > 0) {
    throw new Error(
      `no good file of ${bare.join(", ")}: a writer in WRITERS of test/read/texts.ts`,
    );
  }
  expect(SAMPLES.size).toBe(FORMAT_NAMES.size);
  for (const [format, bytes] of SAMPLES) expect(readDump(bytes).format).toBe(format);
});

test("always: arbitrary bytes are refused or read, as whatever they are said to be", () => {
  const format = fc.option(fc.constantFrom(...FORMAT_NAMES.keys()), { nil: undefined });
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), format, (bytes, from) => {
      attempt(bytes, from);
    }),
    { numRuns: 2000 },
  );
});

/** Bytes from one cut to the next: every one where the file is short. */
const cutsOf = (bytes: Uint8Array): number => (bytes.length > 3000 ? 3 : 1);

test.each([...SAMPLES])(
  "%s, cut off wherever it may be, says nothing that the whole does not",
  (format, bytes) => {
    const whole = enumerated(CPU);
    for (let length = 0; length < bytes.length; length += cutsOf(bytes)) {
      const dump = attempt(bytes.slice(0, length), format === "elf-core" ? format : undefined);
      for (const { processor: cpu, warnings } of dump?.readings ?? []) {
        const extra = enumerated(cpu) & ~whole;
        if (extra) throw new Error(`${length} bytes of ${format} name ${hex(extra)} more`);
        for (const component of cpu.components) {
          const original = CPU.components.find(({ bit }) => bit === component.bit);
          const { size, offset } = component;
          // A log does not print standard offsets: those are inferred, and said to be.
          const inferred = warnings.some(({ name }) => name === "inferred-layout");
          const same = size === original?.size && (inferred || offset === original.offset);
          if (same) continue;
          throw new Error(`${length} bytes of ${format}: bit ${component.bit}, ${size}, ${offset}`);
        }
      }
    }
  },
);

test.each([...SAMPLES])("%s with flipped bits is refused, or read and judged", (format, bytes) => {
  const flips = fc.array(fc.nat({ max: bytes.length * 8 - 1 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(flips, (places) => {
      const flipped = bytes.slice();
      for (const n of places) flipped[n >> 3] = (flipped[n >> 3] ?? 0) ^ (1 << (n & 7));
      const dump = attempt(flipped, format === "elf-core" ? format : undefined);
      for (const reading of dump?.readings ?? []) explain(reading);
    }),
    { numRuns: 150 },
  );
});

const MEGABYTE = 2 ** 20;
const repeated = (text: string) => encode(text.repeat(Math.ceil(MEGABYTE / text.length)));
/** Beginnings of rows, openings without ends, long runs: where a reader might go over the same text again. */
const HOSTILE: ReadonlyMap<string, Uint8Array> = new Map([
  ...[...SAMPLES].flatMap(([format, bytes]) => {
    const text = new TextDecoder().decode(bytes);
    return [
      [`${format}, over and over`, repeated(text)] as const,
      [
        `${format}, its first half over and over`,
        repeated(text.slice(0, text.length / 2)),
      ] as const,
      [`${format}, without line ends`, repeated(text.replaceAll("\n", " "))] as const,
    ];
  }),
  ["blanks", repeated(" ")],
  ["line ends", repeated("\n")],
  ["quotes", repeated("> ")],
  ["soft breaks", repeated("=\n")],
  ["braces", repeated("{")],
  ["brackets after a brace", encode(`{"a":${"[".repeat(MEGABYTE)}`)],
  ["a string without end", encode(`{"cpuid_modifiers": "${"\\\\".repeat(MEGABYTE / 2)}`)],
  ["tags", repeated("<cpuid eax_in='0x0d' ")],
  ["open tags", repeated("<cpudata>")],
  ["entities", encode(`<cpudata>${"&amp;".repeat(MEGABYTE / 5)}`)],
  ["rows without label", repeated("CPUID 0000000D: 00000100-00000240-00000000-00000000\n")],
  ["distinct rows", encode(distinctRows((i) => [i * 8 + 7, 0x340]))],
  ["distinct totals", encode(distinctRows((i) => [0x2e7, 0xa88 + i]))],
  ["distinct masks of one size", encode(distinctRows((i) => [(i * 4 + 3) & 0x602ff, 0xa88]))],
  ["row words", repeated("0x0000000d 0x02: eax=0x00000100 ")],
  ["log words", repeated("Enabled xstate features 0x2e7, context size is ")],
  ["log rows", repeated("xstate_offset[2]: 576, xstate_sizes[2]: 256 ")],
  ["CPU0", repeated("CPU0: ")],
  ["elf of headers", elfOfHeaders()],
]);

/** Sub-leaves 0 of processors that all differ: (XCR0, size) of the i-th. */
function distinctRows(of: (i: number) => readonly [xcr0: number, size: number]): string {
  const rows: string[] = [];
  for (let i = 0; rows.length * 80 < MEGABYTE; i++) {
    const [xcr0, size] = of(i).map((n) => `0x${n.toString(16).padStart(8, "0")}`);
    rows.push(`   0x0000000d 0x00: eax=${xcr0} ebx=${size} ecx=${size} edx=0x00000000\n`);
  }
  return rows.join("");
}

/** Program headers to the end of the file, each of them a note segment that spans all of it. */
function elfOfHeaders(): Uint8Array {
  const file = new Uint8Array(MEGABYTE);
  const view = new DataView(file.buffer);
  file.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  view.setUint16(16, 4, true);
  view.setBigUint64(32, 64n, true);
  view.setUint16(54, 56, true);
  view.setUint16(56, 0xfffe, true);
  for (let at = 64; at + 56 <= file.length; at += 56) {
    view.setUint32(at, 4, true);
    view.setBigUint64(at + 32, BigInt(file.length), true);
  }
  return file;
}

/** Processor time of `work` in seconds. */
function taken(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user: userTime, system } = process.cpuUsage(before);
  return (userTime + system) / 1e6;
}

/** A fixed piece of work, a tenth of a second on a quiet machine, as much slower on a busy one. */
function yardstick(): void {
  let sum = 1;
  for (let i = 0; i < 1e8; i++) sum = (Math.imul(sum, 31) + i) | 0;
  expect(sum).not.toBe(0.5);
}

/** What takes less is quick however busy the machine is. */
const QUICK_S = 0.3;
const YARDSTICKS = 10;

test.each([...HOSTILE])("1 MB of %s takes under a second, or ten yardsticks", (_, bytes) => {
  const ratios: number[] = [];
  do {
    const work = taken(() => attempt(bytes));
    if (work < QUICK_S) return;
    ratios.push(work / taken(yardstick));
  } while (Math.min(...ratios) >= YARDSTICKS && ratios.length < 3);
  expect(Math.min(...ratios)).toBeLessThan(YARDSTICKS);
});

test("always: a core file whose notes lie is refused or read within its bounds", () => {
  const core = SAMPLES.get("elf-core") ?? new Uint8Array();
  const words = [...Array(Math.floor(core.length / 4)).keys()];
  const lie = fc.record({
    at: fc.constantFrom(...words.filter((n) => n < 140 || n > 760)),
    value: fc.oneof(
      fc.constantFrom(0, 1, 4, 0x202, 0x205, 0x7fffffff, 0x80000000, 0xffffffff),
      fc.nat({ max: 0xffffffff }),
      fc.nat({ max: core.length }),
    ),
  });
  fc.assert(
    fc.property(fc.array(lie, { minLength: 1, maxLength: 4 }), (lies) => {
      const lying = core.slice();
      const view = new DataView(lying.buffer);
      for (const { at, value } of lies) view.setUint32(at * 4, value, true);
      const dump = attempt(lying, "elf-core");
      for (const { processor: cpu, area = 0 } of dump?.readings ?? []) {
        expect(area).toBeLessThanOrEqual(lying.length);
        if (cpu.components.length > 0)
          expect(standardSize(cpu, cpu.xcr0)).toBeLessThanOrEqual(area);
      }
    }),
    { numRuns: 2000 },
  );
});
