/** Threads and one thread give the same figures, where parts have masks settled and bits left out. */

import { expect, test } from "vitest";
import { FIGURES } from "../../src/algebra/figures.ts";
import { processor } from "../../src/catalogue/index.ts";
import { questionOf } from "../../src/questions/question.ts";
import { SDM_COMPACTED } from "../../src/rules/sdm.ts";
import { exhaust } from "../../src/sweep/exhaustive.ts";
import { partsOf } from "../../src/sweep/plan.ts";
import { SUMMARIES } from "../../src/sweep/work.ts";
import { builtModule } from "../../src/threads/built.ts";
import { evaluate } from "../../src/threads/evaluate.ts";
import { createPool } from "../../src/threads/pool.ts";

test("legal masks: the indices of a part are those of the universe, from a pool as from none", async () => {
  const cpu = processor("granite-rapids");
  const question = { ...questionOf(cpu, SDM_COMPACTED, undefined), legal: true };
  const parts = partsOf(cpu, question, new Set(FIGURES));
  expect(parts.some(({ fold }) => fold.origin > 0n)).toBe(true);
  expect(parts.some(({ fold }) => (fold.pairs[0]?.weight ?? 1n) > 1n)).toBe(true);
  const alone = await exhaust(parts, { threads: 1 }, evaluate);
  const pool = await createPool(builtModule(SUMMARIES.module), 1);
  try {
    const pooled = await exhaust(parts, { threads: 1, pool }, evaluate);
    for (const [i, summary] of pooled.answers.entries()) {
      expect(summary, `part ${i}`).toEqual(alone.answers[i]);
    }
  } finally {
    await pool.close();
  }
});
