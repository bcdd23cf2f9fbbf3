import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { boot, type Configuration, managed } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { listOf, type Xfeatures } from "../../../src/linux/kernel/xfeatures.ts";
import {
  emptyBuffer,
  fromUabi,
  layoutNote,
  regsetSize,
  setRegset,
  toUabi,
} from "../../../src/linux/model/uabi.ts";
import { layout } from "../../../src/xsave/layout.ts";
import { popcount, subsetAt } from "../../../src/xsave/mask.ts";
import type { Processor } from "../../../src/xsave/processor.ts";

const APX = processor("granite-rapids-apx");
const on = (cpu: Processor, kernel = "linux-6.17"): Configuration => boot(cpu, version(kernel));

/** A kernel buffer that holds everything; each component of `used` is filled with its own number. */
function filled(config: Configuration, used: Xfeatures): Uint8Array {
  const { kernelMax, cpu } = config;
  const buffer = emptyBuffer(config, kernelMax.features);
  for (const { bit, offset, size } of layout(cpu, BigInt(kernelMax.features), "compacted")
    .components) {
    buffer.fill(bit, offset, offset + size);
  }
  new DataView(buffer.buffer).setBigUint64(512, BigInt(used), true);
  return buffer;
}

test.each(["sapphire-rapids", "zen-4", "granite-rapids-apx"])(
  "%s: every subset of user state goes out to the standard offsets and comes back",
  (id) => {
    const config = on(processor(id));
    const { userMax, cpu } = config;
    const universe = managed(cpu) & cpu.xcr0 & ~0x203n;
    const total = 2 ** popcount(universe);
    for (let i = 0; i < total; i++) {
      const used = Number(subsetAt(universe, BigInt(i)));
      const buffer = filled(config, used);
      const image = toUabi(config, buffer, userMax.features, -1, regsetSize(config));
      const expected = new Uint8Array(userMax.size);
      for (const { bit, offset, size } of cpu.components) {
        if (offset !== null && (used >> bit) & 1) expected.fill(bit, offset, offset + size);
      }
      const body = image.subarray(576).every((byte, at) => byte === expected[at + 576]);
      const empty = emptyBuffer(config, config.kernelMax.features);
      const back = fromUabi(config, empty, userMax.features, image);
      const again =
        typeof back === "number"
          ? image.subarray(1)
          : toUabi(config, back, userMax.features, -1, userMax.size);
      const round = again.length === image.length && again.every((byte, at) => byte === image[at]);
      if (!body || !round) {
        throw new Error(
          `${id}, in use 0x${used.toString(16)}: ${body ? "not back in the buffer" : "wrong in user space"}`,
        );
      }
    }
    expect(total).toBe({ "sapphire-rapids": 64, "zen-4": 16, "granite-rapids-apx": 128 }[id]);
  },
);

test("before 6.16 APX is lost where anything above it goes out first", () => {
  const used = 0x80004;
  const [old, now] = ["linux-5.18", "linux-6.16"].map((kernel) => {
    const config = on(APX, kernel);
    return toUabi(
      config,
      filled(config, used | 0x80),
      config.userMax.features,
      -1,
      regsetSize(config),
    );
  });
  expect([old?.[960], now?.[960], old?.[1664], now?.[1664]]).toEqual([0, 19, 7, 7]);
});

test("the header says what is in use, sw_reserved what the host has; PKRU is the thread's own", () => {
  const config = on(processor("zen-4"));
  const image = toUabi(
    config,
    filled(config, 0x204),
    config.userMax.features,
    -1,
    2440,
    0x5555_5554,
  );
  const header = new DataView(image.buffer);
  expect(header.getBigUint64(512, true)).toBe(0x204n);
  expect(header.getBigUint64(464, true)).toBe(0x2e7n);
  expect(header.getUint32(2432, true)).toBe(0x5555_5554);
  expect(header.getUint32(24, true)).toBe(0x1f80);
});

test("what no XRSTOR takes is refused, and so is what the task has not grown to", () => {
  const config = on(processor("sapphire-rapids"));
  const { userDefault, userMax, kernelDefault } = config;
  const buffer = emptyBuffer(config, kernelDefault.features);
  const from = (change: (image: DataView) => void) => {
    const image = new Uint8Array(userMax.size);
    change(new DataView(image.buffer));
    return setRegset(config, buffer, userDefault.features, image);
  };
  expect(from(() => {})).toBeInstanceOf(Uint8Array);
  expect(from((image) => image.setBigUint64(512, 1n << 18n, true))).toBe(-22);
  expect(from((image) => image.setBigUint64(512, 1n << 11n, true))).toBe(-22);
  expect(from((image) => image.setBigUint64(520, 1n << 63n, true))).toBe(-22);
  expect(from((image) => image.setUint8(575, 1))).toBe(-22);
  expect(
    from((image) => {
      image.setBigUint64(512, 2n, true);
      image.setUint32(24, 0x10000, true);
    }),
  ).toBe(-22);
  expect(setRegset(config, buffer, userDefault.features, new Uint8Array(userMax.size - 8))).toBe(
    -14,
  );
});

test("supervisor state survives a write of the register set", () => {
  const config = on(processor("zen-4"));
  const buffer = filled(config, 0x1804);
  const next = fromUabi(config, buffer, config.userMax.features, new Uint8Array(2440));
  expect(next).toBeInstanceOf(Uint8Array);
  const header = new DataView((next as Uint8Array).buffer).getBigUint64(512, true);
  expect(listOf(Number(header))).toEqual([11, 12]);
});

test("the layout note of a Zen 4: four records, 64 bytes", () => {
  const config = boot(processor("zen-4"), version("linux-6.17"), { hostMask: 0x18e7n });
  expect(layoutNote(config)).toEqual([
    [2, 256, 576, 0],
    [5, 64, 832, 0],
    [6, 512, 896, 0],
    [7, 1024, 1408, 0],
  ]);
});
