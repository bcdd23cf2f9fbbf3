import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { visible } from "../../src/write/text/visible.ts";
import { vectors } from "../../src/write/vectors.ts";
import { layout } from "../../src/xsave/layout.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { synthetic } from "../processors.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-vectors-"));
const has = (program: string) => spawnSync(program, ["--version"]).status === 0;
const CPUS = [...CATALOGUE, { ...synthetic(61), id: 'odd */ "id"\n' }];

const compile = (command: string, args: readonly string[], name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  const { status, stderr } = spawnSync(command, [...args, name], { cwd: folder, encoding: "utf8" });
  return status === 0 ? "" : stderr;
};

test.skipIf(!has("cc"))("C of every processor compiles, and a check of one's own bites", () => {
  const strict = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-fsyntax-only"];
  for (const [i, cpu] of CPUS.entries()) {
    const text = vectors(cpu, enumerated(cpu), "c");
    expect(compile("cc", strict, `v${i}.c`, text), cpu.id).toBe("");
  }
  const text = vectors(processor("sapphire-rapids"), 0x602e7n, "c");
  const check = (value: number) => `${text}\nXSWEEP_CHECK(${value}, COMPACTED_XTILEDATA_OFFSET);\n`;
  expect(compile("cc", strict, "right.c", check(2560))).toBe("");
  expect(compile("cc", strict, "wrong.c", check(2561))).toContain(
    "2561 is not COMPACTED_XTILEDATA_OFFSET",
  );
});

test.skipIf(!has("rustc"))("Rust of a few processors compiles", () => {
  for (const id of ["sapphire-rapids", "zen-4", "bulldozer"]) {
    const text = vectors(processor(id), enumerated(processor(id)), "rust");
    const args = ["--crate-type", "lib", "--emit", "metadata", "-D", "warnings"];
    expect(compile("rustc", args, `${id.replace("-", "_")}.rs`, text), id).toBe("");
  }
  const odd = vectors(CPUS.at(-1) ?? processor("zen-4"), (1n << 62n) | 7n, "rust");
  expect(compile("rustc", ["--crate-type", "lib", "--emit", "metadata"], "odd.rs", odd)).toBe("");
});

// A tab would reach the compiler as the six characters \u0009.
test("no character of it is one that the command escapes", () => {
  for (const cpu of CATALOGUE) {
    for (const to of ["c", "rust"] as const) {
      const text = vectors(cpu, enumerated(cpu), to);
      const wrong = text.split("\n").find((line) => visible(line) !== line);
      if (wrong !== undefined) throw new Error(`${cpu.id}, ${to}: ${visible(wrong)}`);
    }
  }
});

test("the constants are what the layouts say", () => {
  const cpu = processor("sapphire-rapids");
  const defined = vectors(cpu, 0x602e7n, "c").matchAll(
    /^#define XSWEEP_(\w+) UINT(?:32|64)_C\((\w+)\)$/gm,
  );
  const constants = Object.fromEntries(
    [...defined].map(([, name, value]) => [name, Number(value)]),
  );
  expect(constants).toMatchObject({
    MASK: 0x602e7,
    STANDARD_SIZE: 11008,
    COMPACTED_SIZE: 10752,
    STANDARD_PKRU_OFFSET: 2688,
  });
  for (const format of ["standard", "compacted"] as const) {
    for (const { name, offset, size } of layout(cpu, 0x602e7n, format).components) {
      const word = `${format}_${name}`.toUpperCase();
      expect([constants[`${word}_OFFSET`], constants[`${word}_SIZE`]]).toEqual([offset, size]);
    }
  }
  expect(Object.keys(constants).length).toBe(2 + 2 * (1 + 2 * 7));
});
