/** 0DH.1:EAX, which instructions of the XSAVE family a processor has. SDM2 CPUID, SDM1 13.2. */
import type { Processor } from "./processor.ts";

/** By bit. */
export const FEATURE_NAMES = ["XSAVEOPT", "XSAVEC", "XGETBV1", "XSAVES", "XFD"] as const;

/** XFD: without a component that it applies to there is none. SDM1 13.14. */
export const XFD_FEATURE = 1 << FEATURE_NAMES.indexOf("XFD");

/** XSAVES, XRSTORS and IA32_XSS: without a supervisor component there may be none. */
export const XSAVES_FEATURE = 1 << FEATURE_NAMES.indexOf("XSAVES");

/** Bits that the architecture names. */
export const FEATURES_MAX = (1 << FEATURE_NAMES.length) - 1;

/** 0DH.1:EAX of `cpu`; where nobody said, everything that its components leave room for. */
export const featuresOf = ({ eax1, components }: Pick<Processor, "eax1" | "components">): number =>
  eax1 ?? (components.some(({ xfd }) => xfd) ? FEATURES_MAX : FEATURES_MAX & ~XFD_FEATURE);

/** XSAVEC is enumerated (bit 1), or XSAVES (bit 3). */
export const hasCompaction = (features: number): boolean => (features & 0b1010) !== 0;

/** Bit 3: XSAVES, XRSTORS and IA32_XSS. */
export const hasXsaves = (features: number): boolean => (features & XSAVES_FEATURE) !== 0;
