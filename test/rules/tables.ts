/** Component tables to check rules on, beyond the catalogue: any bits, sizes, offsets, flags. */
import fc from "fast-check";
import type { StateComponent } from "../../src/xsave/component.ts";
import { bit } from "../../src/xsave/mask.ts";
import { createProcessor, type Processor } from "../../src/xsave/processor.ts";

interface Draw {
  readonly bit: number;
  readonly size: number;
  readonly gap: number;
  readonly supervisor: boolean;
  readonly align64: boolean;
  /** User components are laid out in this order, so that offsets need not follow bits. */
  readonly turn: number;
}

/** Bits that rules treat by number come up often; the others at random. */
const bits = fc.uniqueArray(
  fc.oneof(fc.constantFrom(2, 3, 4, 5, 6, 7, 9, 17, 18, 19, 62), fc.integer({ min: 2, max: 62 })),
  { minLength: 0, maxLength: 8 },
);

const drawOf = (bit: number): fc.Arbitrary<Draw> =>
  fc.record({
    bit: fc.constant(bit),
    size: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constantFrom(8192, 8192, 64, 256)),
    gap: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 200 })),
    supervisor: fc.boolean().map((yes) => yes && bit !== 18),
    align64: fc.boolean(),
    turn: fc.integer(),
  });

function placed(draws: readonly Draw[]): StateComponent[] {
  let end = 576;
  return [...draws]
    .sort((a, b) => a.turn - b.turn)
    .map(({ bit, size, gap, supervisor, align64 }) => {
      const offset = supervisor ? null : end + gap;
      if (offset !== null) end = offset + size;
      return { bit, name: `c${bit}`, size, offset, supervisor, align64, xfd: bit === 18 };
    });
}

const maskOf = (components: readonly StateComponent[]): bigint =>
  components.reduce((mask, component) => mask | bit(component.bit), 0n);

/** A processor with up to eight components, every one enumerated, of as many bytes as `bytes` says. */
export const anyProcessorOf = (
  bytes: (bit: number, drawn: number) => number,
): fc.Arbitrary<Processor> =>
  bits
    .chain((chosen) => fc.tuple(...chosen.map(drawOf)))
    .map((draws) => {
      const components = placed(
        draws.map((draw) => ({ ...draw, size: bytes(draw.bit, draw.size) })),
      );
      return createProcessor({
        id: "random",
        name: "random table",
        vendor: "test",
        source: "fast-check",
        hypothetical: true,
        xcr0: 3n | maskOf(components.filter((c) => !c.supervisor)),
        xss: maskOf(components.filter((c) => c.supervisor)),
        components,
      });
    });

export const anyProcessor: fc.Arbitrary<Processor> = anyProcessorOf((_, drawn) => drawn);

/** Sizes that QEMU asserts; a row per component. */
const ASSERTED = new Map([
  [2, 256],
  [3, 64],
  [4, 64],
  [5, 64],
  [6, 512],
  [7, 1024],
  [9, 8],
  [11, 16],
  [12, 24],
  [15, 808],
  [17, 64],
  [18, 8192],
  [19, 128],
]);

/** Tables that a rule answers for, where it does not for every one. */
export const PROCESSORS_FOR: ReadonlyMap<string, fc.Arbitrary<Processor>> = new Map([
  ["qemu-standard", anyProcessorOf((bit, drawn) => ASSERTED.get(bit) ?? drawn)],
  ["qemu-compacted", anyProcessorOf((bit, drawn) => ASSERTED.get(bit) ?? drawn)],
  // A fold only where what follows an aligned component is whole multiples of 64.
  ["wine-compacted", anyProcessorOf((_, drawn) => Math.ceil(drawn / 64) * 64)],
]);
