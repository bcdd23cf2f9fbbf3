/** Bytes that are read by place: a file in memory, or one too large for it. Never out of bounds. */

export interface Bytes {
  /** Bytes in all. */
  readonly length: number;
  /** `size` bytes from `offset` on. @throws {RangeError} if they are not all there. */
  slice(offset: number, size: number): DataView;
}

/** True if [offset, offset + size) lies in `bytes`. */
export const bytesWithin = (bytes: Bytes, offset: number, size: number): boolean =>
  Number.isSafeInteger(offset) &&
  Number.isSafeInteger(size) &&
  offset >= 0 &&
  size >= 0 &&
  offset + size <= bytes.length;

/** @throws {RangeError} if [offset, offset + size) is not in `bytes`. */
export function checkWithin(bytes: Bytes, offset: number, size: number): void {
  if (!bytesWithin(bytes, offset, size)) {
    throw new RangeError(`bytes ${offset}..${offset + size} are outside 0..${bytes.length}`);
  }
}

export const bytesOf = (array: Uint8Array): Bytes => {
  const bytes: Bytes = {
    length: array.length,
    slice(offset, size) {
      checkWithin(bytes, offset, size);
      return new DataView(array.buffer, array.byteOffset + offset, size);
    },
  };
  return bytes;
};
