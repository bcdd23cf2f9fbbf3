// The declarations that an entry of the package reaches, out of build/types into dist/. The rest
// (the command, what only tests see) is nobody's to import.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
const reached = new Set();

function reach(file) {
  if (reached.has(file)) return;
  reached.add(file);
  const text = readFileSync(join("build/types", file), "utf8");
  for (const [, path] of text.matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)) {
    reach(normalize(join(dirname(file), path.replace(/\.[jt]s$/, ".d.ts"))));
  }
}

for (const { types } of Object.values(exports)) {
  const entry = types?.match(/^\.\/dist\/(.*index\.d\.ts)$/)?.[1];
  if (entry) reach(entry);
}
for (const file of reached) {
  mkdirSync(dirname(join("dist", file)), { recursive: true });
  copyFileSync(join("build/types", file), join("dist", file));
}

// One for all the entries of one processor, and one for those of one rule.
const declare = (file, name, type, from) =>
  writeFileSync(
    file,
    `import type { ${type} } from "${from}";\ndeclare const ${name}: ${type};\nexport default ${name};\n`,
  );
declare("dist/catalogue/one.d.ts", "processor", "Processor", "../xsave/processor.js");
declare("dist/rules/one.d.ts", "rule", "Rule", "./rule.js");
