/**
 * Bytes of a buffer: by the named rules that a version computes them with (src/rules), and as they
 * are. No formula stands here.
 */
import { RULES, rule } from "../../rules/index.ts";
import { SDM_STANDARD } from "../../rules/sdm.ts";
import type { Processor } from "../../xsave/processor.ts";
import type { KernelVersion } from "./version.ts";
import type { Xfeatures } from "./xfeatures.ts";

/** Every function takes bits that name no component of the processor for absent. */
export interface Sizes {
  /** Compacted format, as the version computes it: right in every one. */
  readonly compacted: (xfeatures: Xfeatures) => number;
  /** Standard format, as hardware has it; supervisor xfeatures count nothing. SDM1 13.4.3. */
  readonly standard: (xfeatures: Xfeatures) => number;
  /** Standard format, as this version computes it. */
  readonly computed: (xfeatures: Xfeatures) => number;
}

/** What `sizes` of a version may name: "linux-5.18" is linux-5.18-standard and -compacted. */
export const SIZE_RULES: readonly string[] = RULES.flatMap(({ id }) => {
  const [, name] = /^(linux-.+)-standard$/.exec(id) ?? [];
  return name === undefined ? [] : [name];
});

/** The sizes on `cpu` under the rules of a version. */
export function createSizes(cpu: Processor, { sizes }: Pick<KernelVersion, "sizes">): Sizes {
  const remembering = (id: string) => {
    const { walk } = rule(id);
    // A search asks for the same few masks over and over: 30 ns instead of 400 (measured).
    const known = new Map<Xfeatures, number>();
    return (xfeatures: Xfeatures): number => {
      let size = known.get(xfeatures);
      if (size === undefined) {
        size = walk(cpu, BigInt(xfeatures));
        known.set(xfeatures, size);
      }
      return size;
    };
  };
  return {
    compacted: remembering(`${sizes}-compacted`),
    standard: remembering(SDM_STANDARD.id),
    computed: remembering(`${sizes}-standard`),
  };
}
