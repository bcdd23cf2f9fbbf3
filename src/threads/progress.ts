/** How far a sweep has come. */

export interface Progress {
  /** Masks evaluated, and to evaluate. */
  readonly done: number;
  readonly total: number;
  readonly masksPerSecond: number;
  /** Seconds that the rest will take at this rate. */
  readonly eta: number;
}

/** Counts masks up to `total` and tells `listen` after each lot. */
export function progressOf(
  total: number,
  listen: ((progress: Progress) => void) | undefined,
): (masks: number) => void {
  const started = performance.now();
  let done = 0;
  return (masks) => {
    done += masks;
    const masksPerSecond = done / Math.max(1e-9, (performance.now() - started) / 1000);
    listen?.({ done, total, masksPerSecond, eta: (total - done) / masksPerSecond });
  };
}
