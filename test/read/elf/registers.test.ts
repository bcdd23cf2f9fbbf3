/** Registers out of a core file: every one where the format places it, in the order of its bytes. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { bytesOf } from "../../../src/read/bytes.ts";
import { type CoreFile, readCore } from "../../../src/read/elf/core-file.ts";
import {
  LANES,
  type Lane,
  REGISTER_NAMES,
  registerHex,
  registerLanes,
  registerNames,
  registerOf,
} from "../../../src/read/elf/registers.ts";
import { standardSize } from "../../../src/xsave/layout.ts";
import { bit } from "../../../src/xsave/mask.ts";
import type { Processor } from "../../../src/xsave/processor.ts";
import { areaBytes, elfCore } from "../words.ts";

const placed = (cpu: Processor) =>
  cpu.components.flatMap((c) => (c.offset === null ? [] : [{ ...c, offset: c.offset }]));

/** One thread of `cpu` whose bytes tell their place. */
function coreOf(cpu: Processor, xstateBv = cpu.xcr0, note = true): CoreFile {
  const size = standardSize(cpu, cpu.xcr0);
  const area = areaBytes(size, cpu.xcr0, xstateBv, (at) => at * 7 + (at >> 8));
  return readCore(bytesOf(elfCore([{ pid: 4711, area }], note ? placed(cpu) : null)));
}

const register = (core: CoreFile, name: string) => {
  const [thread] = core.threads;
  if (!thread) throw new Error("no thread");
  return registerOf(thread, name);
};

/** The bytes of the area from `at` on, as one number. */
const numberAt = (core: CoreFile, at: number, size: number): bigint => {
  const area = core.threads[0]?.area;
  let value = 0n;
  for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(area?.getUint8(at + i) ?? 0);
  return value;
};

test.each(["granite-rapids-apx", "zen-4", "skylake-sp"])(
  "every register of %s lies where SDM1 13.5 has it",
  (id) => {
    const cpu = processor(id);
    const core = coreOf(cpu);
    const at = (n: number) => cpu.components.find((c) => c.bit === n)?.offset ?? Number.NaN;
    const value = (name: string) => BigInt(registerHex(register(core, name)));
    const join = (...parts: [start: number, size: number][]) =>
      parts.reduceRight(
        (sum, [start, size]) => (sum << BigInt(size * 8)) | numberAt(core, start, size),
        0n,
      );
    for (let n = 0; n < 16; n++) {
      const [xmm, ymm, zmm] = [160 + 16 * n, at(2) + 16 * n, at(6) + 32 * n];
      expect(value(`xmm${n}`)).toBe(join([xmm, 16]));
      expect(value(`ymm${n}`)).toBe(join([xmm, 16], [ymm, 16]));
      expect(value(`zmm${n}`)).toBe(join([xmm, 16], [ymm, 16], [zmm, 32]));
      const high = at(7) + 64 * n;
      expect(value(`xmm${n + 16}`)).toBe(join([high, 16]));
      expect(value(`ymm${n + 16}`)).toBe(join([high, 32]));
      expect(value(`zmm${n + 16}`)).toBe(join([high, 64]));
    }
    for (let n = 0; n < 8; n++) expect(value(`k${n}`)).toBe(join([at(5) + 8 * n, 8]));
    expect(value("pkru")).toBe(join([at(9), 4]));
    if (cpu.xcr0 & bit(18)) {
      for (let n = 0; n < 8; n++) expect(value(`tmm${n}`)).toBe(join([at(18) + 1024 * n, 1024]));
      expect(value("tilecfg")).toBe(join([at(17), 64]));
    }
    if (cpu.xcr0 & bit(19)) {
      for (let n = 16; n < 32; n++) expect(value(`r${n}`)).toBe(join([at(19) + 8 * (n - 16), 8]));
    }
    if (cpu.xcr0 & bit(3)) {
      for (let n = 0; n < 4; n++) expect(value(`bnd${n}`)).toBe(join([at(3) + 16 * n, 16]));
      expect(value("bndcfgu")).toBe(join([at(4), 8]));
      expect(value("bndstatus")).toBe(join([at(4) + 8, 8]));
    }
    expect(value("mxcsr")).toBe(join([24, 4]));
    expect(value("st3")).toBe(join([32 + 48, 10]));
  },
);

