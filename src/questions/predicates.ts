/**
 * What can be said of the size of a mask: predicates that `find` looks for, by a number, and those
 * with a name that `--assert` holds every mask to. A row each.
 */

import { sigframeSize } from "../rules/frame.ts";
import { PAGE, pagesOf } from "../xsave/area.ts";
import { frozen } from "../xsave/frozen.ts";
import { checkOptions, checkValue, OBJECT, oneOf, whole } from "../xsave/options.ts";

/** Which sizes are asked for. */
export type Query =
  | { readonly kind: "size"; readonly bytes: number }
  | { readonly kind: "fits"; readonly bytes: number }
  | { readonly kind: "over"; readonly bytes: number }
  // The signal frame of a 64-bit process around the standard area, not the area.
  | { readonly kind: "sigframe"; readonly bytes: number }
  | { readonly kind: "pages"; readonly pages: number }
  | { readonly kind: "order"; readonly order: number };

const PREDICATES = {
  size: (size: number, bytes: number) => size === bytes,
  fits: (size: number, bytes: number) => size <= bytes,
  over: (size: number, bytes: number) => size > bytes,
  sigframe: (size: number, bytes: number) => sigframeSize(size, "64-bit only") > bytes,
  pages: (size: number, pages: number) => pagesOf(size) === pages,
  order: (size: number, order: number) => orderOf(size) === order,
};

const KIND = /* @__PURE__ */ oneOf("kind of query", Object.keys(PREDICATES));

/**
 * Holds `query` to what a query is.
 *
 * @throws {TypeError} if it, its kind or its number is of another type; {RangeError} if it has a
 *   kind that there is none of, or a number that is negative or no whole one.
 */
export function checkQuery(query: Query): void {
  checkValue("a query", query, OBJECT);
  checkValue("kind of a query", query.kind, KIND);
  const unit = query.kind === "pages" || query.kind === "order" ? query.kind : "bytes";
  checkOptions<Record<string, unknown>>(
    `a query by ${query.kind}`,
    { ...query },
    {
      kind: KIND,
      [unit]: whole(0),
    },
  );
  checkValue(`${unit} of a query by ${query.kind}`, query[unit as keyof Query], whole(0));
}

/** The order of the allocation that holds `size`: 2^order pages. */
const orderOf = (size: number): number => Math.ceil(Math.log2(Math.max(1, pagesOf(size))));

/** Whether `size`, in bytes, is what `query` asks for. */
export function answers(query: Query, size: number): boolean {
  switch (query.kind) {
    case "pages":
      return PREDICATES.pages(size, query.pages);
    case "order":
      return PREDICATES.order(size, query.order);
    default:
      return PREDICATES[query.kind](size, query.bytes);
  }
}

export interface Assertion {
  readonly id: string;
  /** What is claimed of every mask, a sentence without its subject: "fits 4096 bytes". */
  readonly claim: string;
  /** One rule's size at a time, or the standard and the compacted size of one mask together. */
  readonly takes: "each" | "both";
  /** For "each", `size` alone; for "both", standard and compacted. Bytes. */
  readonly holds: (size: number, compacted: number) => boolean;
}

/** Whether a buffer of a fixed size is enough: KVM_GET_XSAVE has 4096 bytes, many stacks 8192. */
const fits = (bytes: number): Assertion => ({
  id: `fits-${bytes}`,
  claim: `the area fits ${bytes} bytes`,
  takes: "each",
  holds: (size) => PREDICATES.fits(size, bytes),
});

export const ASSERTIONS: readonly Assertion[] = /* @__PURE__ */ frozen([
  // A guest buffer sized for the wrong format, as Linux 5.16 to 6.14 did, came out large enough.
  {
    id: "same-pages",
    claim: "the compacted format needs no 4 KiB page more than the standard one",
    takes: "both",
    holds: (standard, compacted) => pagesOf(compacted) <= pagesOf(standard),
  },
  // Whether a buffer of the standard size always holds the compacted image. It does not.
  {
    id: "standard-covers",
    claim: "the compacted size is at most the standard one",
    takes: "both",
    holds: (standard, compacted) => compacted <= standard,
  },
  // Whether areas can lie one after the other, each on the boundary that XSAVE demands. SDM1 13.4.
  {
    id: "multiple-of-64",
    claim: "the size is a multiple of 64 bytes",
    takes: "each",
    holds: (size) => size % 64 === 0,
  },
  fits(PAGE),
  fits(8192),
]);

/** The assertion of that name; fits-N is there for any number of bytes. Undefined where none is. */
export function assertionNamed(id: string): Assertion | undefined {
  const [, bytes] = /^fits-([1-9]\d{0,9})$/.exec(id) ?? [];
  const known = ASSERTIONS.find((assertion) => assertion.id === id);
  return known ?? (bytes === undefined ? undefined : fits(Number(bytes)));
}
