/** `xsweep diff --legality`: the answer, its document, and what it refuses. */
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { xsweep } from "./run.ts";

test("nvmm admits half of AVX-512 and one tile bit; exit 1 where two part, 0 where not", () => {
  const { out, code } = xsweep(["diff", "--legality", "nvmm", "--cpu", "sapphire-rapids"]);
  expect(code).toBe(1);
  expect(out).toMatch(/^nvmm and architecture part on 176 of 512 masks/m);
  expect(out).toMatch(/^only nvmm admits 176: first 0x21 = x87\+opmask$/m);
  const same = xsweep(["diff", "--legality", "kvm", "--legality", "xen", "--cpu", "zen-4"]);
  expect([same.code, same.out.split("\n")[1]]).toEqual([
    0,
    "kvm and xen admit the same 8 of 128 masks",
  ]);
});

test("--json: xsweep/legality@1, and a list over all processors", () => {
  const args = ["diff", "--legality", "fixed:@xcr0-amx:3", "--legality", "kvm", "--json"];
  expect(JSON.parse(xsweep([...args, "--cpu", "spr"]).out)).toEqual({
    ...{ schema: "xsweep/legality@1", cpu: "sapphire-rapids", a: "fixed:0x2e7:0x3", b: "kvm" },
    ...{ universe: "0x602e7", masks: "512", admittedByA: "32", admittedByB: "16" },
    ...{ admittedByBoth: "6", onlyA: { count: "26", first: "0x23" } },
    onlyB: { count: "10", first: "0x1" },
  });
  const all = JSON.parse(xsweep(["diff", "--legality", "svsm", "--json"]).out);
  expect(all.diffs.map(({ cpu }: { cpu: string }) => cpu)).toEqual(CATALOGUE.map(({ id }) => id));
  expect(xsweep(["diff", "--legality", "svsm", "--to", "csv"]).out).toMatch(
    /^PROCESSOR,MASKS,ONLY A,FIRST OF A,ONLY B,FIRST OF B,BOTH\npenryn,4,2,0x0,0,-,2\n/,
  );
});

test.each([
  [["--legality", "nvm"], '--legality: "nvm" is unknown (did you mean kvm?)'],
  [
    ["--legality", "kvm", "--matrix"],
    "--legality compares who admits a mask: it takes no --matrix",
  ],
  [["--legality", "kvm", "--rule", "sdm-standard"], "it takes no --rule"],
  [["--legality", "fixed"], "fixed takes masks, as in fixed:@xcr0-amx:0x3"],
  [["--legality", "fixed:3:4"], "0x4 must be set and may not be: nothing passes"],
  [["--legality", "a", "--legality", "b", "--legality", "c"], "two permit rules, please, not more"],
])("%j is refused in a line", (args, said) => {
  const { code, out, err } = xsweep(["diff", ...args, "--cpu", "zen-4"]);
  expect([code, out, err.trimEnd().split("\n").length]).toEqual([2, "", 1]);
  expect(err).toContain(said);
});
