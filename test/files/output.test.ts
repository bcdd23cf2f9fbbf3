import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileSink, type Moment, writeOutput } from "../../src/files/output.ts";

const ROOT = mkdtempSync(join(tmpdir(), "xsweep-files-"));
let folders = 0;
const folder = (): string => {
  const path = join(ROOT, `${folders++}`);
  mkdirSync(path);
  return path;
};
const NEW = new TextEncoder().encode("new, and whole");
const put = (path: string, options = {}) => writeOutput(path, ({ append }) => append(NEW), options);

/** Whether a private node or mount could be made; says so where not. */
function made(command: string, ...args: string[]): boolean {
  const { status } = spawnSync(command, args, { stdio: "ignore" });
  if (status !== 0) process.stderr.write(`skipped: ${command} is not permitted here\n`);
  return status === 0;
}

test("a new file, an old file with its mode: whole, and nothing beside it", async () => {
  const at = folder();
  const path = join(at, "file");
  await put(path);
  expect(readFileSync(path, "utf8")).toBe("new, and whole");
  writeFileSync(path, "old");
  chmodSync(path, 0o600);
  await put(path);
  expect(readFileSync(path, "utf8")).toBe("new, and whole");
  expect(statSync(path).mode & 0o7777).toBe(0o600);
  expect(readdirSync(at)).toEqual(["file"]);
});

test("the owner is kept where that is permitted", async () => {
  const path = join(folder(), "file");
  writeFileSync(path, "old");
  if (!made("chown", "12345:23456", path)) return;
  await put(path);
  const { uid, gid } = statSync(path);
  expect([uid, gid]).toEqual([12345, 23456]);
});

test.each(["there", "not yet there"])("a symlink is followed to what is %s", async (word) => {
  const at = folder();
  const [file, link, chain] = ["file", "link", "chain"].map((name) => join(at, name)) as [
    string,
    string,
    string,
  ];
  if (word === "there") writeFileSync(file, "old");
  symlinkSync("file", link);
  symlinkSync(link, chain);
  await put(chain);
  expect([readlinkSync(link), readFileSync(file, "utf8")]).toEqual(["file", "new, and whole"]);
  expect(readdirSync(at).sort()).toEqual(["chain", "file", "link"]);
});

test("a file of two names is refused, both as they were", async () => {
  const at = folder();
  writeFileSync(join(at, "a"), "old");
  linkSync(join(at, "a"), join(at, "b"));
  await expect(put(join(at, "a"))).rejects.toThrow(/2 names \(hard links\)/);
  expect(readFileSync(join(at, "b"), "utf8")).toBe("old");
});

test("the input is refused, by whatever name it is given", async () => {
  const at = folder();
  writeFileSync(join(at, "in"), "old");
  symlinkSync("in", join(at, "other"));
  await expect(put(join(at, "other"), { reading: [join(at, "in")] })).rejects.toThrow(/the input/);
  expect(readFileSync(join(at, "in"), "utf8")).toBe("old");
});

test("a device stays a device: written into, and its error is told", async () => {
  const at = folder();
  const [none, full] = [join(at, "null"), join(at, "full")];
  if (!made("mknod", none, "c", "1", "3") || !made("mknod", full, "c", "1", "7")) return;
  await put(none);
  await expect(put(full)).rejects.toMatchObject({ code: "ENOSPC" });
  expect([none, full].map((path) => statSync(path).isCharacterDevice())).toEqual([true, true]);
  expect(readdirSync(at)).toEqual(["full", "null"]);
});

test("a FIFO stays one: its reader gets every byte, however slowly it reads", async () => {
  const path = join(folder(), "fifo");
  execFileSync("mkfifo", [path]);
  const reader = spawn("sh", ["-c", `sleep 0.2; exec wc -c < ${path}`]);
  let out = "";
  reader.stdout.on("data", (chunk) => (out += chunk));
  const closed = new Promise((resolve) => reader.on("close", resolve));
  await writeOutput(path, ({ append }) => append(new Uint8Array(300_000)));
  await closed;
  expect([Number(out), statSync(path).isFIFO()]).toEqual([300_000, true]);
});

test("a FIFO that nobody reads is waited for only until the signal", async () => {
  const path = join(folder(), "fifo");
  execFileSync("mkfifo", [path]);
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 50);
  await expect(put(path, { signal: stop.signal })).rejects.toThrow("enough");
});

