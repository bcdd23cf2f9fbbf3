/** The exit code of `diff` on two processors, for each kind of difference alone. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-diff-"));

/** A processor file with AVX, and with two components in the places and sizes given. */
function cpu(id: string, ...places: readonly (readonly [size: number, offset: number])[]): string {
  const components = [[256, 576] as const, ...places].map(([size, offset], i) => ({
    bit: [2, 5, 9][i],
    name: ["AVX", "opmask", "PKRU"][i],
    size,
    offset,
    supervisor: false,
    align64: false,
    xfd: false,
  }));
  const file = join(folder, `${id}.json`);
  const fields = { id, name: id, vendor: "test", source: "test", xcr0: "0x227", xss: "0x0" };
  writeFileSync(file, JSON.stringify({ schema: "xsweep/processor@1", ...fields, components }));
  return file;
}

const LOW = cpu("low", [64, 832], [64, 896]);
/** The two have changed places: with both, or with neither, no size tells. */
const SWAPPED = cpu("swapped", [64, 896], [64, 832]);

const of = (other: string, rule: string, ...more: string[]) => [
  "diff",
  ...["--cpu", LOW, "--cpu", other, "--rule", rule],
  ...more,
];
const BOTH = ["--universe", "0x4", "--fixed", "0x223"];

test("a component that moves is a difference, where every size is the same", () => {
  const document = json<{ differ: string; moves: { bit: number }[] }>(
    of(SWAPPED, "sdm-standard", ...BOTH),
  );
  expect([document.differ, document.moves.map(({ bit }) => bit)]).toEqual(["0", [5, 9]]);
  expect(xsweep(of(SWAPPED, "sdm-standard", ...BOTH)).code).toBe(1);
});

test("the compacted format does not see it: exit 0", () => {
  const document = json(of(SWAPPED, "sdm-compacted", ...BOTH));
  expect(document).toMatchObject({ differ: "0", moves: [] });
  expect(xsweep(of(SWAPPED, "sdm-compacted", ...BOTH)).code).toBe(0);
});

test("sizes that differ, and nothing that moves: exit 1", () => {
  const longer = cpu("longer", [64, 832], [128, 896]);
  const { code, out } = xsweep(of(longer, "sdm-standard", "--universe", "0x200", "--json"));
  expect(JSON.parse(out)).toMatchObject({ differ: "1", moves: [{ bit: 9, first: null }] });
  expect(code).toBe(1);
});
