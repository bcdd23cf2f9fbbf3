import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { illegalities, isLegal, LEGALITY_RULES } from "../../src/xsave/legality.ts";
import { popcount, subsetAt } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";

const legalMasks = (id: string): bigint[] => {
  const cpu = processor(id);
  const universe = enumerated(cpu);
  return Array.from({ length: 2 ** popcount(universe) }, (_, i) =>
    subsetAt(universe, BigInt(i)),
  ).filter((mask) => isLegal(cpu, mask));
};

test.each([
  ["sapphire-rapids", 16 * 64],
  ["granite-rapids", 16 * 128],
  ["granite-rapids-apx", 32 * 128],
  ["skylake-sp", 16 * 2],
  ["bulldozer", 6],
] as const)("%s has %i legal masks, x87 alone among them", (id, count) => {
  expect(legalMasks(id).length).toBe(count);
});

test("a virtual machine of Zen 4 may choose 1, 3, 7 and e7H, each with and without PKRU", () => {
  const user = legalMasks("zen-4").filter((mask) => (mask & 0x1800n) === 0n);
  expect(user).toEqual([0x1n, 0x3n, 0x7n, 0xe7n, 0x201n, 0x203n, 0x207n, 0x2e7n]);
});

test.each([
  ["sapphire-rapids", 0x602e6n, "x87 (bit 0) must be set in XCR0"],
  ["sapphire-rapids", 0x5n, "AVX (2) needs SSE (1)"],
  ["skylake-sp", 0xbn, "BNDREGS (3) and BNDCSR (4) go together"],
  ["sapphire-rapids", 0x27n, "opmask (5), ZMM_Hi256 (6) and Hi16_ZMM (7) go together"],
  ["sapphire-rapids", 0xe3n, "AVX-512 (5-7) needs AVX (2)"],
  ["sapphire-rapids", 0x20003n, "XTILECFG (17) and XTILEDATA (18) go together"],
  ["centaur-cns", 0x803n, "IA32_XSS of centaur-cns (0x0) does not enumerate bit 11"],
] as const)("%s %i: %s", (id, mask, sentence) => {
  expect(illegalities(processor(id), mask)).toEqual([sentence]);
});

test("APX and MPX exclude each other, wherever both could be described", () => {
  const rule = LEGALITY_RULES.find(({ some }) => some === 1n << 19n);
  expect(rule?.without).toBe(0x18n);
});

test("the empty mask is illegal: XSETBV wants x87", () => {
  expect(illegalities(processor("zen-4"), 0n)).toEqual(["x87 (bit 0) must be set in XCR0"]);
});