test("a full disk: the old file stays, nothing is left", async () => {
  const at = folder();
  if (!made("mount", "-t", "tmpfs", "-o", "size=64k", "none", at)) return;
  try {
    const path = join(at, "file");
    writeFileSync(path, "old");
    const large = writeOutput(path, ({ append }) => append(new Uint8Array(200_000)));
    await expect(large).rejects.toMatchObject({ code: "ENOSPC" });
    expect([readdirSync(at), readFileSync(path, "utf8")]).toEqual([["file"], "old"]);
  } finally {
    execFileSync("umount", [at]);
  }
});

const MOMENTS: readonly Moment[] = ["opened", "written", "synced", "renamed"];

test.each(MOMENTS)(
  "an error once it is %s: old or new, whole, and nothing left",
  async (moment) => {
    const at = folder();
    const path = join(at, "file");
    writeFileSync(path, "old");
    const stop = (now: Moment) => {
      if (now === moment) throw new Error("stopped");
    };
    await expect(put(path, { at: stop })).rejects.toThrow("stopped");
    expect(readFileSync(path, "utf8")).toBe(moment === "renamed" ? "new, and whole" : "old");
    expect(readdirSync(at)).toEqual(["file"]);
  },
);

const BUILT = new URL("../../build/apart/output.js", import.meta.url).href;

test.each(MOMENTS)("killed once it is %s: old or new, and the next run cleans", async (moment) => {
  const path = join(folder(), "file");
  writeFileSync(path, "old");
  const script = `
    import { writeOutput } from ${JSON.stringify(BUILT)};
    const at = (now) => now === "${moment}" && process.kill(process.pid, "SIGKILL");
    await writeOutput(${JSON.stringify(path)}, ({ append }) => append(Buffer.from("new, and whole")), { at });`;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(signal).toBe("SIGKILL");
  expect(readFileSync(path, "utf8")).toBe(moment === "renamed" ? "new, and whole" : "old");
  const left = readdirSync(join(path, "..")).filter((name) => name !== "file");
  expect(left.length).toBe(moment === "renamed" ? 0 : 1);
  const notes: string[] = [];
  await put(path, { note: (text: string) => notes.push(text) });
  expect(notes).toEqual(left.map((name) => `removed ${name}, which a run that died has left`));
  expect(readdirSync(join(path, ".."))).toEqual(["file"]);
});

test("of a run elsewhere the file is left alone for a day", async () => {
  const at = folder();
  const path = join(at, "file");
  const other = `${path}.part-1-00000000-0123456789abcdef`;
  writeFileSync(other, "half");
  const notes: string[] = [];
  await put(path, { note: (text: string) => notes.push(text) });
  expect([notes.length, existsSync(other)]).toEqual([1, true]);
  const longAgo = Date.now() / 1000 - 100_000;
  utimesSync(other, longAgo, longAgo);
  await put(path);
  expect(readdirSync(at)).toEqual(["file"]);
});

test("names that only look like ours stay", async () => {
  const at = folder();
  writeFileSync(join(at, "file.part-7"), "mine");
  await put(join(at, "file"));
  expect(readdirSync(at)).toEqual(["file", "file.part-7"]);
});

test("twenty writers of one file at once: one of them wins, whole", async () => {
  const at = folder();
  const path = join(at, "file");
  await Promise.all(
    Array.from({ length: 20 }, (_, i) =>
      writeOutput(path, async ({ append }) => {
        for (let n = 0; n < 8; n++) await append(new Uint8Array(1000).fill(i));
      }),
    ),
  );
  const bytes = readFileSync(path);
  expect([bytes.length, new Set(bytes).size, readdirSync(at)]).toEqual([8000, 1, ["file"]]);
});

test("a write of 0 bytes is an error, a short one is not", async () => {
  const counts = [1, 3, 0];
  const taken: number[] = [];
  const write = (async (_: Uint8Array, at: number) => {
    taken.push(at);
    return { bytesWritten: counts.shift() ?? 0 };
  }) as never;
  await expect(fileSink({ write }, true).append(new Uint8Array(9))).rejects.toThrow(/write of 0/);
  expect(taken).toEqual([0, 1, 4]);
});
