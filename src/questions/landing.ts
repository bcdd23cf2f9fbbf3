/** Where the components of an image lie for who reads it, and what its writer has in those bytes. */
import { XMM_OFFSET } from "../xsave/area.ts";
import type { Format } from "../xsave/component.ts";
import { layout } from "../xsave/layout.ts";
import { described, enumerated, type Processor } from "../xsave/processor.ts";

/** A state component and its bytes of the area. */
export interface Place {
  readonly bit: number;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** Bytes of the area that belong to a component of the writer. */
export interface Piece {
  readonly bit: number;
  readonly name: string;
  /** From the start of the area. */
  readonly offset: number;
  readonly bytes: number;
}

/** x87 and SSE lie the same on every processor; MXCSR apart. SDM1 13.4.1. */
const LEGACY: readonly Place[] = [
  { bit: 0, name: "x87", offset: 0, size: XMM_OFFSET },
  { bit: 1, name: "SSE", offset: XMM_OFFSET, size: 256 },
];

/**
 * The places of an image on `cpu`, by bit: in the standard format of every component that XCR0 can
 * enable, in the compacted one of those in XCOMP_BV.
 */
export function placedIn(
  cpu: Processor,
  format: Format,
  xcompBv: bigint,
): ReadonlyMap<number, Place> {
  const mask = format === "standard" ? enumerated(cpu) : xcompBv & described(cpu);
  const { components } = layout(cpu, mask, format);
  return new Map([...LEGACY, ...components].map((place) => [place.bit, place]));
}

/** What a writer with `places` has in the bytes of `at`, in their order; nothing where it is a hole. */
export function writtenIn(places: ReadonlyMap<number, Place>, at: Place): Piece[] {
  return [...places.values()]
    .map(({ bit, name, offset, size }) => {
      const from = Math.max(offset, at.offset);
      return {
        bit,
        name,
        offset: from,
        bytes: Math.min(offset + size, at.offset + at.size) - from,
      };
    })
    .filter(({ bytes }) => bytes > 0)
    .sort((a, b) => a.offset - b.offset);
}

/** True if the writer has this component there, from its first byte on and as much of it. */
export const isOwn = (theirs: Place | undefined, mine: Place): boolean =>
  theirs !== undefined && theirs.offset === mine.offset && theirs.size >= mine.size;
