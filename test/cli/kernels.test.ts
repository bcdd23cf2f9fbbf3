/** `xsweep kernel` over several processors, and over every release. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { json, xsweep } from "./run.ts";

test("kernel --cpu all: one document whose rows are the documents of each processor", () => {
  const all = json<{ schema: string; kernels: { cpu: string }[] }>(["kernel", "--cpu", "all"]);
  expect(all.schema).toBe("xsweep/kernel@1");
  expect(all.kernels.map(({ cpu }) => cpu)).toEqual(CATALOGUE.map(({ id }) => id));
  for (const id of ["haswell", "sapphire-rapids"]) {
    expect(all.kernels.find(({ cpu }) => cpu === id)).toEqual(json(["kernel", "--cpu", id]));
  }
});

test("kernel: several processors and CPU:MASK are one table; a release has what it manages", () => {
  const { code, out } = xsweep(["kernel", "--cpu", "genoa", "--cpu", "spr:0x602e7"]);
  expect([code, out]).toEqual([0, expect.stringMatching(/\nsapphire-rapids:0x602e7 +2560 /)]);
  const host = (kernel: string) => json(["kernel", "--cpu", "zen-4", "--kernel", kernel]);
  expect(host("6.5")).toMatchObject({ kernel: "linux-5.18", asked: "6.5", hostMask: "0x12e7" });
  expect(host("6.6")).toMatchObject({ kernel: "linux-5.18", asked: "6.6", hostMask: "0x1ae7" });
  expect(host("linux-5.18")).toMatchObject({ asked: null, hostMask: "0x1ae7" });
});

test("kernel --changed: each number with its releases and commits", () => {
  const doc = json<{ cpus: { numbers: object[] }[] }>(["kernel", "--changed", "--cpu", "zen-4"]);
  expect(doc).toMatchObject({ schema: "xsweep/kernel-changes@1", from: "5.16", until: "7.3" });
  expect(doc.cpus[0]?.numbers[0]).toMatchObject({
    path: "kernelMax.size",
    changes: [{ from: "6.6", until: "6.5", before: 2440, after: 2456 }, { from: "6.17" }],
  });
  const { out } = xsweep(["kernel", "--changed", "--cpu", "zen-4"]);
  expect(out).toMatch(/^zen-4: 5 of 18 numbers changed between Linux 5\.16 and 7\.3\n/);
  expect(out.replace(/\s+/g, " ")).toContain(
    "task default: 2,440 until 6.5, 2,456 from 6.6 (8970ef027b21, manages CET_U)",
  );
});

test("kernel --changed --cpu all: the commits, and processors whose numbers moved alike", () => {
  const { code, out } = xsweep(["kernel", "--changed", "--cpu", "all"]);
  expect(code).toBe(0);
  expect(out).toMatch(/\n6\.16 +50c5b071e283 +manages APX +2 +\d+\n/);
  expect(out).toMatch(/\nzen-4, zen-5:\nmaximum/);
  expect(out).toMatch(/\nnothing changed: penryn, /);
  const { cpus } = json<{ cpus: { cpu: string }[] }>(["kernel", "--changed", "--cpu", "all"]);
  for (const { cpu } of cpus) expect(out).toContain(cpu);
});
