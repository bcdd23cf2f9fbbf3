#!/usr/bin/env node
// Exists before the build, so that npm can link it and a bare checkout can say what to do.
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  process.stderr.write("xsweep is not built: run `npm ci` (or `npm run build`) in its folder\n");
  process.exitCode = 2;
}
