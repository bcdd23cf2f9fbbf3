/** How a processor is named on the command line: by id, alias, number, file, and cut down to a mask. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-cpus-"));
const layoutOf = (cpu: string) => json<{ cpu: string; mask: string }>(["layout", "--cpu", cpu]);

test.each([
  ["ZEN-4", "zen-4", "0x1ae7"],
  ["genoa", "zen-4", "0x1ae7"],
  ["25-17-1", "zen-4", "0x1ae7"],
  ["zen-4:0x207", "zen-4:0x207", "0x207"],
  ["zen-4:@xcr0-avx512", "zen-4:0x207", "0x207"],
  ["spr:@all-amx-pt", "sapphire-rapids:0xdee7", "0xdee7"],
  ["0x6-0x8f:@xcr0", "sapphire-rapids:0x602e7", "0x602e7"],
  // Cut twice is cut to what both leave.
  ["spr:@xcr0:@all-amx", "sapphire-rapids:0x602e7:0x2e7", "0x2e7"],
])("--cpu %s", (text, cpu, mask) => {
  expect(layoutOf(text)).toMatchObject({ cpu, mask });
});

test("a file is a file, whatever it is called; a cut-down one too", () => {
  const file = join(folder, "zen:4");
  writeFileSync(file, JSON.stringify(processorJson({ ...processor("zen-5"), id: "mine" })));
  expect(layoutOf(file)).toMatchObject({ cpu: "mine" });
  expect(layoutOf(`${file}:0x7`)).toMatchObject({ cpu: "mine:0x7", mask: "0x7" });
  expect(
    json(["layout", "--cpu", "-:7"], JSON.stringify(processorJson(processor("zen-5")))),
  ).toMatchObject({
    cpu: "zen-5:0x7",
  });
});

test("every command takes one: a guest without AMX is a processor without AMX", () => {
  const guest = ["--cpu", "spr:@xcr0-amx"];
  expect(json(["sweep", ...guest])).toMatchObject({ cpu: "sapphire-rapids:0x2e7" });
  const { checks } = json<{ checks: { hostMask: string }[] }>(["check", ...guest]);
  expect(new Set(checks.map(({ hostMask }) => hostMask))).toEqual(new Set(["0x2e7"]));
  expect(xsweep(["layout", "amx", ...guest]).err).toBe(
    "xsweep: MASK: sapphire-rapids:0x2e7 has no AMX (XTILECFG 17, XTILEDATA 18)\n",
  );
  const file = join(folder, "sizes");
  expect(xsweep(["sweep", "--cpu", "zen-4:0x207", "-o", file]).code).toBe(0);
  expect(xsweep(["sweep", "--verify", file])).toMatchObject({ code: 0, err: "" });
});

test.each([
  ["zen-4:0x602e7", 0, "xsweep: --cpu zen-4:0x602e7: zen-4 has no 0x60000: ignored\n"],
  ["zen-4:0x27", 0, "xsweep: --cpu zen-4:0x27: XSETBV would refuse 0x27: taken as it is\n"],
  [
    "6-85",
    2,
    'xsweep: --cpu: "6-85" is the number of several: skylake-x, skylake-sp, cascade-lake-sp\n',
  ],
  ["gnoa", 2, 'xsweep: --cpu: "gnoa" is unknown (did you mean genoa?)\n'],
] as const)("--cpu %s: %i and a line", (cpu, code, err) => {
  expect(xsweep(["layout", "--cpu", cpu])).toMatchObject({ code, err });
});

test("cpus PATTERN: part of a name, an alias, a number", () => {
  const ids = (...args: string[]) =>
    json<{ cpus: { id: string }[] }>(["cpus", ...args]).cpus.map(({ id }) => id);
  expect(ids("turin")).toEqual(["zen-5"]);
  expect(ids("granite-r")).toEqual(["granite-rapids", "granite-rapids-apx", "zen-5"]);
  expect(ids("6-85-7")).toEqual(["cascade-lake-sp"]);
  expect(ids("AuthenticAMD").length).toBe(
    ids().filter((id) => processor(id).vendor === "AuthenticAMD").length,
  );
  expect(xsweep(["cpus", "6502"]).err).toBe(
    'xsweep: PATTERN: nothing in the catalogue is called "6502"\n',
  );
});

test("import gives a known processor as a file, from which it is read back", () => {
  const { code, out } = xsweep(["import", "spr"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(processorJson(processor("sapphire-rapids")));
  const cut = xsweep(["import", "zen-4:@xcr0-avx512"]).out;
  expect(json(["layout", "--cpu", "-"], cut)).toMatchObject({ cpu: "zen-4:0x207", mask: "0x207" });
  expect(xsweep(["import", "no-such-thing"]).err).toBe("xsweep: no-such-thing: no such file\n");
  expect(xsweep(["import", "spr", "--all"]).code).toBe(2);
});
