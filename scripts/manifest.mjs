// The packed manifest has no scripts: what builds a checkout is no business of an install. npm reads
// package.json from the disk once `prepack` has run, and `postpack` puts back what was there.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";

const KEPT = "build/package.json";

if (process.argv[2] === "restore") {
  if (existsSync(KEPT)) renameSync(KEPT, "package.json");
} else {
  const text = readFileSync("package.json", "utf8");
  const { scripts, devDependencies, overrides, knip, ...packed } = JSON.parse(text);
  mkdirSync("build", { recursive: true });
  writeFileSync(KEPT, text);
  writeFileSync("package.json", `${JSON.stringify(packed, null, 2)}\n`);
}
