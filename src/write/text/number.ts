/** Numbers as people read them. */

/** 8192 as "8,192". */
export const grouped = (n: number | bigint): string => n.toLocaleString("en-US");

/** 8 as "+8", for a column: plain digits. */
export const signed = (n: number): string => (n > 0 ? `+${n}` : `${n}`);

/** A rate in its unit: "12.4 G masks/s". */
export function rate(perSecond: number, unit: string): string {
  const [divisor, prefix] =
    perSecond >= 1e9
      ? [1e9, "G "]
      : perSecond >= 1e6
        ? [1e6, "M "]
        : perSecond >= 1e3
          ? [1e3, "k "]
          : [1, ""];
  const value = perSecond / divisor;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${prefix}${unit}/s`;
}
