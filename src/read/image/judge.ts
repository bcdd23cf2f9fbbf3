/** What is inconsistent in a saved area: what the processor would not have written, or not load. */

import { CATALOGUE } from "../../catalogue/index.ts";
import { MXCSR_MASK_OFFSET, MXCSR_OFFSET, XCOMP_BV_OFFSET } from "../../xsave/area.ts";
import { EXTENDED_REGION, type Format, isUser, LEGACY_MASK } from "../../xsave/component.ts";
import { LEGALITY_RULES, obeys } from "../../xsave/legality.ts";
import { bit, bitsOf, hex } from "../../xsave/mask.ts";
import { componentsOf, described } from "../../xsave/processor.ts";
import { namesOrRanges } from "../cpuid/leaf0d.ts";
import type { Saved } from "./saved.ts";

/** Every inconsistency that there is a name for. */
type FindingName =
  | "xstate-bv-beyond-xcr0"
  | "xstate-bv-beyond-xcomp-bv"
  | "xcomp-bv-standard"
  | "xcomp-bv-compacted"
  | "header-reserved"
  | "illegal-xcr0"
  | "cut-off"
  | "mxcsr-reserved"
  | "magic2";

export interface ImageFinding {
  readonly name: FindingName;
  readonly message: string;
}

/** MXCSR_MASK where it is 0: no DAZ (SDM1 11.6.6). */
const OLD_MXCSR_MASK = 0xffbf;

/** Every inconsistency, by the format that the area is read in. */
export function findingsOf(saved: Saved, format: Format, closed: boolean): ImageFinding[] {
  const findings: ImageFinding[] = [];
  const add = (name: FindingName, message: string) => findings.push({ name, message });
  if (saved.kind === "xsave") {
    const { xcr0, xstateBv, xcompBv } = saved;
    const register = format === "compacted" ? "XCOMP_BV" : "XCR0";
    const beyond = xstateBv & ~xcr0;
    if (beyond !== 0n) {
      add(
        format === "compacted" ? "xstate-bv-beyond-xcomp-bv" : "xstate-bv-beyond-xcr0",
        `XSTATE_BV (${hex(xstateBv)}) has ${namesOrRanges(beyond)}, which ${register} (${hex(xcr0)}) has not: XRSTOR faults (SDM1 13.8.1, 13.8.2)`,
      );
    }
    if (format === "standard" && xcompBv !== 0n) {
      add(
        "xcomp-bv-standard",
        `XCOMP_BV is ${hex(xcompBv)}: in the standard format it is 0 (SDM1 13.8.1)`,
      );
    }
    if (format === "compacted" && xcompBv >> 63n === 0n) {
      add(
        "xcomp-bv-compacted",
        `XCOMP_BV (${hex(xcompBv)}) lacks bit 63: not compacted (SDM1 13.4.2)`,
      );
    }
    const reserved = reservedByte(saved.area);
    if (reserved !== null) {
      add(
        "header-reserved",
        `byte ${reserved} of the header is not 0: ${
          // The standard form looks at bytes 8..23 of the header alone.
          format === "standard" && reserved >= XCOMP_BV_OFFSET + 16
            ? "XRSTOR passes it over, but Linux refuses the image (SDM1 13.8.1)"
            : "XRSTOR faults (SDM1 13.8.1, 13.8.2)"
        }`,
      );
    }
    const user = xcr0 & ~SUPERVISOR;
    const broken = format === "standard" ? LEGALITY_RULES.filter((rule) => !obeys(user, rule)) : [];
    for (const { sentence } of broken) add("illegal-xcr0", `XCR0 ${hex(xcr0)}: ${sentence}`);
    const placed = saved.components.reduce((mask, c) => mask | bit(c.bit), LEGACY_MASK);
    const unplaced = xstateBv & xcr0 & ~placed;
    const cut = saved.arrangements.length > 0 ? unplaced : outside(unplaced, saved, format);
    if (cut !== 0n) {
      add(
        "cut-off",
        `XSTATE_BV has ${namesOrRanges(cut)} in use, which is not in the ${saved.area.byteLength} bytes`,
      );
    }
  }
  const mxcsr = saved.area.getUint32(MXCSR_OFFSET, true);
  const allowed = saved.area.getUint32(MXCSR_MASK_OFFSET, true) || OLD_MXCSR_MASK;
  if ((saved.xstateBv & 6n) !== 0n && (mxcsr & ~allowed) !== 0) {
    add(
      "mxcsr-reserved",
      `MXCSR ${hex(BigInt(mxcsr))} has bits out of its mask ${hex(BigInt(allowed))}: loading it faults (SDM1 11.6.6)`,
    );
  }
  if (!closed) {
    add("magic2", "FP_XSTATE_MAGIC2 is not behind the area: Linux restores x87 and SSE alone");
  }
  return findings;
}

/** Of components that nothing places: those that every processor of the catalogue has further behind. */
function outside(mask: bigint, { area }: Saved, format: Format): bigint {
  if (format !== "standard") return 0n;
  return bitsOf(mask)
    .filter((n) => {
      const known = CATALOGUE.flatMap((cpu) => componentsOf(cpu, bit(n) & described(cpu)));
      const ends = known.filter(isUser).map(({ offset, size }) => offset + size);
      return ends.length > 0 && ends.every((end) => end > area.byteLength);
    })
    .reduce((cut, n) => cut | bit(n), 0n);
}

/** PT, PASID, CET, HDC, UINTR, LBR, HWP: never in XCR0. SDM1 13.1. */
const SUPERVISOR = [8, 10, 11, 12, 13, 14, 15, 16].reduce((mask, n) => mask | bit(n), 0n);

function reservedByte(area: DataView): number | null {
  for (let at = XCOMP_BV_OFFSET + 8; at < EXTENDED_REGION; at++) {
    if (area.getUint8(at) !== 0) return at;
  }
  return null;
}
