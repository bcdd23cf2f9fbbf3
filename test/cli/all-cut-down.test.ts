/** --cpu all:MASK, wherever all is taken. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { limitsOn } from "../../src/questions/limits.ts";
import { LIMITS } from "../../src/rules/limits.ts";
import { readMask } from "../../src/xsave/mask-grammar.ts";
import { restrict } from "../../src/xsave/restrict.ts";
import { json, xsweep } from "./run.ts";

test("limits, find, sweep and kernel take each processor cut down, whatever it lacks", () => {
  const { limits } = json<{
    limits: { name: string; processors: { cpu: string; overflow: string }[] }[];
  }>([...["limits", "kvm-get-xsave", "--cpu", "all:@all-amx"]]);
  const cut = CATALOGUE.map((cpu) => restrict(cpu, readMask(cpu, "@all-amx", true)));
  const [said] = limitsOn(
    LIMITS.filter(({ name }) => name === "kvm-get-xsave"),
    cut,
  );
  expect(limits[0]?.processors.map(({ cpu, overflow }) => [cpu, overflow])).toEqual(
    said?.processors.map(({ cpu, overflow }) => [cpu, `${overflow}`]),
  );
  // Without AMX all of it fits, which is not so with it.
  expect(limits[0]?.processors.every(({ overflow }) => overflow === "0")).toBe(true);
  expect(xsweep(["limits", "kvm-get-xsave", "--cpu", "all:@all-amx"]).code).toBe(0);
  expect(xsweep(["limits", "kvm-get-xsave", "--cpu", "all"]).code).toBe(1);
  const sized = xsweep(["find", "--size", "2696", "--cpu", "all:0x2e7", "--rule", "sdm-standard"]);
  expect(sized.out).toMatch(/^sapphire-rapids:0x2e7 /m);
  expect(sized.out).not.toMatch(/zen-4/);
  const { sweeps } = json<{ sweeps: { cpu: string; masks?: string }[] }>([
    ...["sweep", "--cpu", "ALL:0x7", "--only", "max", "--rule", "sdm-standard"],
  ]);
  expect(sweeps.map(({ cpu }) => cpu)).toContain("zen-4:0x7");
  expect(xsweep(["kernel", "--cpu", "all:0x2e7"]).out).toMatch(/^granite-rapids:0x2e7 /m);
});

test("one processor is not all of them, and a word of the mask must name something", () => {
  expect(xsweep(["layout", "--cpu", "all:0x7"])).toMatchObject({
    ...{ code: 2, err: "xsweep: --cpu: one processor, please, not all:0x7\n" },
  });
  expect(xsweep(["limits", "--cpu", "all:avxx"])).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^xsweep: --cpu all:avxx: "avxx" names no .*\n$/),
  });
  expect(xsweep(["limits", "--cpu", "all:"]).code).toBe(2);
});
