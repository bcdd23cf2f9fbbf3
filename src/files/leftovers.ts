/**
 * Temporary names beside an output, and those that dead runs left. A name says who wrote it:
 * FILE.part-PID-PLACE-RANDOM, where PLACE stands for the machine since its start and its room of
 * process numbers: two containers number their processes alike.
 */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { readdir, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";

/** Of a run elsewhere nothing can be asked; one that wrote nothing for a day is taken as dead. */
const SILENT_MS = 24 * 60 * 60 * 1000;
/** A name has at most 255 bytes on the common file systems; ours adds up to 44. */
const NAME_MAX = 200;

let ownPlace: string | undefined;

/** This machine, since it started, and its process numbers. */
function place(): string {
  if (ownPlace !== undefined) return ownPlace;
  let words: string;
  try {
    words = `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8")} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    words = hostname();
  }
  ownPlace = createHash("sha256").update(words).digest("hex").slice(0, 8);
  return ownPlace;
}

const stemOf = (path: string): string =>
  `${Buffer.from(basename(path)).subarray(0, NAME_MAX).toString()}.part-`;

/** A new temporary name in the folder of `path`. */
export const partOf = (path: string): string =>
  join(dirname(path), `${stemOf(path)}${process.pid}-${place()}-${randomBytes(8).toString("hex")}`);

export interface Leftovers {
  /** Names that dead runs left, and that are gone now. */
  readonly removed: readonly string[];
  /** Names that may belong to a run elsewhere. */
  readonly kept: readonly string[];
}

/** Removes what dead runs left beside `path`. */
export async function sweepUp(path: string): Promise<Leftovers> {
  const [removed, kept]: [string[], string[]] = [[], []];
  const folder = dirname(path);
  const stem = stemOf(path);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(stem)) continue;
    const [, pid, where] = /^(\d+)-([0-9a-f]{8})-[0-9a-f]{16}$/.exec(name.slice(stem.length)) ?? [];
    if (pid === undefined || where === undefined) continue;
    const whole = join(folder, name);
    if (where === place() ? runs(Number(pid)) : await wroteLately(whole)) {
      // Of this place and alive: a run at the same time, which needs no word.
      if (where !== place()) kept.push(name);
    } else {
      await rm(whole, { force: true }).then(
        () => removed.push(name),
        () => kept.push(name),
      );
    }
  }
  return { removed, kept };
}

const wroteLately = async (path: string): Promise<boolean> => {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < SILENT_MS;
};

/** Names that this very process is writing: others of its number are of a dead run before it. */
const OWN = new Set<string>();

function runs(pid: number): boolean {
  if (pid === process.pid) return OWN.size > 0;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** `work` while `part` counts as being written. */
export async function writing<T>(part: string, work: () => Promise<T>): Promise<T> {
  OWN.add(part);
  try {
    return await work();
  } finally {
    OWN.delete(part);
  }
}
