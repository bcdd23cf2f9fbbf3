/** Areas whose file does not say where what lies: by length, by the signal frame, as gdb 13 spoils them. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { bytesOf } from "../../../src/read/bytes.ts";
import { type CoreThread, readCore } from "../../../src/read/elf/core-file.ts";
import { areaRegisters, registerHex, registerNames } from "../../../src/read/elf/registers.ts";
import { isUser } from "../../../src/xsave/component.ts";
import { standardSize } from "../../../src/xsave/layout.ts";
import { hex } from "../../../src/xsave/mask.ts";
import { areaBytes, elfCore } from "../words.ts";

const AT_HWCAP = 16;
const AT_MINSIGSTKSZ = 51;

const threadOf = (area: Uint8Array, auxv: readonly (readonly [number, number])[] = []) => {
  const [thread] = readCore(bytesOf(elfCore([{ pid: 7, area }], null, 64, auxv))).threads;
  if (!thread) throw new Error("no thread");
  return thread;
};
const values = (thread: CoreThread, name: string) =>
  areaRegisters(thread, name).map(({ register }) => registerHex(register));
const bys = (thread: CoreThread) => thread.arrangements.map(({ by }) => by);
const doubts = (thread: CoreThread) => thread.warnings.map(({ name }) => name);

/** The area as a kernel shows it: components out of XSTATE_BV are zero, MXCSR_MASK is not. */
function kernelArea(id: string, xcr0: bigint, xstateBv: bigint, seed: number): Uint8Array {
  const cpu = processor(id);
  const size = standardSize(cpu, xcr0);
  const area = areaBytes(size, xcr0, xstateBv, (at) => 1 + ((at * 131 + seed * 17) % 255));
  const used = cpu.components.filter(isUser).filter((c) => (xstateBv >> BigInt(c.bit)) & 1n);
  for (let at = 576; at < size; at++) {
    if (!used.some((c) => c.offset <= at && at < c.offset + c.size)) area[at] = 0;
  }
  return area;
}

/** What gdb 13 makes of it, after i387-tdep.c: offsets of its own, XSTATE_BV = XCR0, all else zero. */
function gcored(area: Uint8Array, size: number): Uint8Array {
  const view = new DataView(area.buffer);
  const [xcr0, bv] = [view.getBigUint64(464, true), view.getBigUint64(512, true)];
  const out = new Uint8Array(size);
  const saved = (n: number) => ((xcr0 & bv) >> BigInt(n)) & 1n;
  out.set(area.subarray(0, 28));
  out.set(area.subarray(32, 416), 32);
  const blocks = [
    [2, 576, 256],
    [5, 1088, 64],
    [6, 1152, 512],
    [7, 1664, 1024],
    [9, 2688, 4],
  ];
  for (const [n = 0, from = 0, length = 0] of blocks) {
    if (saved(n)) out.set(area.subarray(from, Math.min(from + length, size)), from);
  }
  new DataView(out.buffer).setBigUint64(464, xcr0, true);
  new DataView(out.buffer).setBigUint64(512, xcr0, true);
  return out;
}

/** Hex digits agree where the file knows them; a lost one is "?". */
const agree = (found: string, truth: string) =>
  found.length === truth.length && [...found].every((c, i) => c === "?" || c === truth[i]);

test("always: of an area that gdb 13 spoiled, what is shown is the truth, and the rest is lost", () => {
  const names = registerNames("zmm0-31,k0-7,pkru");
  let lost = 0;
  let known = 0;
  fc.assert(
    fc.property(
      fc.constantFrom([0xe7n, 2688], [0x2e7n, 2696]),
      fc.constantFrom(...[0x7n, 0xe6n, 0xe7n, 0x22n, 0x42n, 0x86n, 0xa2n, 0x2e7n, 0x282n]),
      fc.nat(1000),
      ([xcr0, size], bv, seed) => {
        const [mask, length] = [BigInt(xcr0 ?? 0), Number(size)];
        const area = kernelArea("zen-4", mask, (bv & mask) | 2n, seed);
        const truth = threadOf(area);
        const spoiled = threadOf(gcored(area, length), [[AT_MINSIGSTKSZ, 3376]]);
        expect(bys(spoiled)).toEqual(["gcore"]);
        for (const name of names.filter((n) => n !== "pkru" || mask & 0x200n)) {
          const [[shown = "", ...more], [real = ""]] = [values(spoiled, name), values(truth, name)];
          if (more.length > 0 || !agree(shown, real)) {
            throw new Error(`${hex(mask)} BV ${hex(bv)} ${name}: ${shown} where ${real} is true`);
          }
          if (shown.includes("?")) lost++;
          else known++;
        }
      },
    ),
    { numRuns: 60 },
  );
  expect([lost > 100, known > 100]).toEqual([true, true]);
});

test("the signal frame chooses, AT_HWCAP and MXCSR_MASK veto, and without them both remain", () => {
  const spoiled = gcored(kernelArea("zen-4", 0xe7n, 0xe7n, 1), 2688);
  expect(bys(threadOf(spoiled, [[AT_MINSIGSTKSZ, 3376]]))).toEqual(["gcore"]);
  expect(bys(threadOf(spoiled, [[AT_MINSIGSTKSZ, 3632]]))).toEqual(["kernel"]);
  expect(bys(threadOf(spoiled))).toEqual(["kernel", "gcore"]);
  expect(doubts(threadOf(spoiled))).toEqual(["inferred-layout", "ambiguous-layout"]);
  expect(values(threadOf(spoiled), "k1")).toHaveLength(2);
  // The legacy region is the same in both: one answer.
  expect(values(threadOf(spoiled), "ymm3")).toHaveLength(1);
  expect(bys(threadOf(spoiled, [[AT_HWCAP, 0xbfebfbff]]))).toEqual(["kernel"]);
  expect(bys(threadOf(spoiled, [[AT_HWCAP, 0x178bfbff]]))).toEqual(["kernel", "gcore"]);
  const bykernel = spoiled.slice();
  bykernel[28] = 0xff;
  expect(bys(threadOf(bykernel))).toEqual(["kernel"]);
  const odd = threadOf(spoiled, [[AT_MINSIGSTKSZ, 4096]]);
  expect(doubts(odd)).toEqual(["inferred-layout", "ambiguous-layout", "frame-disagrees"]);
});

