/** A permit by two masks, as the TDX module's XFAM has them: bits that may be set, bits that must. */
import { hex, MASK_MAX } from "../../xsave/mask.ts";
import type { Permit } from "./permit.ts";

/**
 * Admits what holds all of `required` and nothing beyond `allowed`. The values of a TDX module are
 * its own, read by TDH.SYS.RD (XFAM_FIXED0, XFAM_FIXED1): they are asked for, not stated.
 *
 * @throws {RangeError} if a mask is none of 64 bits, or `required` is not part of `allowed`.
 */
export function fixedBits(allowed: bigint, required: bigint): Permit {
  for (const mask of [allowed, required]) {
    if (mask < 0n || mask > MASK_MAX) throw new RangeError(`${mask} is no mask of 64 bits`);
  }
  if ((required & ~allowed) !== 0n) {
    throw new RangeError(`${hex(required & ~allowed)} must be set and may not be: nothing passes`);
  }
  return {
    id: `fixed:${hex(allowed)}:${hex(required)}`,
    stands: "a monitor with fixed bits, as TDX has for XFAM",
    source: "its caller",
    otherwise: "refused",
    components: allowed,
    rows: [{ some: ~0n, needs: required, sentence: `${hex(required)} must be set` }],
    walk: (_, xcr0) => (xcr0 | required) === xcr0 && (xcr0 & allowed) === xcr0,
  };
}
