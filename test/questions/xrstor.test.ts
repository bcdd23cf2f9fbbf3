/** XRSTOR and XRSTORS against the rules of the manual, stated once more and otherwise: over every header of small processors. */
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import {
  type ImageHeader,
  imageHeader,
  type XrstorRegisters,
} from "../../src/questions/restoring.ts";
import { xrstor } from "../../src/questions/xrstor.ts";
import { COMPACTED_FLAG } from "../../src/xsave/area.ts";
import { layout } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { createProcessor, type Processor } from "../../src/xsave/processor.ts";

/** Bits 0-3 in XCR0, 4 in IA32_XSS; bit 3 can be disabled. */
const SMALL = createProcessor({
  ...{ id: "small", name: "four components", vendor: "nobody", source: "here", hypothetical: true },
  xcr0: 0xfn,
  xss: 0x10n,
  components: [
    { bit: 2, name: "c2", size: 40, offset: 576, supervisor: false, align64: false, xfd: false },
    { bit: 3, name: "c3", size: 24, offset: 704, supervisor: false, align64: true, xfd: true },
    { bit: 4, name: "c4", size: 8, offset: null, supervisor: true, align64: false, xfd: false },
  ],
});

const ALL = (1n << 64n) - 1n;

const known = new Map<bigint, ReadonlySet<number>>();

/** The numbers of the bits, out of the digits. */
function setOf(mask: bigint): ReadonlySet<number> {
  const set =
    known.get(mask) ??
    new Set([...mask.toString(2)].reverse().flatMap((digit, n) => (digit === "1" ? [n] : [])));
  known.set(mask, set);
  return set;
}

/** The names of all conditions that are met: sets of bits as lists, as the manual words them. */
function conditions(
  { xstateBv, xcompBv, reserved = new Uint8Array(48), mxcsr = 0x1f80 }: ImageHeader,
  { op, xcr0, xss, rfbm, xfd = 0n }: XrstorRegisters,
): Set<string> {
  const [inBv, inComp] = [setOf(xstateBv), setOf(xcompBv)];
  const [inXcr0, inXss, inRfbm, inXfd] = [setOf(xcr0), setOf(xss), setOf(rfbm), setOf(xfd)];
  const may = (n: number) => inXcr0.has(n) || (op === "xrstors" && inXss.has(n));
  const zero = (from: number, to: number) =>
    reserved.slice(from - 16, to - 15).every((b) => b === 0);
  const asks = (n: number) => may(n) && inRfbm.has(n);
  const found = new Set<string>();
  const badMxcsr = mxcsr >= 0x10000;
  if (op === "xrstor" && !inComp.has(63)) {
    // 13.8.1
    if ([...inBv].some((n) => !inXcr0.has(n))) found.add("xstate-bv-beyond-xcr0");
    if (inComp.size > 0 || !zero(16, 23)) found.add("header-reserved");
    if (badMxcsr && (asks(1) || asks(2))) found.add("mxcsr-reserved");
  } else {
    // 13.8.2, 13.12
    if (!inComp.has(63)) found.add("not-compacted");
    if ([...inComp].some((n) => n !== 63 && !may(n))) found.add("xcomp-bv-beyond-xcr0");
    if ([...inBv].some((n) => !inComp.has(n))) found.add("xstate-bv-beyond-xcomp-bv");
    if (!zero(16, 63)) found.add("header-reserved");
    if (badMxcsr && asks(1) && inBv.has(1)) found.add("mxcsr-reserved");
  }
  if ([...inXfd].some((n) => asks(n) && inBv.has(n))) found.add("xfd");
  return found;
}

/** What the manual says of component `n` where nothing faults. */
function effect(n: number, { xstateBv }: ImageHeader, { op, xcr0, xss, rfbm }: XrstorRegisters) {
  const listed = setOf(xcr0).has(n) || (op === "xrstors" && setOf(xss).has(n));
  if (!listed || !setOf(rfbm).has(n)) return "keep";
  return setOf(xstateBv).has(n) ? "load" : "init";
}

const described = (image: ImageHeader, registers: XrstorRegisters) =>
  `XSTATE_BV ${hex(image.xstateBv)} XCOMP_BV ${hex(image.xcompBv)} MXCSR ${image.mxcsr} ${registers.op} XCR0 ${hex(registers.xcr0)} XSS ${hex(registers.xss)} RFBM ${hex(registers.rfbm)} XFD ${hex(registers.xfd ?? 0n)}`;

