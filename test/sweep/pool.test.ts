import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { diff, sweep } from "../../src/sweep/index.ts";
import { createPool } from "../../src/sweep/pool.ts";
import { synthetic } from "../processors.ts";

test("one pool serves a sweep, a comparison and a sweep again; closed, none", async () => {
  const cpu = synthetic(30);
  const rules = ["sdm-compacted"];
  const pool = await createPool(2);
  try {
    const first = await sweep(cpu, { rules, pool });
    const between = await diff(processor("sapphire-rapids"), "qemu-compacted", "sdm-compacted", {
      pool,
    });
    const again = await sweep(cpu, { rules, pool });
    expect([first.threads, between.threads, again.threads]).toEqual([2, 2, 2]);
    expect(again.rules).toEqual(first.rules);
    expect(first.rules).toEqual((await sweep(cpu, { rules, method: "symbolic" })).rules);
  } finally {
    await pool.close();
  }
  await expect(sweep(cpu, { rules, pool })).rejects.toThrow("the worker threads have ended");
});
