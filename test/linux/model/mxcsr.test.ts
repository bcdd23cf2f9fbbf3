/**
 * Which components make the kernel look at MXCSR of a standard image: x87, SSE or AVX, each alone.
 * Linux xstate.c copy_uabi_to_xstate(): "Validate MXCSR when any of the related features is in use".
 */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { boot } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { emptyBuffer, fromUabi } from "../../../src/linux/model/uabi.ts";
import { bitsOf, hex } from "../../../src/xsave/mask.ts";

const config = boot(processor("sapphire-rapids"), version("linux-6.17"));
const { features, size } = config.userMax;
const buffer = emptyBuffer(config, config.kernelMax.features);

/** What becomes of an image of these components with that MXCSR: its MXCSR in the buffer, or a code. */
function written(xstateBv: bigint, mxcsr: number): number {
  const image = new Uint8Array(size);
  const view = new DataView(image.buffer);
  view.setBigUint64(512, xstateBv, true);
  view.setUint32(24, mxcsr, true);
  const next = fromUabi(config, buffer, features, image);
  return typeof next === "number" ? next : new DataView(next.buffer).getUint32(24, true);
}

const LOOKING = [0, 1, 2];
const EVERY = bitsOf(BigInt(features));

test.each(LOOKING)(
  "component %i alone: a reserved bit of MXCSR is -EINVAL, others are taken",
  (n) => {
    expect(written(1n << BigInt(n), 0x10000)).toBe(-22);
    expect(written(1n << BigInt(n), 0xffff)).toBe(0xffff);
  },
);

test("without any of them MXCSR is neither looked at nor taken", () => {
  const others = EVERY.filter((n) => !LOOKING.includes(n));
  expect(others).toEqual([5, 6, 7, 9, 17, 18]);
  for (const n of others) {
    const got = written(1n << BigInt(n), 0x10000);
    if (got !== 0x1f80) throw new Error(`component ${n}: ${hex(BigInt(got))}, not 0x1f80`);
  }
});
