/**
 * Every image that XSAVES can write on one processor, on every setting of XCR0 and IA32_XSS of another.
 * By factors: an image is admitted by a setting or by none of its parts, so that settings and XSTATE_BV
 * multiply. Literally: case by case. Held equal on five pairs, and to XRSTORS itself, by
 * test/questions/xsaves-proof.test.ts.
 */
import { featuresOf, hasXsaves } from "../xsave/features.ts";
import { bit, popcount, subsetAt, subsetIndex } from "../xsave/mask.ts";
import { asProcessor, enumerated, type Processor } from "../xsave/processor.ts";
import { legalWithin } from "./migration.ts";
import { misplacedIn } from "./migration-proof.ts";

/** One image, and the registers that restore it. */
export interface XsavesCase {
  readonly xcr0: bigint;
  readonly xss: bigint;
  /** What XSAVES wrote, XCOMP_BV without bit 63. */
  readonly mask: bigint;
  readonly xstateBv: bigint;
}

export interface XsavesProof {
  /** Legal masks of XCR0 | IA32_XSS of the one, settings of both registers of the other. */
  readonly masks: number;
  readonly configurations: bigint;
  readonly cases: bigint;
  readonly fine: bigint;
  /** Some component is loaded from bytes that are not its own. */
  readonly wrong: bigint;
  readonly faults: bigint;
  /** The lowest XCR0, IA32_XSS, mask and XSTATE_BV, in this order; null where there is none. */
  readonly firstWrong: XsavesCase | null;
  readonly firstFault: XsavesCase | null;
}

export type ProofMethod = "factors" | "literal";

/**
 * The decision for `from` and `to`; null where one of them has no XSAVES (0DH.1:EAX bit 3).
 *
 * @throws {RangeError} if `from` has more than 2^16 legal masks or 31 components, `to` more XCR0.
 */
export function xsavesProof(
  from: Processor,
  to: Processor,
  method: ProofMethod = "factors",
): XsavesProof | null {
  if (![from, to].every((cpu) => hasXsaves(featuresOf(asProcessor(cpu))))) return null;
  if (popcount(enumerated(from)) > 31) {
    throw new RangeError(`${from.id} has more than 31 components, too many to go through`);
  }
  const masks = legalWithin(from, enumerated(from));
  const xcr0s = legalWithin(to, to.xcr0);
  const counted = method === "factors" ? byFactors : literally;
  const { fine, wrong, faults, ...first } = counted(from, to, masks, xcr0s);
  return {
    masks: masks.length,
    configurations: BigInt(xcr0s.length) << BigInt(popcount(to.xss)),
    cases: fine + wrong + faults,
    ...{ fine, wrong, faults, ...first },
  };
}

type Counted = Omit<XsavesProof, "masks" | "configurations" | "cases">;

function byFactors(
  from: Processor,
  to: Processor,
  masks: readonly bigint[],
  xcr0s: readonly bigint[],
): Counted {
  const settings = BigInt(xcr0s.length) << BigInt(popcount(to.xss));
  let [fine, wrong, faults] = [0n, 0n, 0n];
  let firstWrong: XsavesCase | null = null;
  let firstFault: XsavesCase | null = null;
  const placing = sideBySide(from, to);
  for (const mask of masks) {
    const images = 1n << BigInt(popcount(mask));
    // IA32_XSS has to hold what XCR0 does not; whatever else it may hold is free.
    const admitting = xcr0s.filter((xcr0) => (mask & ~xcr0 & ~to.xss) === 0n);
    const admitted = admitting.reduce(
      (sum, xcr0) => sum + (1n << BigInt(popcount(to.xss & ~(mask & ~xcr0)))),
      0n,
    );
    faults += images * (settings - admitted);
    const refusing = xcr0s.find((xcr0) => (mask & ~xcr0) !== 0n);
    if (refusing !== undefined) {
      firstFault = lower(firstFault, { xcr0: refusing, xss: 0n, mask, xstateBv: 0n });
    }
    const [xcr0] = admitting;
    if (xcr0 === undefined) continue;
    const misplaced = placing(mask);
    const right = 1n << BigInt(popcount(mask & ~misplaced));
    fine += admitted * right;
    wrong += admitted * (images - right);
    if (misplaced === 0n) continue;
    const xstateBv = misplaced & -misplaced;
    firstWrong = lower(firstWrong, { xcr0, xss: mask & ~xcr0, mask, xstateBv });
  }
  return { fine, wrong, faults, firstWrong, firstFault };
}

/** The components of a mask, all of them on both, that `to` looks for elsewhere: in one walk. */
function sideBySide(from: Processor, to: Processor): (mask: bigint) => bigint {
  const there = new Map(to.components.map((component) => [component.bit, component]));
  const pairs = from.components.flatMap((mine) => {
    const other = there.get(mine.bit);
    return other ? [{ n: bit(mine.bit), mine, other }] : [];
  });
  const align = (offset: number, align64: boolean) => (align64 ? (offset + 63) & ~63 : offset);
  return (mask) => {
    let misplaced = 0n;
    let [a, b] = [0, 0];
    for (const { n, mine, other } of pairs) {
      if ((mask & n) === 0n) continue;
      a = align(a, mine.align64);
      b = align(b, other.align64);
      // Less than it takes itself is not its own either.
      if (a !== b || mine.size < other.size) misplaced |= n;
      a += mine.size;
      b += other.size;
    }
    return misplaced;
  };
}

function literally(
  from: Processor,
  to: Processor,
  masks: readonly bigint[],
  xcr0s: readonly bigint[],
): Counted {
  const all = enumerated(from);
  const dense = (mask: bigint) => Number(subsetIndex(all, mask & all));
  const images = masks.map((mask) => ({
    mask,
    held: dense(mask),
    misplaced: dense(misplacedIn(from, to, mask, "compacted")),
  }));
  let [fine, wrong, faults] = [0n, 0n, 0n];
  let firstWrong: XsavesCase | null = null;
  let firstFault: XsavesCase | null = null;
  for (const xcr0 of xcr0s) {
    for (let part = 0n; part < 1n << BigInt(popcount(to.xss)); part++) {
      const xss = subsetAt(to.xss, part);
      const enabled = dense(xcr0 | xss);
      const caseOf = (mask: bigint, used: number): XsavesCase => ({
        ...{ xcr0, xss, mask, xstateBv: subsetAt(all, BigInt(used)) },
      });
      const counts = { fine: 0, wrong: 0, faults: 0 };
      for (const { mask, held, misplaced } of images) {
        // XCOMP_BV beyond XCR0 | IA32_XSS faults whatever is in use (SDM1 13.12).
        const refused = (held & ~enabled) !== 0;
        for (let used = 0, more = true; more; used = (used - held) & held, more = used !== 0) {
          if (refused) {
            firstFault ??= caseOf(mask, used);
            counts.faults++;
          } else if ((used & misplaced) !== 0) {
            firstWrong ??= caseOf(mask, used);
            counts.wrong++;
          } else counts.fine++;
        }
      }
      fine += BigInt(counts.fine);
      wrong += BigInt(counts.wrong);
      faults += BigInt(counts.faults);
    }
  }
  return { fine, wrong, faults, firstWrong, firstFault };
}

const KEYS = ["xcr0", "xss", "mask", "xstateBv"] as const;

function lower(a: XsavesCase | null, b: XsavesCase): XsavesCase {
  if (a === null) return b;
  const key = KEYS.find((one) => a[one] !== b[one]);
  return key === undefined || a[key] < b[key] ? a : b;
}
