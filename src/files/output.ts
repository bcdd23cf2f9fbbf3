/**
 * The one place that writes files. A regular file is replaced whole or not at all: a temporary name
 * in the same folder, the bytes brought to the disk, then one rename, and the folder brought to the
 * disk too. What is no regular file is written straight into; `-` is stdout.
 */
import { constants } from "node:fs";
import { type FileHandle, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { partOf, sweepUp, writing } from "./leftovers.ts";
import { type Target, targetOf } from "./target.ts";

/** Where the bytes of an output go. */
export interface Sink {
  /** Whether bytes at the beginning can be written once more. */
  readonly seekable: boolean;
  append(bytes: Uint8Array): Promise<void>;
  /** `bytes` over the beginning. @throws {Error} where that cannot be. */
  overwrite(bytes: Uint8Array): Promise<void>;
}

/** The moments at which a test may stop a run. */
export type Moment = "opened" | "written" | "synced" | "renamed";

export interface OutputOptions {
  /** Paths that are read as input, which an output never replaces. */
  readonly reading?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Told about what dead runs left. */
  readonly note?: ((text: string) => void) | undefined;
  readonly at?: ((moment: Moment) => void | Promise<void>) | undefined;
}

/** How long to wait for the reader of a FIFO before looking again. */
const POLL_MS = 20;

/**
 * Runs `work` on the output at `path`.
 *
 * @throws {RangeError} where something must not be replaced. @throws {Error} of the file system or
 *   of `work`, with the old file as it was and nothing left behind.
 */
export async function writeOutput(
  path: string,
  work: (sink: Sink) => Promise<void>,
  options: OutputOptions = {},
): Promise<void> {
  if (path === "-") return work(streamSink(process.stdout));
  const target = await targetOf(path, options.reading);
  if (target.kind === "straight") return writeInto(target, work, options);
  const { removed, kept } = await sweepUp(target.path);
  for (const name of removed) options.note?.(`removed ${name}, which a run that died has left`);
  for (const name of kept) options.note?.(`${name} may be of a run elsewhere: it is left alone`);
  const part = partOf(target.path);
  await writing(part, () => replace(target, part, work, options));
}

async function replace(
  { path, before }: Target & { kind: "whole" },
  part: string,
  work: (sink: Sink) => Promise<void>,
  { at = () => {} }: OutputOptions,
): Promise<void> {
  let file: FileHandle | undefined;
  try {
    // Exclusively: a name that exists is another's, and no link is followed.
    file = await open(part, "wx", before ? 0o600 : 0o666);
    await at("opened");
    await work(fileSink(file, true));
    if (before) await keepOwner(file, before);
    await at("written");
    await file.sync();
    await file.close();
    file = undefined;
    await at("synced");
    await rename(part, path);
  } catch (error) {
    await file?.close().catch(() => {});
    await rm(part, { force: true }).catch(() => {});
    throw error;
  }
  await at("renamed");
  await syncFolder(dirname(path));
}

/** Mode and owner of the file before, as far as this user may give them. */
async function keepOwner(
  file: FileHandle,
  { uid, gid, mode }: { uid: number; gid: number; mode: number },
): Promise<void> {
  const kept = await file.chown(uid, gid).then(
    () => true,
    () => false,
  );
  // Bits that act for an owner are not given to another.
  await file.chmod(mode & (kept ? 0o7777 : 0o777));
}

/** So that the new name outlives a loss of power. Some file systems cannot, and say so. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => {});
  await folder?.close();
}

async function writeInto(
  { path, fifo }: Target & { kind: "straight" },
  work: (sink: Sink) => Promise<void>,
  { signal }: OutputOptions,
): Promise<void> {
  const file = fifo ? await openFifo(path, signal) : await open(path, constants.O_WRONLY);
  try {
    await work(fileSink(file, false, signal));
  } finally {
    await file.close();
  }
}

/** A FIFO, once somebody reads it: the call that waits could not be interrupted. */
async function openFifo(path: string, signal: AbortSignal | undefined): Promise<FileHandle> {
  for (;;) {
    signal?.throwIfAborted();
    try {
      return await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENXIO") throw error;
    }
    await pause();
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, POLL_MS));

type Writer = Pick<FileHandle, "write">;

/** The sink of an open file. */
export function fileSink(file: Writer, seekable: boolean, signal?: AbortSignal): Sink {
  return {
    seekable,
    append: (bytes) => writeAll(file, bytes, null, signal),
    overwrite: async (bytes) => {
      if (!seekable) throw new Error("what was written cannot be written again");
      await writeAll(file, bytes, 0, signal);
    },
  };
}

/** A write may take less than it is given; one that takes nothing would be asked for ever. */
async function writeAll(
  file: Writer,
  bytes: Uint8Array,
  place: number | null,
  signal: AbortSignal | undefined,
): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    signal?.throwIfAborted();
    let bytesWritten: number;
    try {
      const where = place === null ? null : place + at;
      ({ bytesWritten } = await file.write(bytes, at, bytes.length - at, where));
    } catch (error) {
      // A FIFO that is full.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      await pause();
      continue;
    }
    if (bytesWritten === 0) throw new RangeError("it takes no more bytes (a write of 0)");
    at += bytesWritten;
  }
}

/** Bytes to a stream, no faster than it takes them. */
function streamSink(stream: NodeJS.WritableStream): Sink {
  return {
    seekable: false,
    append: (bytes) =>
      new Promise((resolve, reject) => {
        // A copy: the caller fills its window again while the stream still holds it.
        stream.write(Uint8Array.from(bytes), (error) => (error ? reject(error) : resolve()));
      }),
    overwrite: () => Promise.reject(new Error("what was written cannot be written again")),
  };
}
