/** `import --to catalogue` prints what the catalogue and its fixture have, for every processor measured. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { entry } from "../../src/catalogue/entry.ts";
import { processorJson } from "../../src/read/document/processor-file.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { REAL } from "../spaces.ts";
import { xsweep } from "./run.ts";

type Leaves = Readonly<Record<string, readonly number[]>>;
const { models } = JSON.parse(
  readFileSync(new URL("../fixtures/registers.json", import.meta.url), "utf8"),
) as { models: Record<string, { source: string; leaves: Leaves }> };

/** As `cpuid -1 -r` prints them. */
const dumpOf = (leaves: Leaves): string =>
  `CPU:\n${Object.entries(leaves)
    .map(([subleaf, registers]) => {
      const values = registers.map((value, i) => `e${"abcd"[i]}x=0x${padded(value, 8)}`);
      return `   0x0000000d 0x${padded(Number(subleaf), 2)}: ${values.join(" ")}\n`;
    })
    .join("")}`;
const padded = (value: number, digits: number) => value.toString(16).padStart(digits, "0");

/** The parts of what is printed, by the line above each. */
function printed(args: readonly string[], input: string) {
  const { code, out, err } = xsweep(["import", "-", "--to", "catalogue", ...args], input);
  expect(code, err).toBe(0);
  const [, file = "", index = "", record = ""] = out.split(/^==> .*\n/m);
  return { file, index, record };
}

/** What a file of the catalogue exports, by running it. */
const run = (file: string): Processor =>
  new Function("entry", file.replace(/^import .*$/m, "").replace(/^export const \w+ =/m, "return"))(
    entry,
  );

test.each(REAL.filter(({ id }) => models[id] !== undefined).map((cpu) => [cpu.id, cpu] as const))(
  "%s",
  (id, cpu) => {
    const { source, leaves } = models[id] ?? { source: "", leaves: {} };
    const { file, index, record } = printed(["--id", id, "--source", source], dumpOf(leaves));
    const { name, vendor } = cpu;
    // A dump without sub-leaf 1 does not say its features; the entry says that there are none.
    const eax1 = leaves[1] === undefined ? cpu.eax1 : run(file).eax1;
    expect(processorJson({ ...run(file), name, vendor, eax1 })).toEqual(processorJson(cpu));
    expect(index).toContain(`from "./${id}.ts";`);
    expect(JSON.parse(`{${record}}`)).toEqual({ [id]: { source, leaves } });
  },
);

test("the rows are set as in the files that are there", () => {
  const { source, leaves } = models["sapphire-rapids"] ?? { source: "", leaves: {} };
  const args = ["--id", "sapphire-rapids", "--source", source];
  const there = readFileSync(
    new URL("../../src/catalogue/sapphire-rapids.ts", import.meta.url),
    "utf8",
  );
  const rows = (text: string) => text.slice(text.indexOf("//bit"));
  expect(rows(printed(args, dumpOf(leaves)).file).trimEnd()).toBe(rows(there).trimEnd());
});

test("a name cannot end the comment that it stands in", () => {
  const brand = "a */ b";
  const row = (n: number) => {
    const bytes = Buffer.alloc(16);
    if (n === 2) bytes.write(brand);
    const values = [0, 1, 2, 3].map(
      (i) => `e${"abcd"[i]}x=0x${padded(bytes.readUInt32LE(4 * i), 8)}`,
    );
    return `   0x8000000${n} 0x00: ${values.join(" ")}\n`;
  };
  const leaves = models["zen-4"]?.leaves ?? {};
  const { file } = printed(["--id", "x"], dumpOf(leaves) + [2, 3, 4].map(row).join(""));
  expect(file).toContain(" * a * / b.\n");
  expect(run(file)).toMatchObject({ id: "x", name: brand });
});

test.each([
  [["--id", "Zen 4"], /--id: "Zen 4" is no id: lower-case words joined by dashes/],
  [["--source", " "], /--source: it is empty/],
  [["--all"], /--to is about one processor: leave --all/],
  [["--json"], /--json and --to catalogue: one form of output/],
])("%j is refused in one line", (args, sentence) => {
  const dump = dumpOf(models["zen-4"]?.leaves ?? {});
  const { code, out, err } = xsweep(["import", "-", "--to", "catalogue", ...args], dump);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(sentence);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test("what has no registers has no record", () => {
  const log = readFileSync(new URL("../fixtures/zen-4-guest.dmesg.txt", import.meta.url), "utf8");
  const { code, err } = xsweep(["import", "-", "--to", "catalogue"], log);
  expect([code, err]).toEqual([
    2,
    expect.stringMatching(/--to catalogue: .* has no registers of CPUID leaf 0DH/),
  ]);
});
