/** What decides about an XRSTOR: of the image its header and MXCSR, of the processor its registers. */
import { MXCSR_OFFSET, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from "../xsave/area.ts";
import { EXTENDED_REGION } from "../xsave/component.ts";

/** What of an image decides: its header (SDM1 13.4.2), and MXCSR. */
export interface ImageHeader {
  readonly xstateBv: bigint;
  readonly xcompBv: bigint;
  /** Bytes 16..63 of the header; without them, all are 0. */
  readonly reserved?: Uint8Array | undefined;
  /** Without it, it is taken as valid. */
  readonly mxcsr?: number | undefined;
}

/** What of the processor's state decides. */
export interface XrstorRegisters {
  readonly op: "xrstor" | "xrstors";
  readonly xcr0: bigint;
  readonly xss: bigint;
  /** EDX:EAX, any 64 bits. */
  readonly rfbm: bigint;
  readonly xfd?: bigint | undefined;
}

/**
 * What the first 576 bytes of an image say.
 *
 * @throws {RangeError} if there are fewer.
 */
export function imageHeader(image: Uint8Array): ImageHeader {
  if (image.byteLength < EXTENDED_REGION) {
    throw new RangeError(
      `an image has at least ${EXTENDED_REGION} bytes, legacy region and header, not ${image.byteLength}`,
    );
  }
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  return {
    xstateBv: view.getBigUint64(XSTATE_BV_OFFSET, true),
    xcompBv: view.getBigUint64(XCOMP_BV_OFFSET, true),
    reserved: image.slice(XCOMP_BV_OFFSET + 8, EXTENDED_REGION),
    mxcsr: view.getUint32(MXCSR_OFFSET, true),
  };
}
