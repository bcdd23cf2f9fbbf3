/**
 * Bytes of a buffer, as each generation of the kernel computes them, and as they are. Checked in
 * test/linux against the layouts of src/xsave, on every subset of what the kernel manages.
 */
import { EXTENDED_REGION, type StateComponent } from "../../xsave/component.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { KernelVersion } from "./version.ts";
import { LAST_XFEATURE, type Xfeatures } from "./xfeatures.ts";

/** Every function takes bits that name no component of the processor for absent. */
export interface Sizes {
  /** Compacted format: the same in every version. Linux xstate.c xstate_calculate_size(). */
  readonly compacted: (xfeatures: Xfeatures) => number;
  /** Standard format, as hardware has it; supervisor xfeatures count nothing. SDM1 13.4.3. */
  readonly standard: (xfeatures: Xfeatures) => number;
  /** Standard format, as this version computes it. */
  readonly computed: (xfeatures: Xfeatures) => number;
}

type Fold = (components: readonly StateComponent[]) => number;

const compacted: Fold = (components) =>
  components.reduce(
    (end, { size, align64 }) => (align64 ? (end + 63) & ~63 : end) + size,
    EXTENDED_REGION,
  );

const furthest: Fold = (components) =>
  components.reduce(
    (end, { offset, size }) => (offset === null ? end : Math.max(end, offset + size)),
    EXTENDED_REGION,
  );

/** 84e4dccc8fce and d6d6d50f1e80: the topmost component, wherever it lies, ends the buffer. */
const topmost: Fold = (components) => {
  const top = components.findLast(({ offset }) => offset !== null);
  return top?.offset == null ? EXTENDED_REGION : top.offset + top.size;
};

/** The sizes on `cpu` under the rules of a version. */
export function createSizes(cpu: Processor, { standardSize }: KernelVersion): Sizes {
  const components = cpu.components.filter(({ bit }) => bit <= LAST_XFEATURE);
  const remembering = (fold: Fold) => {
    // A search asks for the same few masks over and over: 30 ns instead of 400 (measured).
    const sizes = new Map<Xfeatures, number>();
    return (xfeatures: Xfeatures): number => {
      let size = sizes.get(xfeatures);
      if (size === undefined) {
        size = fold(components.filter(({ bit }) => ((xfeatures >> bit) & 1) !== 0));
        sizes.set(xfeatures, size);
      }
      return size;
    };
  };
  const standard = remembering(furthest);
  return {
    compacted: remembering(compacted),
    standard,
    computed: standardSize === "furthest" ? standard : remembering(topmost),
  };
}