function check(cpu: Processor, image: ImageHeader, registers: XrstorRegisters): string {
  const verdict = xrstor(cpu, image, registers);
  const expected = conditions(image, registers);
  const fail = (what: string): never => {
    throw new Error(`${described(image, registers)}: ${what}`);
  };
  const said = verdict.fault?.condition;
  if ((said === undefined) !== (expected.size === 0) || (said && !expected.has(said))) {
    fail(`${said}, not of ${[...expected]}`);
  }
  if (said === "xfd" && expected.size > 1) fail("#NM before #GP");
  for (const one of verdict.components) {
    const right = said ? "keep" : effect(one.bit, image, registers);
    if (one.effect !== right) fail(`component ${one.bit}: ${one.effect}, not ${right}`);
    if ((one.offset !== null) !== (right === "load")) fail(`component ${one.bit} at ${one.offset}`);
    if (one.bit < 2 || one.offset === null) continue;
    const mask = verdict.format === "standard" ? cpu.xcr0 : image.xcompBv & ~COMPACTED_FLAG;
    const placed = layout(cpu, mask, verdict.format).components.find((c) => c.bit === one.bit);
    if (placed?.offset !== one.offset) fail(`component ${one.bit}: ${one.offset}`);
  }
  return said ?? "fine";
}

const subsets = (bits: readonly bigint[]): bigint[] =>
  bits.reduce<bigint[]>((all, one) => all.flatMap((mask) => [mask, mask | one]), [0n]);

test("always: every header on every state of a small processor, as the manual says", () => {
  const counts = new Map<string, number>();
  // Bit 5 is no component; bit 63 is the flag.
  const values = subsets([1n, 2n, 4n, 8n, 16n, 32n, COMPACTED_FLAG]);
  for (const op of ["xrstor", "xrstors"] as const) {
    for (const xcr0 of [0x7n, 0xfn]) {
      for (const xss of [0n, 0x10n]) {
        for (const rfbm of [ALL, 0x15n]) {
          for (const xstateBv of values) {
            for (const xcompBv of values) {
              const said = check(SMALL, { xstateBv, xcompBv }, { op, xcr0, xss, rfbm });
              counts.set(said, (counts.get(said) ?? 0) + 1);
            }
          }
        }
      }
    }
  }
  expect([...counts.values()].reduce((a, b) => a + b)).toBe(2 * 2 * 2 * 2 * 128 * 128);
  for (const one of ["fine", "not-compacted", "xstate-bv-beyond-xcr0", "xcomp-bv-beyond-xcr0"]) {
    expect(counts.get(one), one).toBeGreaterThan(100);
  }
});

test("always: every reserved byte, MXCSR, RFBM and IA32_XFD, by the form", () => {
  const counts = new Map<string, number>();
  for (const op of ["xrstor", "xrstors"] as const) {
    for (const flag of [0n, COMPACTED_FLAG]) {
      for (let byte = 15; byte < 64; byte++) {
        const reserved = new Uint8Array(48);
        if (byte > 15) reserved[byte - 16] = 0x80;
        for (const mxcsr of [0xffff, 0x10000, 0x80000000]) {
          for (const rfbm of [0n, 2n, 4n, 15n]) {
            for (const xstateBv of [0n, 2n, 4n, 8n, 15n]) {
              for (const xfd of [0n, 8n]) {
                const image = { xstateBv, xcompBv: flag && flag | 0xfn, reserved, mxcsr };
                const said = check(SMALL, image, { op, xcr0: 0xfn, xss: 0n, rfbm, xfd });
                counts.set(said, (counts.get(said) ?? 0) + 1);
              }
            }
          }
        }
      }
    }
  }
  for (const one of ["header-reserved", "mxcsr-reserved", "xfd", "fine"]) {
    expect(counts.get(one), one).toBeGreaterThan(50);
  }
});

test("always: MXCSR is loaded with SSE or AVX in the standard form, with SSE alone in the others", () => {
  const state = (compacted: boolean, xstateBv: bigint, rfbm: bigint) =>
    xrstor(
      SMALL,
      { xstateBv, xcompBv: compacted ? COMPACTED_FLAG | 7n : 0n },
      { op: "xrstor", xcr0: 7n, xss: 0n, rfbm },
    ).mxcsr;
  const rows = [0n, 2n, 4n, 6n].flatMap((rfbm) =>
    [0n, 2n].map((bv) => [state(false, bv, rfbm), state(true, bv, rfbm)]),
  );
  expect(rows).toEqual([
    ["keep", "keep"],
    ["keep", "keep"],
    ["load", "init"],
    ["load", "load"],
    ["load", "keep"],
    ["load", "keep"],
    ["load", "init"],
    ["load", "load"],
  ]);
});

test("MXCSR bit 17 is AMD's", () => {
  const loads = (id: string) => {
    const cpu = processor(id);
    const image = { xstateBv: 3n, xcompBv: 0n, mxcsr: 0x21f80 };
    const registers = { op: "xrstor", xcr0: 7n, xss: 0n, rfbm: 7n } as const;
    return xrstor(cpu, image, registers).fault?.sentence ?? null;
  };
  expect(loads("zen-4")).toBe(null);
  expect(loads("haswell")).toBe("bit 17 of MXCSR is reserved (MXCSR 0x21f80): #GP (SDM1 13.8.1)");
});

