/** What stands at the path of an output: nothing yet, a file to replace, or something to write into. */
import { constants, fstatSync, type Stats } from "node:fs";
import { access, lstat, readlink, realpath, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";

export type Target =
  /** A regular file at its true path, links followed; `before` is what it replaces. */
  | { readonly kind: "whole"; readonly path: string; readonly before: Stats | null }
  /** A device, FIFO or the like, which is never replaced. */
  | { readonly kind: "straight"; readonly path: string; readonly fifo: boolean };

/** Links in a chain, as the kernel counts them (path_resolution(7)). */
const LINKS_MAX = 40;

/**
 * The target at `path`.
 *
 * @throws {RangeError} where it is one of the files of `reading`, one of the process's own streams,
 *   a file of several names, or a folder. Whatever the file system says.
 */
export async function targetOf(path: string, reading: readonly string[] = []): Promise<Target> {
  const before = await statOf(path);
  if (!before) return { kind: "whole", path: await truePath(path), before: null };
  if (before.isDirectory()) throw new RangeError("a folder, not a file");
  if (!before.isFile()) return { kind: "straight", path, fifo: before.isFIFO() };
  for (const other of reading) {
    const read = await statOf(other).catch(() => null);
    if (read && same(read, before)) {
      throw new RangeError(`it is the input ${other} as well: choose another name`);
    }
  }
  for (const [fd, name] of ["stdin", "stdout", "stderr"].entries()) {
    const own = ofStream(fd);
    if (own && same(own, before)) {
      throw new RangeError(`it is the file behind ${name}: choose another name, or - for stdout`);
    }
  }
  if (before.nlink > 1) {
    throw new RangeError(
      `the file has ${before.nlink} names (hard links), and replacing it would part them: choose another name`,
    );
  }
  await access(path, constants.W_OK);
  return { kind: "whole", path: await realpath(path), before };
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Where a file that does not exist yet will be: at the end of the links that lead there. */
async function truePath(path: string, links = 0): Promise<string> {
  const link = await lstat(path).catch(() => null);
  if (link?.isSymbolicLink() && links < LINKS_MAX) {
    return truePath(resolve(dirname(path), await readlink(path)), links + 1);
  }
  const folder = await realpath(dirname(path)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
    throw new RangeError(`no such folder: ${dirname(path)}`);
  });
  return join(folder, basename(path));
}

/** The same file: some file systems give 0 for every inode, and then nothing is known. */
const same = (a: Stats, b: Stats): boolean => a.ino !== 0 && a.ino === b.ino && a.dev === b.dev;

function ofStream(fd: number): Stats | null {
  try {
    const own = fstatSync(fd);
    return own.isFile() ? own : null;
  } catch {
    // Closed.
    return null;
  }
}