test("a component in its initial state reads as that, whatever the bytes are", () => {
  const core = coreOf(processor("zen-4"), 0x20n);
  expect(register(core, "k1")).toMatchObject({ state: "saved" });
  expect(register(core, "zmm3")).toMatchObject({ state: "init", bytes: new Uint8Array(64) });
  expect([registerHex(register(core, "mxcsr")), registerHex(register(core, "fcw"))]).toEqual([
    "0x00001f80",
    "0x037f",
  ]);
});

test("a register that the processor has not, and one that no layout places", () => {
  const core = coreOf(processor("haswell"));
  expect(() => register(core, "k1")).toThrow(/k1: thread 4711 saves no opmask \(5\): XCR0 is 0x7/);
  const zen = processor("zen-4");
  const area = areaBytes(2440, zen.xcr0, zen.xcr0);
  const partial = readCore(bytesOf(elfCore([{ pid: 1, area }], placed(zen).slice(0, 1))));
  expect(() => register(partial, "zmm17")).toThrow(/nothing places Hi16_ZMM \(7\)/);
  expect(partial.threads[0]?.warnings.map(({ name }) => name)).toEqual(["missing-subleaf"]);
});

test("without the note the layout is inferred; where several fit, all are said", () => {
  const outcomes = CATALOGUE.filter(({ hypothetical }) => !hypothetical).map((cpu) => {
    const [thread] = coreOf(cpu, cpu.xcr0, false).threads;
    const kept = thread?.components.map(({ bit: n, offset, size }) => [n, offset, size]);
    const user = placed(cpu).filter((c) => (cpu.xcr0 & bit(c.bit)) !== 0n);
    expect([cpu.id, kept]).toEqual([cpu.id, user.map((c) => [c.bit, c.offset, c.size])]);
    expect([cpu.id, thread?.candidates.flat()]).toEqual([cpu.id, expect.arrayContaining([cpu.id])]);
    return thread?.candidates.length;
  });
  // No two measured processors give one (XCR0, size) two layouts.
  expect(new Set(outcomes)).toEqual(new Set([1]));
  const area = areaBytes(5000, 0x40000003n, 0n);
  const [unknown] = readCore(bytesOf(elfCore([{ pid: 1, area }], null))).threads;
  expect(unknown).toMatchObject({ layout: "unknown", components: [] });
});

test("names: single, ranges, lists; what is none is told with what is", () => {
  expect(registerNames("ymm0-3")).toEqual(["ymm0", "ymm1", "ymm2", "ymm3"]);
  expect(registerNames("K1, pkru,zmm31")).toEqual(["k1", "pkru", "zmm31"]);
  for (const text of ["k8", "zmm32", "ymm3-1", "eax", "", "r8", "tmm0-9"]) {
    expect(() => registerNames(text)).toThrow(/names no register \(known: k0-7, xmm0-31/);
  }
  for (const name of REGISTER_NAMES) expect(registerNames(name).length).toBeGreaterThan(0);
});

test("always: lanes lose nothing, and hex is the whole register, highest byte first", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (bytes) => {
      const value = { name: "zmm0", bytes, state: "saved" } as const;
      expect(registerHex(value)).toBe(`0x${Buffer.from(bytes).reverse().toString("hex")}`);
      const view = new DataView(bytes.buffer, bytes.byteOffset, 64);
      for (const lane of Object.keys(LANES) as Lane[]) {
        const lanes = registerLanes(value, lane);
        expect(lanes).toHaveLength(64 / LANES[lane]);
        if (lane === "u64") expect(BigInt(lanes[1] ?? 0)).toBe(view.getBigUint64(8, true));
        if (lane === "f32") expect(Number(lanes[3])).toBe(view.getFloat32(12, true));
        if (lane === "u8") expect(lanes.map(Number)).toEqual([...bytes]);
      }
    }),
  );
});