test("a guest of ice-lake on zen-4: which bytes land where", () => {
  const cpu = processor("zen-4");
  const registers = { op: "xrstor", xcr0: cpu.xcr0, xss: 0n, rfbm: ALL } as const;
  const verdict = xrstor(
    cpu,
    { xstateBv: 0x2e7n, xcompBv: 0n },
    registers,
    processor("ice-lake-sp"),
  );
  const rows = verdict.components.map(({ bit, offset, wrong, from }) => [bit, offset, wrong, from]);
  const piece = (bit: number, name: string, offset: number, bytes: number) => ({
    ...{ bit, name, offset, bytes },
  });
  expect(rows).toEqual([
    [0, 0, false, [piece(0, "x87", 0, 160)]],
    [1, 160, false, [piece(1, "SSE", 160, 256)]],
    [2, 576, false, [piece(2, "AVX", 576, 256)]],
    [5, 832, true, []],
    [6, 896, true, [piece(5, "opmask", 1088, 64), piece(6, "ZMM_Hi256", 1152, 256)]],
    [7, 1408, true, [piece(6, "ZMM_Hi256", 1408, 256), piece(7, "Hi16_ZMM", 1664, 768)]],
    [9, 2432, true, [piece(7, "Hi16_ZMM", 2432, 8)]],
  ]);
  const compacted = { xstateBv: 0x2e7n, xcompBv: COMPACTED_FLAG | 0x2e7n };
  const moved = xrstor(cpu, compacted, registers, processor("ice-lake-sp"));
  expect(moved.components.filter(({ wrong }) => wrong)).toEqual([]);
});

test("always: on any two processors, every byte that is loaded has the owner that a map of bytes says", () => {
  let checked = 0;
  const cpus = CATALOGUE.filter((_, i) => i % 3 === 0);
  for (const writer of cpus) {
    for (const format of ["standard", "compacted"] as const) {
      for (const cpu of cpus) {
        const xcr0 = writer.xcr0 & cpu.xcr0;
        const owners = new Map<number, number>();
        const own = (bit: number, from: number, size: number) => {
          for (let at = from; at < from + size; at++) owners.set(at, bit);
        };
        own(0, 0, 160);
        own(1, 160, 256);
        const mask = format === "standard" ? writer.xcr0 : xcr0;
        for (const c of layout(writer, mask, format).components) own(c.bit, c.offset, c.size);
        const xcompBv = format === "standard" ? 0n : COMPACTED_FLAG | xcr0;
        const registers = { op: "xrstor", xcr0, xss: 0n, rfbm: ALL } as const;
        const verdict = xrstor(cpu, { xstateBv: xcr0, xcompBv }, registers, writer);
        for (const { bit, offset, from } of verdict.components) {
          const size = [160, 256][bit] ?? cpu.components.find((c) => c.bit === bit)?.size ?? 0;
          for (let at = offset ?? 0; at < (offset ?? 0) + size; at++) {
            const said = from?.find((p) => p.offset <= at && at < p.offset + p.bytes)?.bit;
            if (said !== owners.get(at)) {
              throw new Error(`${writer.id} ${cpu.id} ${format} byte ${at}: ${said}`);
            }
            checked++;
          }
        }
      }
    }
  }
  expect(checked).toBeGreaterThan(500_000);
});

test("registers that the processor does not take are refused", () => {
  const image = { xstateBv: 0n, xcompBv: 0n };
  const base = { op: "xrstor", xcr0: 7n, xss: 0n, rfbm: ALL } as const;
  const asked = (more: Partial<XrstorRegisters>) => () =>
    xrstor(processor("zen-4"), image, { ...base, ...more });
  expect(asked({ xcr0: 0x60007n })).toThrow("XCR0 0x60007: zen-4 allows 0x2e7, not bit 17-18");
  expect(asked({ xss: 0x100n })).toThrow("IA32_XSS 0x100: zen-4 allows 0x1800, not bit 8");
  expect(asked({ xfd: 4n })).toThrow("IA32_XFD 0x4: zen-4 allows 0x0, not bit 2");
  expect(asked({ rfbm: 1n << 64n })).toThrow("rfbm: 18446744073709551616 is not of 64 bits");
  expect(asked({ op: "fxrstor" as "xrstor" })).toThrow('an op is "xrstor" or "xrstors"');
});

test("the header of an image is read where it lies", () => {
  const bytes = new Uint8Array(600);
  const view = new DataView(bytes.buffer);
  view.setUint32(24, 0x1fa0, true);
  view.setBigUint64(512, 0x2e7n, true);
  view.setBigUint64(520, 0x80000000000002e7n, true);
  bytes[528] = 1;
  bytes[575] = 2;
  const { reserved, ...rest } = imageHeader(bytes);
  expect(rest).toEqual({ xstateBv: 0x2e7n, xcompBv: 0x80000000000002e7n, mxcsr: 0x1fa0 });
  expect([reserved?.length, reserved?.[0], reserved?.[47]]).toEqual([48, 1, 2]);
  expect(() => imageHeader(bytes.subarray(0, 575))).toThrow("at least 576 bytes");
  expect(imageHeader(bytes.slice(0, 576))).toEqual({ ...rest, reserved });
});
