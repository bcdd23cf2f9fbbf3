/** What npm packs, unpacked elsewhere: small, without scripts, and each entry loads what it needs. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { build } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = new URL("../", import.meta.url).pathname;
const PACKED = [
  "package.json",
  "scripts",
  "man",
  "bin",
  "dist",
  "bench",
  "CHANGELOG.md",
  "README.md",
  "LICENSE",
];

const folder = mkdtempSync(join(tmpdir(), "xsweep-tarball-"));
const installed = join(folder, "user", "node_modules", "xsweep");
let packed = { size: 0, entryCount: 0 };

beforeAll(() => {
  const copy = join(folder, "copy");
  for (const name of PACKED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  const said = execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
    cwd: copy,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  packed = JSON.parse(said)[0];
  expect(readFileSync(join(copy, "package.json"), "utf8")).toBe(
    readFileSync(join(ROOT, "package.json"), "utf8"),
  );
  mkdirSync(installed, { recursive: true });
  const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) as string;
  execFileSync("tar", ["xf", join(folder, tarball), "-C", installed, "--strip-components=1"]);
  for (const name of ["piscina", "commander", "leven", "@napi-rs", "@types", "undici-types"]) {
    mkdirSync(dirname(join(folder, "user", "node_modules", name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "user", "node_modules", name));
  }
});
afterAll(() => rmSync(folder, { recursive: true }));

const manifest = () => JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));

test("under 1 MB and 200 files, no script, no test and no source of the command beside the bundle", () => {
  expect(packed.size).toBeLessThan(1_000_000);
  expect(packed.entryCount).toBeLessThan(200);
  expect(manifest().scripts).toBeUndefined();
  expect(readdirSync(installed).sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "bench",
    "bin",
    "dist",
    "man",
    "package.json",
  ]);
});

/** The files that loading `entry` opens, and the packages that it names. */
function loadedBy(entry: string): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string) => {
    if (files.has(file)) return;
    files.add(file);
    const text = readFileSync(file, "utf8");
    // Static imports stand at the start of a line in what the bundler writes.
    for (const [, path = ""] of text.matchAll(
      /^(?:import|export)\b[^"'\n]*["']([^"'\n]+)["'];?$/gm,
    )) {
      if (path.startsWith(".")) visit(resolve(dirname(file), path));
      else packages.add(path);
    }
  };
  visit(join(installed, entry));
  return { files: [...files], packages: [...packages].sort() };
}

/** Entries that run anywhere: no module of Node, no package. */
const ANYWHERE = [".", "./read", "./check", "./linux", "./explain", "./write", "./workers"];

test.each([
  ...ANYWHERE.map((entry) => [entry, 12, []] as const),
  ["./host", 8, ["node:child_process", "node:fs"]] as const,
  ["./sweep", 6, ["node:os"]] as const,
])("%s loads at most %i files, and of packages %j", (entry, most, allowed) => {
  const { files, packages } = loadedBy(manifest().exports[entry].default);
  expect(packages.filter((name) => !(allowed as readonly string[]).includes(name))).toEqual([]);
  expect(files.length).toBeLessThanOrEqual(most);
});

test("one processor is a file of under 16 KB with what it imports, without the other processors", () => {
  const { files, packages } = loadedBy("dist/catalogue/zen-4.js");
  expect(packages).toEqual([]);
  expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(16_384);
  expect(files.map((file) => readFileSync(file, "utf8")).join("")).not.toContain("sapphire");
});

const USER = `
import { standardSize, type Layout, layout } from "xsweep";
import zen4 from "xsweep/catalogue/zen-4";
import linux from "xsweep/rules/linux-5.18-standard";
import { readDump } from "xsweep/read";
import { check, version } from "xsweep/linux";
import { explore } from "xsweep/check";
declare const console: { log(...values: unknown[]): void };
const area: Layout = layout(zen4, 0x2e7n, "standard");
console.log(
  standardSize(zen4, 0x2e7n), linux.walk(zen4, 0x2e7n), area.size,
  typeof readDump, typeof check, typeof explore, version("linux-6.16").id,
);
`;

/** Entries for Node may name its types. */
const NODE_USER = `
import { processor } from "xsweep";
import { sweep } from "xsweep/sweep";
const { rules } = await sweep(processor("zen-4"));
console.log(rules.map(({ rule, max }) => rule + ":" + max?.size).join(" "));
`;

test.each([
  ["without dom types or Node's", USER, "", "2440 2440 2440 function function function linux-6.16"],
  ["with Node's types", NODE_USER, "node", "sdm-standard:2440 sdm-compacted:2480"],
])("a user's program compiles %s, and runs", (_, program, types, says) => {
  const user = join(folder, "user");
  writeFileSync(join(user, "package.json"), '{ "type": "module" }');
  writeFileSync(join(user, "main.ts"), program);
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  for (const module of ["nodenext", "preserve"]) {
    const options = ["--strict", "--target", "es2022", "--lib", "es2022", "--module", module];
    const { stdout, status } = spawnSync(
      process.execPath,
      [compiler, ...options, "--types", types, "--outDir", user, join(user, "main.ts")],
      { cwd: user, encoding: "utf8" },
    );
    expect([status, stdout]).toEqual([0, ""]);
  }
  const said = execFileSync(process.execPath, [join(user, "main.js")], { encoding: "utf8" });
  expect(said.trim()).toBe(says);
});

test("require() works too, where Node has it", () => {
  const script = `const { processor, standardSize } = require("xsweep");
    console.log(standardSize(processor("zen-4"), 0x2e7n))`;
  const said = execFileSync(process.execPath, ["-e", script], {
    cwd: join(folder, "user"),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  expect(said.trim()).toBe("2440");
});

/** Bytes of a page's script that takes these names from "xsweep" and nothing else. */
async function bundled(names: string): Promise<number> {
  const { output } = await build({
    input: "page",
    write: false,
    platform: "browser",
    output: { minify: true },
    plugins: [
      {
        name: "page",
        resolveId: (source) => (source === "page" ? source : undefined),
        load: (id) =>
          id === "page" ? `export { ${names} } from "${installed}/dist/index.js";` : null,
      },
    ],
  });
  return output[0].code.length;
}

test("a bundle takes what it names: no catalogue and no Wasm for a layout", async () => {
  const small = await bundled("layout");
  expect(small).toBeLessThan(20_000);
  expect(await bundled("layout, processor")).toBeGreaterThan(small + 15_000);
});
