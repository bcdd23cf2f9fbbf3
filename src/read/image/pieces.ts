/**
 * The saved areas in a file that is no core: signal frames found by their marks, else the whole file
 * as one area. Linux uapi sigcontext.h struct _fpx_sw_bytes.
 */
import { SOFTWARE_OFFSET } from "../../xsave/area.ts";
import { EXTENDED_REGION, LEGACY_REGION } from "../../xsave/component.ts";

/** "FPXS" and "FPXE": behind magic1 stand the size with magic2, the features, the size of the area. */
const MAGIC1 = 0x46505853;
const MAGIC2 = 0x46505845;
const FEATURES = 8;
const XSTATE_SIZE = 16;

export interface AreaPiece {
  readonly label: string;
  readonly source: "area" | "fxsave" | "signal-frame";
  /** Where it begins in the bytes. */
  readonly at: number;
  readonly area: DataView;
  /** What the software bytes give as XCR0, where there is such a word. */
  readonly said: bigint;
  /** Of a signal frame, whether the mark behind the area is there. */
  readonly closed: boolean;
}

/** The areas in `bytes`, in order. @throws {RangeError} where the bytes are too few for any. */
export function piecesIn(bytes: Uint8Array): AreaPiece[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const frames = framesIn(view);
  if (frames.length > 0) return frames;
  const { byteLength } = view;
  if (byteLength < LEGACY_REGION) {
    throw new RangeError(
      `${byteLength} bytes: an XSAVE area has ${EXTENDED_REGION} at least, an FXSAVE image ${LEGACY_REGION}`,
    );
  }
  const whole = byteLength >= EXTENDED_REGION;
  return [
    {
      label: "area",
      source: whole ? "area" : "fxsave",
      at: 0,
      area: whole ? view : new DataView(view.buffer, view.byteOffset, LEGACY_REGION),
      said: whole ? view.getBigUint64(SOFTWARE_OFFSET, true) : 0n,
      closed: true,
    },
  ];
}

function framesIn(view: DataView): AreaPiece[] {
  const frames: AreaPiece[] = [];
  // A frame begins at a multiple of 4 of the file at least: memory is dumped by words.
  for (let at = 0; at + EXTENDED_REGION <= view.byteLength; at += 4) {
    const software = at + SOFTWARE_OFFSET;
    if (view.getUint32(software, true) !== MAGIC1) continue;
    const size = view.getUint32(software + XSTATE_SIZE, true);
    if (size < EXTENDED_REGION) continue;
    const end = at + size;
    frames.push({
      label: `signal frame at byte ${at}`,
      source: "signal-frame",
      at,
      area: new DataView(view.buffer, view.byteOffset + at, Math.min(size, view.byteLength - at)),
      said: view.getBigUint64(software + FEATURES, true),
      closed: end + 4 <= view.byteLength && view.getUint32(end, true) === MAGIC2,
    });
    at = Math.max(at, Math.min(end, view.byteLength) - 4);
  }
  return frames;
}
