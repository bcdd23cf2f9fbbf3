/** `xsweep explore`: the explorer, as a file to open or served on loopback. */
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { hashOf } from "../explorer/hash.ts";
import { type ExplorerState, startState } from "../explorer/state.ts";
import { writeOutput } from "../files/output.ts";
import { exploreJson } from "../write/json/explore.ts";
import { described } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { explorerPage, policyOf } from "./explorer-page.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { NO_ANSWERS, reportDocument } from "./report-document.ts";
import { filesRead, processorsOf } from "./report-files.ts";
import { maskOf } from "./resolve.ts";

export const exploreCommand: Command = {
  name: "explore",
  summary: "the explorer: a page that shows a layout, judges a dump, finds a size; works offline",
  operands: [
    ["[MASK|FILE]", "with --cpu the mask to show, else a dump, log or core file to judge"],
  ],
  flags: ["cpu", "serve"],
  examples: [
    "xsweep explore",
    "xsweep explore --cpu sapphire-rapids 0x602e7",
    "xsweep explore dmesg.txt",
    "xsweep explore --cpu zen-4 --serve",
  ],
  async run({ operands: [operand], flags, io }) {
    const { html, hash } = await pageOf(operand, flags, io);
    const say = (address: string) =>
      io.print(flags.json ? JSON.stringify(exploreJson(address)) : address);
    if (flags.serve) await serve(html, io, (origin) => say(`${origin}/${hash}`));
    else say(`${pathToFileURL(await temporary(html))}${hash}`);
    return 0;
  },
};

/** The page, and the fragment that it is opened with. */
async function pageOf(operand: string | undefined, flags: Flags, io: Io) {
  if (flags.cpu !== undefined) {
    const cpu = await cpuOf(flags, io);
    const state = startState(cpu);
    const mask = operand === undefined ? state.mask : maskOf("MASK", operand, cpu);
    return { html: explorerPage(null), hash: hashOf({ ...state, mask: mask & described(cpu) }) };
  }
  if (operand === undefined) return { html: explorerPage(null), hash: "" };
  const files = await filesRead([operand], flags, io);
  const [first] = files;
  if (first && "why" in first) throw new RangeError(`${first.name}: ${first.why}`);
  const state: ExplorerState = { ...startState(processorsOf(files)[0]), view: "report" };
  return { html: explorerPage(reportDocument(state, files, NO_ANSWERS)), hash: hashOf(state) };
}

/**
 * Where the page lies until the next one takes its place: one file per user, which others cannot read.
 *
 * @throws {RangeError} where the folder is another's.
 */
async function temporary(html: string): Promise<string> {
  const { uid } = userInfo();
  const folder = join(tmpdir(), `xsweep-${uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || (uid >= 0 && found.uid !== uid)) {
    throw new RangeError(`${folder} is no folder of yours: set TMPDIR to one that is`);
  }
  chmodSync(folder, 0o700);
  const path = join(folder, "explorer.html");
  await writeOutput(path, (sink) => sink.append(new TextEncoder().encode(html)));
  return path;
}

/** Serves `html` on a free port of loopback until the run is ended. */
async function serve(html: string, io: Io, ready: (origin: string) => void): Promise<void> {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": policyOf(html),
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  };
  const server = createServer(({ method, url = "/" }, response) => {
    const asked = method === "GET" || method === "HEAD";
    if (!asked || url.replace(/\?.*/, "") !== "/") {
      response.writeHead(asked ? 404 : 405, { "content-type": "text/plain" }).end("only /\n");
    } else response.writeHead(200, headers).end(method === "HEAD" ? undefined : html);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") return reject(new Error("no port"));
      io.note("xsweep: on loopback until Ctrl-C");
      ready(`http://127.0.0.1:${address.port}`);
      io.signal.addEventListener(
        "abort",
        () => {
          server.close(() => resolve());
          server.closeAllConnections();
        },
        { once: true },
      );
    });
  });
}
