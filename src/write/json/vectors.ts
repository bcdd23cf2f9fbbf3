/** The document "xsweep/vectors@1". */
import type { VectorSet } from "../../questions/vectors.ts";
import { hex } from "../../xsave/mask.ts";

export function vectorsJson(sets: readonly VectorSet[]): object {
  const ids = [...new Set(sets.map(({ cpu }) => cpu))];
  return {
    schema: "xsweep/vectors@1",
    cpus: ids.map((id) => ({
      cpu: id,
      rules: sets
        .filter(({ cpu }) => cpu === id)
        .map(({ rule, format, vectors }) => ({
          rule,
          format,
          masks: vectors.map(({ mask, size, offsets }) => ({ mask: hex(mask), size, offsets })),
        })),
    })),
  };
}
