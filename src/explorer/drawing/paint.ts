/** The pixels of a picture of masks. */

import type { Colour, Order } from "../state.ts";
import type { Picture } from "../worker/jobs.ts";
import { cssOf, pixel, rampAt } from "./ramp.ts";

const PAGE = 4096;
/** Where both rules agree. */
const EQUAL = pixel(120, 126, 138);

export interface Painted {
  readonly wide: number;
  readonly high: number;
  readonly pixels: Uint32Array<ArrayBuffer>;
  /** What the colours say: the first is the lowest. */
  readonly legend: readonly { readonly colour: string; readonly says: string }[];
}

/** The subset that is drawn at a place, and back: in Gray code neighbours differ in one component. */
export const subsetAtPlace = (place: number, order: Order): number =>
  order === "gray" ? (place ^ (place >>> 1)) >>> 0 : place;

export function placeOfSubset(subset: number, order: Order): number {
  if (order === "count") return subset;
  let place = subset;
  for (let shift = 1; shift < 32; shift <<= 1) place ^= place >>> shift;
  return place >>> 0;
}

/** The distinct values, ascending. */
function distinct(values: Uint32Array): number[] {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  const seen = new Uint8Array(most + 1);
  for (const value of values) seen[value] = 1;
  const found: number[] = [];
  for (const [value, is] of seen.entries()) if (is) found.push(value);
  return found;
}

/** What each mask is coloured by. */
function valuesOf({ sizes, others }: Picture, colour: Colour): Uint32Array<ArrayBuffer> {
  if (colour === "size") return sizes;
  if (colour === "pages") return sizes.map((size) => Math.ceil(size / PAGE));
  return sizes.map((size, i) => Math.abs(size - (others?.[i] ?? size)));
}

export function paint(picture: Picture, colour: Colour, order: Order): Painted {
  const values = valuesOf(picture, colour);
  // By rank, not by bytes: one component of 8 KiB would leave no colours for the others.
  const ranks = distinct(values);
  const table = new Uint32Array((ranks.at(-1) ?? 0) + 1);
  const last = Math.max(1, ranks.length - 1);
  for (const [rank, value] of ranks.entries()) {
    table[value] =
      colour === "apart" && value === 0
        ? EQUAL
        : colour === "apart"
          ? apartAt(rank / last)
          : rampAt(rank / last);
  }
  const bits = Math.log2(picture.masks);
  const wide = 2 ** Math.ceil(bits / 2);
  const pixels = new Uint32Array(picture.masks);
  for (let place = 0; place < pixels.length; place++) {
    pixels[place] = table[values[subsetAtPlace(place, order)] as number] as number;
  }
  const unit = colour === "pages" ? "pages" : "bytes";
  const shown =
    colour === "pages" || ranks.length <= 8
      ? ranks
      : [ranks[0], ranks[ranks.length >> 1], ranks.at(-1)];
  return {
    wide,
    high: picture.masks / wide,
    pixels,
    legend: shown.flatMap((value) =>
      value === undefined
        ? []
        : [
            {
              colour: cssOf(table[value] as number),
              says:
                colour === "apart"
                  ? value === 0
                    ? "they agree"
                    : `${value} bytes apart`
                  : `${value} ${unit}`,
            },
          ],
    ),
  };
}

/** Orange to dark red: the further apart, the darker. */
const apartAt = (t: number): number =>
  pixel(Math.round(255 - 105 * t), Math.round(170 - 160 * t), Math.round(60 - 40 * t));
