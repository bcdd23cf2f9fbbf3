/** Who admits which XCR0: rows as walks, counts as enumeration, and what is known of each peer. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { permitsCompared } from "../../src/questions/permits.ts";
import { fixedBits } from "../../src/rules/permits/fixed-bits.ts";
import { PERMITS, permit } from "../../src/rules/permits/index.ts";
import { admits, type Permit } from "../../src/rules/permits/permit.ts";
import { hex } from "../../src/xsave/mask.ts";
import { subsets } from "../../src/xsave/subsets.ts";
import { synthetic } from "../processors.ts";

describe("always: rows and walk of a permit admit the same", () => {
  test.each(PERMITS.map((one) => [one.id, one] as const))("%s, on every XCR0", (_, one) => {
    let asked = 0;
    for (const cpu of CATALOGUE) {
      for (const xcr0 of subsets(cpu.xcr0)) {
        asked++;
        const [rows, walk] = [admits(one, xcr0), one.walk(cpu, xcr0)];
        if (rows !== walk) throw new Error(`${cpu.id} ${hex(xcr0)}: rows ${rows}, walk ${walk}`);
      }
    }
    expect(asked).toBe(CATALOGUE.reduce((sum, cpu) => sum + [...subsets(cpu.xcr0)].length, 0));
  });
});

/** The same a mask at a time, by the walks. */
function enumerated(cpu: (typeof CATALOGUE)[number], a: Permit, b: Permit) {
  const found = { byA: 0n, byB: 0n, onlyA: [] as bigint[], onlyB: [] as bigint[] };
  for (const xcr0 of subsets(cpu.xcr0)) {
    const [x, y] = [a.walk(cpu, xcr0), b.walk(cpu, xcr0)];
    if (x) found.byA++;
    if (y) found.byB++;
    if (x && !y) found.onlyA.push(xcr0);
    if (y && !x) found.onlyB.push(xcr0);
  }
  return [
    ...[found.byA, found.byB, BigInt(found.onlyA.length), BigInt(found.onlyB.length)],
    ...[found.onlyA[0] ?? null, found.onlyB[0] ?? null],
  ];
}

const told = (cpu: (typeof CATALOGUE)[number], a: Permit, b: Permit) => {
  const { admittedByA, admittedByB, admittedByBoth, onlyA, onlyB, masks } = permitsCompared(
    cpu,
    a,
    b,
  );
  expect(masks).toBe(
    2n ** BigInt([...cpu.xcr0.toString(2)].filter((digit) => digit === "1").length),
  );
  expect([admittedByBoth + onlyA.count, admittedByBoth + onlyB.count]).toEqual([
    admittedByA,
    admittedByB,
  ]);
  return [admittedByA, admittedByB, onlyA.count, onlyB.count, onlyA.first, onlyB.first];
};

test("always: counted as enumerated, every pair on every processor", () => {
  const others = [...PERMITS, fixedBits(0x602e7n, 3n), fixedBits(0x4000_0000_000e_02e7n, 0x203n)];
  let pairs = 0;
  for (const cpu of CATALOGUE) {
    for (const a of others) {
      for (const b of others) {
        expect(told(cpu, a, b), `${cpu.id} ${a.id} ${b.id}`).toEqual(enumerated(cpu, a, b));
        pairs++;
      }
    }
  }
  expect(pairs).toBe(CATALOGUE.length * others.length ** 2);
});

test("always: so with any rows and any components", () => {
  const cpu = synthetic(10);
  const mask = fc.bigInt(0n, cpu.xcr0).map((some) => some & cpu.xcr0);
  const any = fc
    .record({
      components: fc.option(mask, { nil: null }),
      rows: fc.array(
        fc.record({
          some: fc.oneof(fc.constant(~0n), mask),
          needs: mask,
          without: mask,
          sentence: fc.constant(""),
        }),
        { maxLength: 3 },
      ),
    })
    .map(({ components, rows }): Permit => {
      const one = {
        id: "any",
        stands: "",
        source: "",
        otherwise: "refused" as const,
        components,
        rows,
      };
      const walk = (_: unknown, xcr0: bigint) => admits({ ...one, walk: () => true }, xcr0);
      return { ...one, walk };
    });
  fc.assert(
    fc.property(any, any, (a, b) => {
      expect(told(cpu, a, b)).toEqual(enumerated(cpu, a, b));
    }),
    { numRuns: 60 },
  );
});

// biome-ignore format: one fact per line
test.each([
  ["nvmm",      0x21n,    true,  "half of AVX-512: only x87 and AVX on SSE are looked at"],
  ["nvmm",      0x40003n, true,  "one tile bit"],
  ["nvmm",      0x5n,     false, "AVX without SSE"],
  ["nvmm",      0x2n,     false, "no x87"],
  ["jailhouse", 0x5n,     true,  "x87 is set: handed on"],
  ["jailhouse", 0x6n,     false, "x87 is not"],
  ["svsm",      0x6n,     true,  "sub-leaf by sub-leaf"],
  ["kvm",       0x60003n, true,  "both tile bits"],
  ["kvm",       0x40003n, false, "one of them"],
  ["kvm",       0xe3n,    false, "AVX-512 without AVX"],
  ["kvm-5.16",  0x60003n, false, "not in KVM_SUPPORTED_XCR0 yet"],
  ["xen",       0x27n,    false, "opmask alone"],
  ["xen",       0xe7n,    true,  "AVX-512 on AVX"],
  ["bhyve",     0x203n,   false, "PKRU is not among xcr0_allowed"],
  ["bhyve",     0xe7n,    true,  "XFEATURE_AVX512 | XFEATURE_AVX"],
] as const)("%s of XCR0 %s: %s (%s)", (id, xcr0, passes, _) => {
  expect(permit(id).walk(processor("sapphire-rapids"), xcr0)).toBe(passes);
  expect(admits(permit(id), xcr0)).toBe(passes);
});

test("fixed bits: what must be set may be set; 61 components are counted, not gone through", () => {
  expect(() => fixedBits(0x7n, 0x9n)).toThrow("0x8 must be set and may not be: nothing passes");
  expect(() => fixedBits(-1n, 0n)).toThrow("is no mask of 64 bits");
  const cpu = synthetic(61);
  const { admittedByA, admittedByB } = permitsCompared(
    cpu,
    fixedBits(cpu.xcr0, 3n),
    permit("nvmm"),
  );
  expect([admittedByA, admittedByB]).toEqual([2n ** 61n, 2n ** 62n - 2n ** 60n]);
  expect(() => permitsCompared(cpu, fixedBits(cpu.xcr0, cpu.xcr0), permit("nvmm"))).toThrow(
    "name 63 bits apart: at most 20",
  );
  expect(() => permit("nvm")).toThrow('"nvm" names no permit rule (known: architecture, kvm-5.16');
});