test("the frame of a host with AMX, whose gcore wrote the area without", () => {
  // Both numbers as Linux 6.18 and gdb 13 gave them.
  const area = kernelArea("sapphire-rapids", 0x2e7n, 0x2e7n, 1);
  expect(area.length).toBe(2696);
  const doubt = (stack: number) => doubts(threadOf(area, [[AT_MINSIGSTKSZ, stack]]));
  expect(doubt(11952)).toEqual(["inferred-layout"]);
  expect(doubt(11968)).toContain("frame-disagrees");
});

test("always: the signal frame of every processor names its own layout", () => {
  for (const cpu of CATALOGUE.filter(({ hypothetical }) => !hypothetical)) {
    const basis = cpu.components.reduce(
      (m, c) => (c.xfd ? m & ~(1n << BigInt(c.bit)) : m),
      cpu.xcr0,
    );
    const area = areaBytes(standardSize(cpu, cpu.xcr0), cpu.xcr0, cpu.xcr0);
    for (const counted of [basis, cpu.xcr0]) {
      const stack = Math.ceil((standardSize(cpu, counted) + 930) / 16) * 16;
      const thread = threadOf(area, [[AT_MINSIGSTKSZ, stack]]);
      if (!thread.candidates[0]?.includes(cpu.id) || doubts(thread).includes("frame-disagrees")) {
        throw new Error(`${cpu.id}: ${JSON.stringify([thread.candidates, thread.warnings])}`);
      }
    }
  }
});

test.each([
  // A size of gdb's on an AMX host, one of gdb 14, one with PKRU behind: AVX lies at 576 in all.
  [0x602e7n, 2696, ["AVX", "opmask", "ZMM_Hi256", "Hi16_ZMM", "PKRU"], 1088],
  [0x7n, 896, ["AVX"], null],
  [0xe7n, 2696, ["AVX", "opmask", "ZMM_Hi256", "Hi16_ZMM"], 1088],
  [0x602e7n, 832, ["AVX"], null],
])("XCR0 %s in %i bytes: what ends inside is read", (xcr0, length, names, opmask) => {
  const thread = threadOf(areaBytes(length, xcr0, xcr0, (at) => at % 251));
  expect(thread.components.map(({ name }) => name)).toEqual(names);
  expect(thread.components.find(({ bit }) => bit === 5)?.offset ?? null).toBe(opmask);
  expect(thread.arrangements.map(({ by }) => by)).toEqual(["part"]);
  expect(doubts(thread)[0]).toBe("other-length");
  expect(values(thread, "ymm0")[0]?.slice(2, 6)).toBe(
    [591, 590].map((n) => (n % 251).toString(16).padStart(2, "0")).join(""),
  );
});

test("software bytes of zero, as CRIU writes them: XCR0 by XSTATE_BV and length, and said", () => {
  for (const [bv, length, xcr0] of [
    [0x7n, 832, 0x7n],
    [0x2n, 832, 0x7n],
    [0x3n, 576, 0x3n],
    [0xe7n, 2696, 0x2e7n],
  ] as const) {
    const thread = threadOf(areaBytes(length, 0n, bv, () => 9));
    expect([length, hex(thread.xcr0)]).toEqual([length, hex(xcr0)]);
    expect(doubts(thread)[0]).toBe("no-xcr0");
  }
});

test("an FXSAVE image alone, of 64 and of 32 bits, and general registers", () => {
  const fxsave = areaBytes(576, 0n, 0n, (at) => at % 251).slice(0, 512);
  const general = Array.from({ length: 27 }, (_, i) => (BigInt(i) << 40n) | 7n);
  const [wide] = readCore(bytesOf(elfCore([{ pid: 3, fxsave, general }], null))).threads;
  if (!wide) throw new Error("no thread");
  expect([wide.kind, doubts(wide)]).toEqual(["fxsave", ["fxsave-only"]]);
  expect(values(wide, "xmm15")[0]?.slice(-2)).toBe(((160 + 240) % 251).toString(16));
  expect(() => values(wide, "ymm0")).toThrow(/saves no AVX \(2\): it has an FXSAVE image alone/);
  // user_regs_struct: r15 is first, rip the 17th, rsp the 20th.
  expect(["r15", "rip", "rsp", "gs"].map((name) => values(wide, name)[0])).toEqual(
    [0, 16, 19, 26].map((i) => `0x${((BigInt(i) << 40n) | 7n).toString(16).padStart(16, "0")}`),
  );
  const small = Array.from({ length: 17 }, (_, i) => BigInt(i + 1));
  const [narrow] = readCore(
    bytesOf(elfCore([{ pid: 3, fxsave, general: small }], null, 32)),
  ).threads;
  if (!narrow) throw new Error("no thread");
  expect(values(narrow, "eip")).toEqual(["0x0000000d"]);
  expect(values(narrow, "xmm7")).toHaveLength(1);
  expect(() => values(narrow, "xmm8")).toThrow(/32-bit process/);
});
