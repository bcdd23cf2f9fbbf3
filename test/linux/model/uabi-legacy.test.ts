/** The first 576 bytes of the image that ptrace and KVM copy: x87, MXCSR, XMM, the header. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { boot } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { emptyBuffer, fromUabi, toUabi } from "../../../src/linux/model/uabi.ts";
import { linesOf, pick, RAN, said } from "../live.ts";

const config = boot(processor("sapphire-rapids"), version("linux-6.17"), { hostMask: 0x61ee7n });
const { userMax, userDefault, kernelMax } = config;

/** A kernel buffer whose byte `at` is `at` modulo 251, with `used` in its header, MXCSR 0x1fa0. */
function numbered(used: number): Uint8Array {
  const buffer = emptyBuffer(config, kernelMax.features);
  for (let at = 0; at < 416; at++) buffer[at] = at % 251;
  new DataView(buffer.buffer).setUint32(24, 0x1fa0, true);
  new DataView(buffer.buffer).setBigUint64(512, BigInt(used), true);
  return buffer;
}

const out = (used: number, features = userMax.features): Uint8Array =>
  toUabi(config, numbered(used), features, -1, userMax.size);
const u32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
const byteRange = (from: number, to: number): number[] =>
  Array.from({ length: to - from }, (_, i) => (from + i) % 251);

test("with nothing in use the image is that of FNINIT: FCW 0x37f, MXCSR 0x1f80, zeros", () => {
  const image = out(0);
  expect([u32(image, 0), u32(image, 24)]).toEqual([0x37f, 0x1f80]);
  image[0] = 0;
  image[1] = 0;
  image.fill(0, 24, 28);
  image.fill(0, 464, 472);
  expect(image.findIndex((byte) => byte !== 0)).toBe(-1);
  const buffer = emptyBuffer(config, kernelMax.features);
  expect([u32(buffer, 0), u32(buffer, 24)]).toEqual([0x37f, 0x1f80]);
});

test("MXCSR goes out with SSE or AVX; with x87 alone it is in its init state", () => {
  expect([1, 2, 4, 3, 5, 7].map((used) => u32(out(used), 24))).toEqual([
    0x1f80, 0x1fa0, 0x1fa0, 0x1fa0, 0x1fa0, 0x1fa0,
  ]);
});

test("x87 goes out as bytes 0 to 159 but for MXCSR, SSE as 160 to 415, each alone", () => {
  const [x87, sse] = [out(1), out(2)];
  expect([...x87.subarray(0, 24)]).toEqual(byteRange(0, 24));
  expect([...x87.subarray(32, 160)]).toEqual(byteRange(32, 160));
  expect(x87.subarray(160, 416).every((byte) => byte === 0)).toBe(true);
  expect([...sse.subarray(160, 416)]).toEqual(byteRange(160, 416));
  expect(sse.subarray(32, 160).every((byte) => byte === 0)).toBe(true);
});

test("what comes in lands in the same bytes, and MXCSR with any of x87, SSE, AVX", () => {
  const image = new Uint8Array(userMax.size);
  for (let at = 0; at < 416; at++) image[at] = at % 251;
  const view = new DataView(image.buffer);
  view.setUint32(24, 0x9fc0, true);
  const into = (used: number) => {
    view.setBigUint64(512, BigInt(used), true);
    return fromUabi(
      config,
      emptyBuffer(config, kernelMax.features),
      userMax.features,
      image,
    ) as Uint8Array;
  };
  expect([0, 1, 2, 4, 0x20].map((used) => u32(into(used), 24))).toEqual([
    0x1f80, 0x9fc0, 0x9fc0, 0x9fc0, 0x1f80,
  ]);
  const [x87, sse] = [into(1), into(2)];
  expect([...x87.subarray(0, 24)]).toEqual(byteRange(0, 24));
  expect([...x87.subarray(32, 160)]).toEqual(byteRange(32, 160));
  expect([...sse.subarray(160, 416)]).toEqual(byteRange(160, 416));
  expect(sse.subarray(32, 160).every((byte) => byte === 0)).toBe(true);
});

test("an MXCSR with reserved bits is refused with x87, SSE or AVX, and not looked at else", () => {
  const image = new Uint8Array(userMax.size);
  const view = new DataView(image.buffer);
  view.setUint32(24, 0x10000, true);
  const accepted = [0, 1, 2, 4, 0x20].map((used) => {
    view.setBigUint64(512, BigInt(used), true);
    const buffer = emptyBuffer(config, kernelMax.features);
    return typeof fromUabi(config, buffer, userMax.features, image) !== "number";
  });
  expect(accepted).toEqual([true, false, false, false, true]);
});

test.each(RAN.slice(1))(
  "%s: a task without AMX shows the whole host's XCR0 at byte 464",
  (release) => {
    const [printed] = pick(said(linesOf(release), "@PTRACE when=start"), "mask464");
    const image = out(0x2a3, userDefault.features);
    expect([printed, Number(new DataView(image.buffer).getBigUint64(464, true))]).toEqual([
      0x602e7, 0x602e7,
    ]);
  },
);
