/**
 * Vectors in each language, compiled and run: a right function passes, and one that is wrong on one
 * mask, or in one offset, does not. The functions are written here, from the component table.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { vectorsOf } from "../../src/questions/vectors.ts";
import { VECTOR_TEXTS } from "../../src/write/vector-sets.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-vector-sets-"));
const there = (program: string, arg = "--version"): boolean => {
  const found = spawnSync(program, [arg]).status === 0;
  if (!found) process.stderr.write(`vectors: ${program} is not here: its file is not compiled\n`);
  return found;
};
const SPR = processor("sapphire-rapids");
const SETS = vectorsOf([SPR, processor("zen-4")], { legal: true });
// The functions below know one processor; the other's set is for its names.
const ONE = vectorsOf([{ ...SPR, id: 'odd */ "id' }], { legal: true });

type Wrong = "right" | "size" | "place";
const WRONG: readonly Wrong[] = ["right", "size", "place"];
const rows = SPR.components.map((c) => [c.bit, c.size, c.offset ?? -1, c.align64 ? 64 : 1]);

const run = (command: string, args: readonly string[], cwd = folder) =>
  spawnSync(command, args, { cwd, encoding: "utf8" });

/** The right one ends with 0; each wrong one does not, and names a mask. */
const judged = (wrong: Wrong, { status, stderr }: { status: number | null; stderr: string }) => {
  if (wrong === "right") expect([status, stderr]).toEqual([0, ""]);
  else {
    expect([wrong, status]).not.toEqual([wrong, 0]);
    expect(stderr).toMatch(
      wrong === "size" ? /mask 0x602e7: 11008 bytes, not / : /bit 9 at \d+, not/,
    );
  }
};

const C = (wrong: Wrong) => `#include <string.h>
#include "vectors.h"
static const int32_t rows[][4] = { ${rows.map((row) => `{ ${row.join(", ")} }`).join(", ")} };
static uint32_t at(const char *rule, uint64_t mask, uint32_t bit) {
  uint32_t end = 576, most = 576;
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    uint32_t n = (uint32_t)rows[i][0], align = (uint32_t)rows[i][3];
    if (!(mask >> n & 1)) continue;
    uint32_t o = strcmp(rule, "sdm-standard") ? (end + align - 1) / align * align : (uint32_t)rows[i][2];
    if (n == bit) return o;
    end = o + (uint32_t)rows[i][1];
    if (end > most) most = end;
  }
  return most;
}
static uint32_t size(const char *cpu, const char *rule, uint64_t mask) {
  (void)cpu;
  return at(rule, mask, 63)${wrong === "size" ? " + (mask == 0x602e7)" : ""};
}
static uint32_t place(const char *cpu, const char *rule, uint64_t mask, uint32_t bit) {
  (void)cpu;
  return at(rule, mask, bit)${wrong === "place" ? " + (bit == 9)" : ""};
}
int main(void) { return xsweep_check(size, place) != 0; }
`;

test.skipIf(!there("cc"))("C", () => {
  writeFileSync(join(folder, "vectors.h"), VECTOR_TEXTS.c(ONE));
  for (const wrong of WRONG) {
    writeFileSync(join(folder, "main.c"), C(wrong));
    const args = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-pedantic", "main.c", "-o", "c"];
    expect(run("cc", args).stderr).toBe("");
    judged(wrong, run(join(folder, "c"), []));
  }
});

const RUST = (wrong: Wrong) => `mod vectors;
const ROWS: &[(u32, i64, i64, i64)] = &[${rows.map((row) => `(${row.join(", ")})`).join(", ")}];
fn at(rule: &str, mask: u64, bit: u32) -> u32 {
    let (mut end, mut most) = (576i64, 576i64);
    for &(n, size, offset, align) in ROWS {
        if mask >> n & 1 == 0 { continue; }
        let o = if rule == "sdm-standard" { offset } else { (end + align - 1) / align * align };
        if n == bit { return o as u32; }
        end = o + size;
        most = most.max(end);
    }
    most as u32
}
fn main() {
    let size = |_: &str, rule: &str, mask: u64| at(rule, mask, 63)${wrong === "size" ? " + (mask == 0x602e7) as u32" : ""};
    let place = |_: &str, rule: &str, mask: u64, bit: u32| at(rule, mask, bit)${wrong === "place" ? " + (bit == 9) as u32" : ""};
    if let Err(why) = vectors::xsweep_check(size, place) {
        eprintln!("{why}");
        std::process::exit(1);
    }
}
`;

