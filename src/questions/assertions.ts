/** What an assertion is: a predicate that every mask must satisfy, on one size or on two. */

export const PAGE = 4096;

/** Pages of 4 KiB that hold `bytes`. */
export const pagesOf = (bytes: number): number => Math.ceil(bytes / PAGE);

export interface Assertion {
  readonly id: string;
  /** What is claimed of every mask, a sentence without its subject: "fits 4096 bytes". */
  readonly claim: string;
  /** One rule's size at a time, or the standard and the compacted size of one mask together. */
  readonly takes: "each" | "both";
  /** For "each", `size` alone; for "both", standard and compacted. Bytes. */
  readonly holds: (size: number, compacted: number) => boolean;
}
