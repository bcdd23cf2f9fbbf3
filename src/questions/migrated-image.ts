/** What becomes of the images of one mask, in either format, when another processor restores them. */
import { COMPACTED_FLAG } from "../xsave/area.ts";
import type { Format } from "../xsave/component.ts";
import { illegalities } from "../xsave/legality.ts";
import { bit, hex, MASK_MAX, popcount } from "../xsave/mask.ts";
import { type Processor, userPart } from "../xsave/processor.ts";
import { type XrstorVerdict, xrstor } from "./xrstor.ts";

export interface MigratedImage {
  readonly format: Format;
  readonly op: "xrstor" | "xrstors";
  /** What the image holds: the user part of the mask in the standard format. */
  readonly holds: bigint;
  /** With all of it in use. */
  readonly verdict: XrstorVerdict;
  /** Of all XSTATE_BV within it: as saved, from bytes that are not its own, #GP. */
  readonly fine: bigint;
  readonly wrong: bigint;
  readonly faults: bigint;
}

/**
 * Both images of `mask` of `from` on `to`, whose XCR0 and IA32_XSS hold all that it enumerates, or
 * what is given: a bit that is not there can be enabled by nobody.
 *
 * @throws {RangeError} if `mask` cannot be enabled on `from`: there is no image of it.
 */
export function migratedImages(
  from: Processor,
  to: Processor,
  mask: bigint,
  xcr0 = to.xcr0,
): readonly [standard: MigratedImage, compacted: MigratedImage] {
  const broken = illegalities(from, mask);
  if (broken.length > 0) {
    throw new RangeError(`${from.id} has no image of ${hex(mask)}: ${broken.join("; ")}`);
  }
  const user = userPart(from, mask);
  return [
    migratedImage(from, to, user, "standard", "xrstor", xcr0),
    // Supervisor components take XSAVES and XRSTORS.
    migratedImage(from, to, mask, "compacted", mask === user ? "xrstor" : "xrstors", xcr0),
  ];
}

function migratedImage(
  from: Processor,
  to: Processor,
  holds: bigint,
  format: Format,
  op: "xrstor" | "xrstors",
  xcr0: bigint,
): MigratedImage {
  const xcompBv = format === "standard" ? 0n : COMPACTED_FLAG | holds;
  const registers = { op, xcr0, xss: op === "xrstors" ? to.xss : 0n, rfbm: MASK_MAX };
  const using = (xstateBv: bigint) => xrstor(to, { xstateBv, xcompBv }, registers, from);
  const verdict = using(holds);
  const all = 1n << BigInt(popcount(holds));
  // A compacted image with a component too many faults whatever is in use (SDM1 13.8.2).
  const beyond = holds & ~(registers.xcr0 | registers.xss);
  if (format === "compacted" && beyond !== 0n) {
    return { format, op, holds, verdict, fine: 0n, wrong: 0n, faults: all };
  }
  const misplaced = using(holds & ~beyond).components.reduce(
    (bits, one) => (one.wrong ? bits | bit(one.bit) : bits),
    0n,
  );
  const without = (bits: bigint) => 1n << BigInt(popcount(holds & ~bits));
  const fine = without(beyond | misplaced);
  return {
    format,
    op,
    holds,
    verdict,
    fine,
    wrong: without(beyond) - fine,
    faults: all - without(beyond),
  };
}
