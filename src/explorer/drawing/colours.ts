/** One fixed hue per component, so that it is the same in every drawing and on every page. */

/** Degrees of oklch. Neighbours in the area are far apart. */
const HUES: Readonly<Record<number, number>> = {
  2: 245,
  3: 60,
  4: 85,
  5: 345,
  6: 310,
  7: 282,
  8: 118,
  9: 95,
  10: 190,
  11: 150,
  12: 168,
  13: 40,
  14: 215,
  15: 355,
  16: 130,
  17: 48,
  18: 66,
  19: 24,
  62: 130,
};

/** The two legacy components and the header are grey: they never move. */
const CHROMA = 0.115;

/** The fill of a component; the lightness is the theme's (styles/base.css), the text on it always dark. */
export const fillOf = (bit: number): string =>
  bit < 2 ? "var(--legacy)" : `oklch(var(--piece-l) ${CHROMA} ${HUES[bit] ?? (bit * 137.5) % 360})`;
