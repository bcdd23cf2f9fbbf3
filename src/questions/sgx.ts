/**
 * The SSA frame of an SGX enclave: an XSAVE area in the standard format for XFRM, and GPRSGX at its
 * end. SDM3 "SSA frame" and SECS.SSAFRAMESIZE. Leaf 0DH does not say whether a processor has SGX, nor
 * which bits of XFRM leaf 12H allows: both are taken as given. A MISC region is not counted.
 */
import { gramineXsaveSize, sdkXsaveSize } from "../rules/sgx.ts";
import { pagesOf } from "../xsave/area.ts";
import { LEGACY_MASK } from "../xsave/component.ts";
import { standardSize } from "../xsave/layout.ts";
import { illegalities } from "../xsave/legality.ts";
import { bitsOf, hex } from "../xsave/mask.ts";
import { type Processor, userPart } from "../xsave/processor.ts";
import { legalCount, legalMasks } from "./legal-masks.ts";

/** Bytes of GPRSGX. */
export const GPRSGX = 184;

export interface SgxFrame {
  readonly xfrm: bigint;
  /** Bytes of the XSAVE area, and of the frame. */
  readonly xsave: number;
  readonly frame: number;
  /** The least SECS.SSAFRAMESIZE. */
  readonly pages: number;
  /** What the Intel SDK and Gramine take for the area; null where the SDK fails. */
  readonly sdk: number | null;
  readonly gramine: number;
}

/** Frames beyond which there is no table of all. */
const FRAMES_MAX = 1 << 20;

/**
 * The SSA frame of an enclave on `cpu` with that XFRM.
 *
 * @throws {RangeError} where ECREATE would refuse it: no legal XCR0, or without x87 and SSE.
 */
export function sgxFrame(cpu: Processor, xfrm: bigint): SgxFrame {
  const supervisor = bitsOf(xfrm & ~userPart(cpu, xfrm));
  const lacking = (xfrm & LEGACY_MASK) === LEGACY_MASK ? [] : ["x87 (0) and SSE (1) must be set"];
  const wrong = supervisor.map((n) => `bit ${n} is of IA32_XSS`);
  const [why] = [...lacking, ...wrong, ...illegalities(cpu, xfrm)];
  if (why !== undefined) throw new RangeError(`${hex(xfrm)} is refused as an XFRM: ${why}`);
  const xsave = standardSize(cpu, xfrm);
  const frame = xsave + GPRSGX;
  return {
    xfrm,
    xsave,
    frame,
    pages: pagesOf(frame),
    sdk: sdkXsaveSize(xfrm),
    gramine: gramineXsaveSize(xfrm),
  };
}

/** The frames of every XFRM that `cpu` can take, ascending. @throws {RangeError} if they are too many. */
export function sgxFrames(cpu: Processor): SgxFrame[] {
  const user = { ...cpu, xss: 0n };
  const count = legalCount(user);
  if (count > BigInt(FRAMES_MAX)) {
    throw new RangeError(`${cpu.id} has ${count} legal XCR0, too many to list: say --xfrm`);
  }
  return [...legalMasks(user)]
    .filter((mask) => (mask & LEGACY_MASK) === LEGACY_MASK)
    .map((xfrm) => sgxFrame(cpu, xfrm));
}
