// Bundles what the package consists of: one file per entry of the library, the command, and what
// threads are started with. Everything that "xsweep" itself reaches is one chunk, so that an import
// of it opens two files. The declarations are the compiler's (scripts/declarations.mjs).
import { readFileSync, rmSync } from "node:fs";
import { build } from "rolldown";
import { oneByOne } from "./one-by-one.mjs";

const { exports, dependencies, peerDependencies } = JSON.parse(
  readFileSync("package.json", "utf8"),
);

/** dist/read/index.js is made of src/read/index.ts, for every entry that the package names. */
const entries = Object.values(exports)
  .map(({ default: file }) => file?.match(/^\.\/dist\/(.*index)\.js$/)?.[1])
  .filter(Boolean);
/** The command, and the modules that `builtModule` (src/threads/built.ts) is asked for. */
const PROGRAMS = ["cli/main", "cli/read-worker", "sweep/work", "linux/survey/worker"];
/** Modules that the build or a test starts by themselves, in a thread or a process of its own. */
const APART = { manual: "cli", program: "cli", output: "files", worker: "threads" };

const sources = (names) => Object.fromEntries(names.map((name) => [name, `src/${name}.ts`]));

const apart = Object.fromEntries(
  Object.entries(APART).map(([name, wing]) => [name, `src/${wing}/${name}.ts`]),
);

const common = {
  platform: "neutral",
  external: [/^node:/, ...Object.keys({ ...dependencies, ...peerDependencies })],
};
/** Chunks lie two folders deep, as sources and entries do: see src/threads/built.ts. */
const into = (dir, more = {}) => ({ dir, chunkFileNames: "chunks/[name].js", ...more });

for (const dir of ["dist", "build/apart"]) rmSync(dir, { recursive: true, force: true });
await build([
  {
    ...common,
    input: { ...sources([...entries, ...PROGRAMS]), "bench/index": "bench/index.mjs" },
    output: into("dist", {
      sourcemap: true,
      // Names and lines for a stack; the sources themselves would be half of the package.
      sourcemapExcludeSources: true,
      codeSplitting: { groups: [{ name: "library", test: /src\/index\.ts$/ }] },
    }),
  },
  { ...common, ...oneByOne("catalogue"), output: into("dist/catalogue") },
  {
    ...common,
    ...oneByOne("rules"),
    // What rules share is one small file, not one per module.
    output: into("dist/rules", {
      codeSplitting: { groups: [{ name: "shared", test: /src\/(xsave|algebra)\/|linux-masks/ }] },
    }),
  },
  {
    ...common,
    input: apart,
    output: into("build/apart", { chunkFileNames: "chunk-[name].js", sourcemap: true }),
  },
]);
