/**
 * The collected corpus: ../shared/data beside the checkout, or where XSWEEP_SHARED says. It is not
 * part of the package, so tests over it skip where it is not there; test/global-setup.ts says so.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const SHARED =
  process.env.XSWEEP_SHARED ?? fileURLToPath(new URL("../../shared", import.meta.url));
export const DATA = join(SHARED, "data");
export const HAS_DATA = existsSync(join(DATA, "cpuid.public.jsonl"));

/** The records of a JSON Lines file of the corpus; none where it is not there. */
export function records<T>(name: string): T[] {
  if (!HAS_DATA) return [];
  const lines = readFileSync(join(DATA, name), "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as T);
}

/** [folder/file, bytes] of every original file of the corpus. */
export function rawFiles(): (readonly [string, Uint8Array])[] {
  if (!HAS_DATA) return [];
  const root = join(DATA, "raw");
  return readdirSync(root).flatMap((folder) =>
    readdirSync(join(root, folder)).map(
      (file) => [`${folder}/${file}`, readFileSync(join(root, folder, file))] as const,
    ),
  );
}

export const liveFile = (name: string): Uint8Array => readFileSync(join(DATA, "live", name));
