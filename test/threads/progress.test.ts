import { expect, test } from "vitest";
import { type Progress, progressOf } from "../../src/threads/progress.ts";

test("what is left, at the rate so far: nothing at the end", async () => {
  const seen: Progress[] = [];
  const advance = progressOf(1000, (progress) => seen.push(progress));
  await new Promise((resolve) => setTimeout(resolve, 5));
  advance(250);
  advance(750);
  expect(seen.map(({ done, total }) => [done, total])).toEqual([
    [250, 1000],
    [1000, 1000],
  ]);
  expect((seen[0]?.eta ?? 0) * (seen[0]?.masksPerSecond ?? 0)).toBeCloseTo(750);
  expect(seen[1]?.eta).toBe(0);
});
