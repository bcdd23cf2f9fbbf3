/** Areas outside of core files, of every kind, against a decoder of the test's own. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { registerHex, registerOf } from "../../../src/read/elf/registers.ts";
import { type Image, type ImageOptions, readImages } from "../../../src/read/image/read.ts";
import { snpPage } from "../further.ts";
import { leavesOf } from "../machines.ts";
import { textRows } from "../texts.ts";
import {
  area,
  criuCore,
  gdbX,
  hexdumpC,
  PATTERN,
  type Part,
  qemuXp,
  signalFrame,
  xxd,
} from "./images.ts";

// Offsets and sizes written out, of no table of ours: Intel's and AMD's dumps of leaf 0DH.
const INTEL: readonly Part[] = [
  { bit: 2, size: 256, offset: 576 },
  { bit: 5, size: 64, offset: 1088 },
  { bit: 6, size: 512, offset: 1152 },
  { bit: 7, size: 1024, offset: 1664 },
  { bit: 9, size: 8, offset: 2688 },
];
const AMD: readonly Part[] = [
  { bit: 2, size: 256, offset: 576 },
  { bit: 5, size: 64, offset: 832 },
  { bit: 6, size: 512, offset: 896 },
  { bit: 7, size: 1024, offset: 1408 },
  { bit: 9, size: 8, offset: 2432 },
];
/** XCOMP_BV 0x2e7 | CET_U: AVX 576, opmask 832, ZMM_Hi256 896, Hi16_ZMM 1408, PKRU 2432, CET_U 2440. */
const COMPACTED: readonly Part[] = [...AMD, { bit: 11, size: 16, offset: 2440 }];

/** What PATTERN gives for a register, highest byte first. */
const bytesOf = (n: number, from: number, size: number) =>
  Array.from({ length: size }, (_, i) => PATTERN(n, from + i));
const hexed = (bytes: readonly number[]) =>
  `0x${[...bytes]
    .reverse()
    .map((b) => b.toString(16).padStart(2, "0"))
    .join("")}`;
const EXPECTED: Readonly<Record<string, string>> = {
  zmm3: hexed([...bytesOf(1, 48, 16), ...bytesOf(2, 48, 16), ...bytesOf(6, 96, 32)]),
  zmm17: hexed(bytesOf(7, 64, 64)),
  k1: hexed(bytesOf(5, 8, 8)),
  pkru: hexed(bytesOf(9, 0, 4)),
  st2: hexed(bytesOf(0, 64, 10)),
};

const one = (bytes: Uint8Array, options: ImageOptions = {}): Image => {
  const [image, ...more] = readImages(bytes, options);
  if (!image || more.length > 0) throw new Error(`${more.length + 1} images`);
  return image;
};
function check(image: Image, what: string): void {
  for (const [name, value] of Object.entries(EXPECTED)) {
    const found = registerHex(registerOf(image, name));
    if (found !== value) throw new Error(`${what}: ${name} is ${found}, not ${value}`);
  }
  expect([what, image.findings]).toEqual([what, []]);
}
const encode = (text: string) => new TextEncoder().encode(text);

const intel = area(2696, INTEL, { xcr0: 0x2e7n, bv: 0x2e7n });
const amd = area(2440, AMD, { xcr0: 0x2e7n, bv: 0x2e7n });
const compacted = area(2456, COMPACTED, { bv: 0xae7n, xcomp: (1n << 63n) | 0xae7n });
const padded = (bytes: Uint8Array) => {
  const page = new Uint8Array(4096);
  page.set(bytes);
  return page;
};

// biome-ignore format: one kind per row
const KINDS: readonly (readonly [string, () => Uint8Array, ImageOptions?])[] = [
  ["NT_X86_XSTATE of Intel", () => intel],
  ["NT_X86_XSTATE of AMD", () => amd],
  ["KVM_GET_XSAVE of Intel, by content", () => padded(intel)],
  ["KVM_GET_XSAVE of AMD, by content", () => padded(amd)],
  ["KVM_GET_XSAVE with --cpu", () => padded(amd), { cpu: processor("zen-4") }],
  ["no XCR0 in it", () => area(2696, INTEL, { bv: 0x2e7n })],
  ["no XCR0 in it, --xcr0", () => area(2440, AMD, { bv: 0x2e7n }), { xcr0: 0x2e7n }],
  ["compacted", () => compacted],
  ["compacted with --cpu", () => compacted, { cpu: processor("zen-4") }],
  ["signal frame of Intel", () => signalFrame(intel, 0x2e7n, 1000)],
  ["signal frame of AMD", () => signalFrame(amd, 0x2e7n, 0)],
  ["CRIU", () => criuCore(intel, INTEL)],
  ["CRIU, packed", () => criuCore(amd, AMD, true)],
  ["xxd", () => encode(xxd(intel))],
  ["hexdump -C with *", () => encode(hexdumpC(padded(amd)))],
  ["gdb x/xb", () => encode(gdbX(intel, 1, ""))],
  ["gdb x/xh", () => encode(gdbX(intel, 2, "buf"))],
  ["gdb x/xw", () => encode(gdbX(amd, 4, "buf"))],
  ["gdb x/xg", () => encode(gdbX(compacted, 8, ""))],
  ["QEMU xp", () => encode(qemuXp(amd))],
  ["xxd of a signal frame", () => encode(xxd(signalFrame(amd, 0x2e7n, 160)))],
];