test.skipIf(!there("rustc"))("Rust", () => {
  writeFileSync(join(folder, "vectors.rs"), VECTOR_TEXTS.rust(ONE));
  for (const wrong of WRONG) {
    writeFileSync(join(folder, "main.rs"), RUST(wrong));
    const args = ["--edition", "2021", "-D", "warnings", "main.rs", "-o", "rs"];
    expect(run("rustc", args).stderr).toBe("");
    judged(wrong, run(join(folder, "rs"), []));
  }
});

const GO = (wrong: Wrong) => `package xsweep
import "testing"
var rows = [][4]int64{${rows.map((row) => `{${row.join(", ")}}`).join(", ")}}
func at(rule string, mask uint64, bit uint32) uint32 {
  end, most := int64(576), int64(576)
  for _, r := range rows {
    if mask>>uint(r[0])&1 == 0 { continue }
    o := (end + r[3] - 1) / r[3] * r[3]
    if rule == "sdm-standard" { o = r[2] }
    if uint32(r[0]) == bit { return uint32(o) }
    end = o + r[1]
    if end > most { most = end }
  }
  return uint32(most)
}
func TestVectors(t *testing.T) {
  size := func(cpu, rule string, mask uint64) uint32 {
    got := at(rule, mask, 63)
    ${wrong === "size" ? "if mask == 0x602e7 { got++ }" : ""}
    return got
  }
  place := func(cpu, rule string, mask uint64, bit uint32) uint32 {
    got := at(rule, mask, bit)
    ${wrong === "place" ? "if bit == 9 { got++ }" : ""}
    return got
  }
  if err := XsweepCheck(size, place); err != nil { println(err.Error()); t.FailNow() }
}
`;

test.skipIf(!there("go", "version"))("Go", () => {
  const home = join(folder, "go");
  mkdirSync(home);
  writeFileSync(join(home, "go.mod"), "module xsweep\n");
  writeFileSync(join(home, "vectors.go"), VECTOR_TEXTS.go(ONE));
  for (const wrong of WRONG) {
    writeFileSync(join(home, "vectors_test.go"), GO(wrong));
    // What a test of Go says goes to stdout.
    const { status, stdout, stderr } = run("go", ["test", "./..."], home);
    judged(wrong, { status, stderr: status === 0 ? stderr : stdout });
  }
});

const PYTHON = (wrong: Wrong) => `import sys
import vectors
ROWS = [${rows.map((row) => `(${row.join(", ")})`).join(", ")}]
def at(rule, mask, bit):
    end = most = 576
    for n, size, offset, align in ROWS:
        if not mask >> n & 1:
            continue
        o = offset if rule == "sdm-standard" else (end + align - 1) // align * align
        if n == bit:
            return o
        end = o + size
        most = max(most, end)
    return most
def size(cpu, rule, mask):
    return at(rule, mask, 63)${wrong === "size" ? " + (mask == 0x602e7)" : ""}
def place(cpu, rule, mask, bit):
    return at(rule, mask, bit)${wrong === "place" ? " + (bit == 9)" : ""}
vectors.xsweep_check(size)
assert vectors.xsweep_check(size, place) == ${ONE.reduce((sum, set) => sum + set.vectors.length, 0)}
`;

test.skipIf(!there("python3"))("Python", () => {
  writeFileSync(join(folder, "vectors.py"), VECTOR_TEXTS.python(ONE));
  for (const wrong of WRONG) {
    writeFileSync(join(folder, "main.py"), PYTHON(wrong));
    judged(wrong, run("python3", ["-B", "main.py"]));
  }
});

test("several processors stand in one file, the same bytes each time", () => {
  for (const [form, text] of Object.entries(VECTOR_TEXTS)) {
    const written = text(SETS);
    expect([form, written === text(SETS)]).toEqual([form, true]);
    for (const id of ["sapphire-rapids", "zen-4"]) expect(written).toContain(`"${id}"`);
    // A tab would reach the compiler as the six characters \u0009.
    expect(written).not.toContain("\t");
  }
  expect(VECTOR_TEXTS.csv(SETS).split("\n").length).toBe(
    1 + SETS.reduce((sum, { vectors }) => sum + vectors.length, 0),
  );
});
