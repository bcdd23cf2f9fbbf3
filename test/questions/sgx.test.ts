import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { sgxFrame, sgxFrames } from "../../src/questions/sgx.ts";
import { synthetic } from "../processors.ts";

test("worked frames: one page up to AVX-512, three with AMX", () => {
  const spr = processor("sapphire-rapids");
  expect(sgxFrame(spr, 0x3n)).toMatchObject({ xsave: 576, frame: 760, pages: 1 });
  expect(sgxFrame(spr, 0xe7n)).toMatchObject({ xsave: 2688, frame: 2872, pages: 1, sdk: 2688 });
  expect(sgxFrame(spr, 0x602e7n)).toEqual({
    ...{ xfrm: 0x602e7n, xsave: 11008, frame: 11192, pages: 3, sdk: 11008, gramine: 11008 },
  });
  expect(sgxFrame(processor("skylake-client"), 0x1fn)).toMatchObject({ sdk: null, gramine: 576 });
});

test("what ECREATE refuses is refused", () => {
  const spr = processor("sapphire-rapids");
  expect(() => sgxFrame(spr, 0x1n)).toThrow(/0x1 is refused as an XFRM: x87 \(0\) and SSE \(1\)/);
  expect(() => sgxFrame(spr, 0x103n)).toThrow(/bit 8 is of IA32_XSS/);
  expect(() => sgxFrame(spr, 0x23n)).toThrow(/go together/);
  expect(() => sgxFrames(synthetic(61))).toThrow(/too many to list/);
});

test("2^20 frames are listed, more are not", () => {
  expect(sgxFrames(synthetic(18)).length).toBeGreaterThan(2 ** 12);
  expect(() => sgxFrames(synthetic(30))).toThrow(/has \d+ legal XCR0, too many to list/);
});

// The tables: PKRU ends 56 bytes late in the SDK's; pages come out alike.
test("where the tables of SDK and Gramine know an XFRM, pages are right and the SDK is 56 too large", () => {
  const measured = CATALOGUE.filter((cpu) => cpu.vendor === "GenuineIntel" && !cpu.hypothetical);
  const frames = measured
    .flatMap(sgxFrames)
    .filter(({ xfrm, sdk }) => sdk !== null && (xfrm & 0x18n) === 0n);
  const late = frames.filter(({ xsave, sdk }) => sdk !== xsave);
  expect(late.length).toBeGreaterThan(10);
  for (const { xfrm, xsave, pages, sdk, gramine } of frames) {
    if (Math.ceil(((sdk ?? 0) + 184) / 4096) !== pages || gramine !== xsave) {
      throw new Error(`0x${xfrm.toString(16)}: ${sdk} and ${gramine} for ${xsave}`);
    }
  }
  for (const { xsave, sdk } of late) expect(sdk).toBe(xsave + 56);
});
