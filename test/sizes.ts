/** Every size of a fold by the plainest means; test/rules/walks.test.ts holds it to every walk. */
import type { Fold } from "../src/algebra/fold.ts";
import { apply } from "../src/algebra/step.ts";

/** sizes[i] = bytes for subset number i, by doubling. */
export function sizesOf({ start, pairs }: Fold): number[] {
  let sizes = [start];
  for (const { absent, present } of pairs) {
    sizes = [...sizes.map((x) => apply(absent, x)), ...sizes.map((x) => apply(present, x))];
  }
  return sizes;
}
