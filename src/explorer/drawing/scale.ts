/** Bytes to pixels: an axis that may be broken within what is so long that the rest would vanish. */

export interface Stretch {
  readonly offset: number;
  readonly size: number;
}

/** A stretch drawn shorter than it is, with where it lies on the axis. */
export interface Fold extends Stretch {
  /** Bytes that it takes on the axis. */
  readonly shown: number;
}

/** Shorter ones are always drawn at their length. */
const LONG = 2048;
/** What a broken stretch takes of the axis, in bytes. */
const SHOWN = 768;

/** The stretches of an area that are broken: longer than half of all that is left beside them. */
export function foldsOf(size: number, stretches: readonly Stretch[], broken: boolean): Fold[] {
  if (!broken) return [];
  return stretches
    .filter((one) => one.size > LONG && one.size * 2 > size - one.size)
    .map(({ offset, size: bytes }) => ({ offset, size: bytes, shown: SHOWN }))
    .sort((a, b) => a.offset - b.offset);
}

/** Bytes on the axis of an area that really has `size`. */
export const axisBytes = (size: number, folds: readonly Fold[]): number =>
  folds.reduce((sum, fold) => sum - fold.size + fold.shown, size);

/** Where on the axis the byte at `offset` lies, in bytes of the axis. */
export function axisAt(offset: number, folds: readonly Fold[]): number {
  let at = offset;
  for (const fold of folds) {
    if (offset >= fold.offset + fold.size) at += fold.shown - fold.size;
    else if (offset > fold.offset)
      at += ((offset - fold.offset) * fold.shown) / fold.size - (offset - fold.offset);
  }
  return at;
}

/** The byte that lies there on the axis: what `axisAt` undoes. */
export function byteAt(axis: number, folds: readonly Fold[]): number {
  let at = axis;
  for (const fold of folds) {
    if (at <= fold.offset) break;
    if (at < fold.offset + fold.shown)
      return Math.floor(fold.offset + ((at - fold.offset) * fold.size) / fold.shown);
    at += fold.size - fold.shown;
  }
  return Math.floor(at);
}
