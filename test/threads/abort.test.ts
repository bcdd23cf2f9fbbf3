import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { diff } from "../../src/sweep/diff.ts";
import { sweep } from "../../src/sweep/sweep.ts";
import { createProcessor } from "../../src/xsave/processor.ts";
import { seeded } from "../random.ts";

/** Wide enough for threads to be worth it, and for an abort to come in the middle. */
const WIDE = createProcessor({
  ...(CATALOGUE[0] as (typeof CATALOGUE)[number]),
  id: "wide",
  xcr0: 0x7n | (((1n << 31n) - 1n) << 20n),
  xss: 0n,
  components: [
    { bit: 2, name: "AVX", size: 256, offset: 576, supervisor: false, align64: false, xfd: false },
    ...Array.from({ length: 31 }, (_, i) => ({
      bit: 20 + i,
      name: `C${i}`,
      size: 64,
      offset: 1024 + 64 * i,
      supervisor: false,
      align64: i % 2 === 1,
      xfd: false,
    })),
  ],
});

const count = (what: "task" | "fd"): number => readdirSync(`/proc/self/${what}`).length;
const linux = process.platform === "linux";

/** Threads that were told to end are gone a moment after the promise of their end. */
async function settled(what: "task" | "fd", most: number): Promise<number> {
  let now = count(what);
  for (let i = 0; i < 200 && now > most; i++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    now = count(what);
  }
  return now;
}

test.runIf(linux)("16 sweeps aborted at random moments leave no thread and no file", async () => {
  const random = seeded(20261125);
  // Half of them from the first progress on: how long threads take to start is the machine's own.
  const aborted = async (number: number, after: number) => {
    const abort = new AbortController();
    const reason = new Error("enough");
    const later = () => setTimeout(() => abort.abort(reason), after);
    const waits = number % 4 > 1;
    let moved = false;
    const onProgress = () => {
      if (waits && !moved) later();
      moved = true;
    };
    if (!waits) later();
    const options = { threads: number % 3 === 0 ? 2 : 1, signal: abort.signal, onProgress };
    const run =
      number % 2 === 0
        ? sweep(WIDE, { ...options, only: ["checksum"] })
        : diff(WIDE, "sdm-compacted", "linux-5.16-compacted", options);
    await expect(run).rejects.toBe(reason);
    return moved;
  };
  // The first one loads what every later one uses.
  await aborted(2, 0);
  const before = { task: await settled("task", 0), fd: count("fd") };
  let middle = 0;
  for (let i = 0; i < 16; i++) if (await aborted(i, random() * 100)) middle++;
  const after = { task: await settled("task", before.task), fd: await settled("fd", before.fd) };
  if (after.task > before.task || after.fd > before.fd) {
    throw new Error(`before ${JSON.stringify(before)}, after ${JSON.stringify(after)}`);
  }
  expect(middle).toBeGreaterThanOrEqual(7);
});
