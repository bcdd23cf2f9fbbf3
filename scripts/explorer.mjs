// Builds the explorer (src/explorer/) as one file, dist/explorer/index.html: script and style stand in
// it, and its policy names them by hash, so that the page runs nothing else and asks nobody.
import { createHash } from "node:crypto";
import { build } from "vite";
import { viteSingleFile } from "vite-plugin-singlefile";

const hashed = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** What the one `tag` of `html` holds, as its hash. */
const inside = (html, tag) =>
  hashed(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(html)[1]);

/** The policy of `html`. Workers are made of its own script; pictures of its own drawings. */
const policy = (html) =>
  [
    "default-src 'none'",
    `script-src ${inside(html, "script")} 'wasm-unsafe-eval'`,
    `style-src ${inside(html, "style")}`,
    "img-src data: blob:",
    "connect-src 'none'",
    "worker-src blob: data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

const withPolicy = {
  name: "policy",
  enforce: "post",
  generateBundle: {
    order: "post",
    handler(_, bundle) {
      for (const file of Object.values(bundle)) {
        if (!file.fileName.endsWith(".html")) continue;
        const html = file.source.replaceAll(' crossorigin=""', "").replaceAll(" crossorigin", "");
        const meta = `<meta http-equiv="Content-Security-Policy" content="${policy(html)}">`;
        file.source = html.replace(
          '<meta charset="utf-8" />',
          `<meta charset="utf-8" />\n    ${meta}`,
        );
      }
    },
  },
};

await build({
  root: "src/explorer",
  configFile: false,
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  plugins: [viteSingleFile(), withPolicy],
  build: {
    outDir: "../../dist/explorer",
    emptyOutDir: true,
    target: "es2023",
    modulePreload: false,
    // A worker of a blob is a classic one: a module would have to be asked for.
    rolldownOptions: { output: { format: "iife" } },
    reportCompressedSize: false,
  },
});
