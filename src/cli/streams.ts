/** stdout and stderr of this process, and what their loss means. */
import { fstatSync, writeSync } from "node:fs";
import { visibleLine } from "../write/text/visible.ts";

let silent = false;

/** Writes a line to stderr. Once that is lost there is silence, and nothing else changes. */
export function complain(line: string): void {
  draw(`${visibleLine(line)}\n`);
}

/** `text` to stderr as it is, with the escapes that redraw a line. */
export function draw(text: string): void {
  if (silent) return;
  try {
    process.stderr.write(text);
  } catch {
    silent = true;
  }
}

/** Whether fd 1 takes bytes at once: a file or a device, no pipe and no terminal. */
function isPlain(): boolean {
  try {
    const stat = fstatSync(1);
    return stat.isFile() || (stat.isCharacterDevice() && process.stdout.isTTY !== true);
  } catch {
    return false;
  }
}

let plain: boolean | undefined;
let onLoss: (error: NodeJS.ErrnoException) => void = () => {};

/** Writes to stdout. What the stream of Node loses of a short write, on a disk nearly full, is told. */
export function put(text: string): void {
  plain ??= isPlain();
  if (!plain) {
    process.stdout.write(text);
    return;
  }
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writtenOf(writeSync(1, bytes, at));
  } catch (error) {
    onLoss(error as NodeJS.ErrnoException);
  }
}

function writtenOf(bytes: number): number {
  if (bytes > 0) return bytes;
  throw Object.assign(new Error("a write of 0"), { code: "ENOSPC" });
}

/** Calls `lost` with the error that ends stdout. An error of stderr silences it. */
export function watchStreams(lost: (error: NodeJS.ErrnoException) => void): void {
  onLoss = lost;
  process.stdout.on("error", lost);
  process.stderr.on("error", () => {
    silent = true;
  });
}
