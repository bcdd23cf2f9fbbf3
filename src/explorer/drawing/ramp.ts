/** Colours of a picture: a ramp that rises evenly in lightness, and its use on sizes. */

/** Dark blue over green to yellow; red to black is kept for what disagrees. */
const STOPS = [
  [43, 25, 90],
  [52, 71, 139],
  [34, 121, 142],
  [38, 160, 120],
  [122, 199, 86],
  [240, 228, 66],
] as const;

/** A pixel as canvas keeps it, for `t` from 0 to 1. */
export function rampAt(t: number): number {
  const at = Math.min(0.999_999, Math.max(0, t)) * (STOPS.length - 1);
  const [from, to] = [STOPS[Math.floor(at)], STOPS[Math.floor(at) + 1]];
  const [r, g, b] = [0, 1, 2].map((i) =>
    Math.round((from?.[i] ?? 0) + ((to?.[i] ?? 0) - (from?.[i] ?? 0)) * (at % 1)),
  ) as [number, number, number];
  return pixel(r, g, b);
}

export const pixel = (r: number, g: number, b: number): number =>
  ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

export const cssOf = (colour: number): string =>
  `rgb(${colour & 255} ${(colour >> 8) & 255} ${(colour >> 16) & 255})`;
