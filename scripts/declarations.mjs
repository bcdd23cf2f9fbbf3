// Bundles the compiler's declarations (build/types) beside the entries, as scripts/bundle.mjs does
// the code: what an entry reaches, in few files, and nothing of the command.
import { readFileSync } from "node:fs";
import { build } from "rolldown";
import { dts } from "rolldown-plugin-dts";

const { exports } = JSON.parse(readFileSync("package.json", "utf8"));

/** One for all the entries of one processor, and one for those of one rule. */
const ONE = {
  "catalogue/one": ["Processor", "xsave/processor"],
  "rules/one": ["Rule", "rules/rule"],
};

const inputs = Object.values(exports)
  .map(({ types }) => types?.match(/^\.\/dist\/(.*)\.d\.ts$/)?.[1])
  .filter(Boolean)
  .map((name) => [name, name in ONE ? `${name}.d.ts` : `build/types/${name}.d.ts`]);

/** The declaration of a default export, for the entries that have no source of their own. */
const oneOf = {
  name: "one-of",
  resolveId: (source) => (source.endsWith("/one.d.ts") ? `${process.cwd()}/${source}` : undefined),
  load(id) {
    const name = Object.keys(ONE).find((name) => id.endsWith(`/${name}.d.ts`));
    if (!name) return undefined;
    const [type, from] = ONE[name];
    const path = JSON.stringify(`${process.cwd()}/build/types/${from}.d.ts`);
    return `import type { ${type} } from ${path};\ndeclare const one: ${type};\nexport default one;\n`;
  },
};

await build({
  input: Object.fromEntries(inputs),
  plugins: [oneOf, dts({ dtsInput: true })],
  external: [/^node:/],
  output: { dir: "dist", chunkFileNames: "chunks/[name].d.ts" },
});
