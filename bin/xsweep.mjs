#!/usr/bin/env node
// Exists before the build, so that npm can link it and a bare checkout can say what to do.
import { existsSync } from "node:fs";

const main = new URL("../dist/cli/main.js", import.meta.url);
if (existsSync(main)) {
  await import(main.href);
} else {
  // npm builds what it fetches from git, unless it was told to run no scripts.
  process.stderr.write(
    "xsweep is not built: in a checkout run `npm ci`; where npm fetched it from git without scripts,\n" +
      "fetch it again with them: npm install --ignore-scripts=false git+URL\n",
  );
  process.exitCode = 2;
}
