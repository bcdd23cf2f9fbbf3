/**
 * Every image of one processor on every configuration of another, decided one by one: each legal XCR0
 * that saved it, each XSTATE_BV within that, each legal XCR0 that restores it, in both formats.
 * IA32_XSS = 0. The same conditions as `xrstor`, over sets of components as numbers; held equal to it,
 * and to a count by factors, by test/questions/migration-proof.test.ts.
 */
import { COMPACTED_FLAG } from "../xsave/area.ts";
import type { Format } from "../xsave/component.ts";
import { bit, bitsOf, subsetAt, subsetIndex } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import { isOwn, placedIn } from "./landing.ts";
import { legalWithin } from "./migration.ts";

/** One image, and the XCR0 that restores it. */
export interface ProofCase {
  readonly xcr0: bigint;
  readonly mask: bigint;
  readonly xstateBv: bigint;
}

export interface ProvedFormat {
  readonly fine: bigint;
  /** Some component is loaded from bytes that are not its own. */
  readonly wrong: bigint;
  readonly faults: bigint;
  /** The lowest XCR0, mask and XSTATE_BV, in this order; null where there is none. */
  readonly firstWrong: ProofCase | null;
  readonly firstFault: ProofCase | null;
}

export interface MigrationProof {
  readonly from: Processor;
  readonly to: Processor;
  /** Legal XCR0 of either. */
  readonly masks: number;
  readonly configurations: number;
  /** Images times configurations, of each format. */
  readonly cases: bigint;
  readonly standard: ProvedFormat;
  readonly compacted: ProvedFormat;
}

/** @throws {RangeError} if one of them has more than 2^16 legal XCR0, or 31 components in it. */
export function migrationProof(from: Processor, to: Processor): MigrationProof {
  const masks = legalWithin(from, from.xcr0);
  const configurations = legalWithin(to, to.xcr0);
  if (subsetIndex(from.xcr0, from.xcr0) >= 2n ** 31n) {
    throw new RangeError(`${from.id} has more than 31 components in XCR0, too many to go through`);
  }
  const standard = proved(from, to, masks, configurations, "standard");
  const compacted = proved(from, to, masks, configurations, "compacted");
  const { fine, wrong, faults } = standard;
  return {
    ...{ from, to, masks: masks.length, configurations: configurations.length },
    ...{ cases: fine + wrong + faults, standard, compacted },
  };
}

function proved(
  from: Processor,
  to: Processor,
  masks: readonly bigint[],
  configurations: readonly bigint[],
  format: Format,
): ProvedFormat {
  const counts = { fine: 0, wrong: 0, faults: 0 };
  let firstWrong: ProofCase | null = null;
  let firstFault: ProofCase | null = null;
  // Sets of components of `from`, counted from 0 without a gap: 62 (LWP) fits too.
  const dense = (mask: bigint) => Number(subsetIndex(from.xcr0, mask & from.xcr0));
  const images = masks.map((mask) => ({
    mask,
    held: dense(mask),
    misplaced: dense(misplacedIn(from, to, mask, format)),
  }));
  for (const xcr0 of configurations) {
    const enabled = dense(xcr0);
    const caseOf = (mask: bigint, used: number): ProofCase => ({
      ...{ xcr0, mask, xstateBv: subsetAt(from.xcr0, BigInt(used)) },
    });
    for (const { mask, held, misplaced } of images) {
      // XCOMP_BV beyond XCR0 faults whatever is in use (SDM1 13.8.2); XSTATE_BV by itself (13.8.1).
      const forbidden = format === "compacted" && (held & ~enabled) !== 0 ? -1 : ~enabled;
      for (let used = 0, more = true; more; used = (used - held) & held, more = used !== 0) {
        if (forbidden === -1 || (used & forbidden) !== 0) {
          firstFault ??= caseOf(mask, used);
          counts.faults++;
        } else if ((used & misplaced) !== 0) {
          firstWrong ??= caseOf(mask, used);
          counts.wrong++;
        } else counts.fine++;
      }
    }
  }
  const { fine, wrong, faults } = counts;
  return {
    ...{ fine: BigInt(fine), wrong: BigInt(wrong), faults: BigInt(faults) },
    ...{ firstWrong, firstFault },
  };
}

/** Components of an image of `mask` that `to` looks for elsewhere than `from` has written them. */
export function misplacedIn(from: Processor, to: Processor, mask: bigint, format: Format): bigint {
  const xcompBv = format === "standard" ? 0n : COMPACTED_FLAG | mask;
  const [theirs, mine] = [placedIn(from, format, xcompBv), placedIn(to, format, xcompBv)];
  return bitsOf(mask).reduce((misplaced, n) => {
    const place = mine.get(n);
    return place && !isOwn(theirs.get(n), place) ? misplaced | bit(n) : misplaced;
  }, 0n);
}
