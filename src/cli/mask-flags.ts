/** What the command line says about masks: --universe, --fixed, --legal, --domain. */
import type { MaskOptions } from "../questions/domain.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Flags } from "./flags.ts";
import { maskOf } from "./resolve.ts";

/** The masks that the flags ask about, for `cpu`. @throws {RangeError} naming the flag. */
export const masksAsked = (
  { universe, fixed, legal, domain }: Flags,
  cpu: Processor,
): MaskOptions => ({
  universe: universe === undefined ? undefined : maskOf("--universe", universe, cpu),
  fixed: fixed === undefined ? undefined : maskOf("--fixed", fixed, cpu),
  legal,
  domain,
});