test.each(KINDS.map(([what, make, options = {}]) => ({ what, make, options })))(
  "$what: every register is where the test's own decoder has it",
  ({ what, make, options }) => check(one(make(), options), what),
);

test("the header is decoded, and general registers of CRIU", () => {
  expect(one(compacted)).toMatchObject({ format: "compacted", xstateBv: 0xae7n, source: "area" });
  const criu = one(criuCore(intel, INTEL));
  expect(criu.source).toBe("criu");
  // Fields 17 and 20 of user_x86_regs_entry.
  expect(["rip", "rsp", "r15"].map((name) => registerHex(registerOf(criu, name)))).toEqual(
    [116, 119, 100].map((n) => `0x${n.toString(16).padStart(16, "0")}`),
  );
  const frames = readImages(
    Uint8Array.from([...signalFrame(intel, 0x2e7n, 64), ...signalFrame(amd, 0x2e7n, 128)]),
  );
  expect(frames.map(({ label }) => label)).toEqual([
    "signal frame at byte 64",
    `signal frame at byte ${64 + 2696 + 68 + 128}`,
  ]);
  for (const frame of frames) check(frame, frame.label);
});

const spoiled = (make: () => Uint8Array, change: (view: DataView) => void): Uint8Array => {
  const bytes = make().slice();
  change(new DataView(bytes.buffer));
  return bytes;
};
// biome-ignore format: one fault per row
const FAULTS: readonly (readonly [string, Uint8Array])[] = [
  ["xstate-bv-beyond-xcr0", spoiled(() => intel, (v) => v.setBigUint64(512, 0x602e7n, true))],
  ["xstate-bv-beyond-xcomp-bv", spoiled(() => compacted, (v) => v.setBigUint64(512, 0x1ae7n, true))],
  ["xcomp-bv-standard", spoiled(() => intel, (v) => v.setBigUint64(520, 0x2e7n, true))],
  ["header-reserved", spoiled(() => intel, (v) => v.setUint8(575, 1))],
  ["mxcsr-reserved", spoiled(() => intel, (v) => v.setUint32(24, 0x11f80, true))],
  ["illegal-xcr0", spoiled(() => intel, (v) => v.setBigUint64(464, 0x267n, true))],
  ["magic2", spoiled(() => signalFrame(amd, 0x2e7n, 0), (v) => v.setUint32(2440, 0, true))],
  ["cut-off", compacted.slice(0, 1500)],
  ["cut-off", area(600, [], { xcr0: 0x7n, bv: 0x7n })],
];

test.each(FAULTS)("%s is found, and nothing where it is not", (name, bytes) => {
  expect(one(bytes).findings.map((finding) => finding.name)).toContain(name);
});

test("of a component that no processor has nothing is said to be cut off", () => {
  const unknown = one(area(600, [], { xcr0: 0x100_0000_0003n, bv: 0x100_0000_0003n }));
  expect(unknown.findings).toEqual([]);
  expect(one(area(600, [], { xcr0: 0x7n, bv: 0x3n })).findings).toEqual([]);
});

test("two layouts remain where neither content nor processor decides", () => {
  const empty = area(4096, [], { xcr0: 0x2e7n, bv: 0x3n });
  expect(one(empty).arrangements).toHaveLength(2);
  expect(one(empty, { cpu: processor("zen-4") }).arrangements).toHaveLength(1);
});

test.each([
  ["nothing", new Uint8Array(0), /0 bytes: an XSAVE area has 576/],
  ["too few", new Uint8Array(100), /100 bytes/],
  ["text", encode("a letter to nobody, without a number"), /no hex dump/],
  [
    "lines missing",
    encode(
      xxd(intel)
        .split("\n")
        .filter((_, i) => i !== 4)
        .join("\n"),
    ),
    /goes from byte 64 to 80/,
  ],
  ["a dump", encode("CPU 0:\n   0x0000000d 0x00: eax=0x7"), /are read by `xsweep explain FILE`/],
  ["a page of SEV-SNP", snpPage(textRows(leavesOf(processor("zen-4")))), /`xsweep explain FILE`/],
  ["an ELF file", Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0]), /xsweep core FILE/],
  ["xz", Uint8Array.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0]), /xz -dc/],
])("%s is refused with a reason", (_, bytes, reason) => {
  expect(() => readImages(bytes)).toThrow(reason);
});

test("always: spoiled bytes are refused in one line, or read within their bounds", () => {
  const samples = KINDS.map(([, make]) => make());
  fc.assert(
    fc.property(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(5000), fc.nat(255)), { maxLength: 6 }),
      fc.nat(5000),
      (sample, changes, cut) => {
        const bytes = sample.slice(0, cut % 3 === 0 ? cut : sample.length);
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value;
        try {
          for (const image of readImages(bytes)) {
            for (const { offset, size } of image.components) {
              if (offset + size > image.area.byteLength) throw new Error(`${offset}+${size}`);
            }
          }
        } catch (error) {
          if (!(error instanceof RangeError) || error.message.includes("\n")) throw error;
          expect(error.message).not.toMatch(/Offset is outside|Invalid/);
        }
      },
    ),
    { numRuns: 300 },
  );
});
