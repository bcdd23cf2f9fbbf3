/** What an install brings: pinned, checked, and no more than it needs. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../${name}`, import.meta.url), "utf8"));

test("every entry of the lock file has the checksum of its package, those of other platforms too", () => {
  const { packages } = read("package-lock.json") as {
    packages: Record<string, { integrity?: string; link?: boolean }>;
  };
  const bare = Object.entries(packages)
    .filter(([name, { integrity, link }]) => name !== "" && !link && !integrity)
    .map(([name]) => name);
  expect(bare).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(100);
});

test("what the library needs is pinned; what one command needs is optional", () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = read("package.json");
  for (const [name, version] of Object.entries({ ...dependencies, ...peerDependencies })) {
    expect(`${name} ${version}`).toMatch(/ \d+\.\d+\.\d+$/);
  }
  expect(Object.keys(dependencies)).not.toContain("tinybench");
  expect(peerDependenciesMeta.tinybench).toEqual({ optional: true });
});

test("a command that was never built says what to run, exit 2", () => {
  const folder = mkdtempSync(join(tmpdir(), "xsweep-"));
  try {
    cpSync(new URL("../bin", import.meta.url), join(folder, "bin"), { recursive: true });
    const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin", "xsweep.mjs")], {
      encoding: "utf8",
    });
    expect(status).toBe(2);
    expect(stderr).toContain("npm ci");
    expect(stderr).toContain("--ignore-scripts=false");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
