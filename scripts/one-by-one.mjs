// Entries of one processor or one rule each, so that who needs one does not load all:
// dist/catalogue/zen-4.js exports the processor ZEN_4 by default, and so for each rule.
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const CONSTANT = /^export const ([A-Z0-9_]+)(?:: Rule)? = /gm;
const PREFIX = "one:";

/** Exported constants of `folder` that stand for one thing with an id: [id, name, path]. */
function constantsOf(folder) {
  const files = readdirSync(`src/${folder}`).filter((name) => name.endsWith(".ts"));
  return files.flatMap((file) => {
    const path = resolve("src", folder, file);
    const text = readFileSync(path, "utf8");
    return [...text.matchAll(CONSTANT)].flatMap(({ 1: name, index }) => {
      const said = text.slice(index).match(/\bid: "([^"]+)"/)?.[1];
      const id = said ?? file.replace(/\.ts$/, "");
      return name === constantOf(id) ? [[id, name, path]] : [];
    });
  });
}

/** "linux-5.18-standard" is LINUX_5_18_STANDARD. */
const constantOf = (id) => id.toUpperCase().replaceAll(/[-.]/g, "_");

/** Input and plugin of a bundle with one entry for each. */
export function oneByOne(folder) {
  const constants = new Map(constantsOf(folder).map(([id, ...rest]) => [id, rest]));
  return {
    input: Object.fromEntries([...constants.keys()].map((id) => [id, `${PREFIX}${id}`])),
    plugins: [
      {
        name: "one-by-one",
        resolveId: (source) => (source.startsWith(PREFIX) ? source : undefined),
        load(source) {
          if (!source.startsWith(PREFIX)) return undefined;
          const [name, path] = constants.get(source.slice(PREFIX.length));
          return [
            `import { frozen } from ${JSON.stringify(resolve("src/xsave/frozen.ts"))};`,
            `import { ${name} } from ${JSON.stringify(path)};`,
            `export default frozen(${name});`,
          ].join("\n");
        },
      },
    ],
  };
}
