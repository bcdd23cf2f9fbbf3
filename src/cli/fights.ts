/** Flags that exclude each other: two answers to one question are refused, not chosen from. */
import { availableParallelism } from "node:os";
import type { Flags } from "./flags.ts";

/** Threads beyond which a sweep only becomes slower. */
export const threadsMax = (): number => Math.max(8, 4 * availableParallelism());

/** @throws {RangeError} naming the flags that fight. */
export function checkFlags(flags: Flags): void {
  const { to, tableTo, json, legal, domain, output, threads, force, verify, importTo } = flags;
  if (json && to !== undefined && to !== "json") {
    throw new RangeError(`--json and --to ${to}: one form of output, please`);
  }
  if (json && tableTo !== undefined && tableTo !== "json") {
    throw new RangeError(`--json and --to ${tableTo}: one form of output, please`);
  }
  if (json && importTo !== undefined) {
    throw new RangeError(`--json and --to ${importTo}: one form of output, please`);
  }
  if (legal && domain !== undefined && domain !== "legal") {
    throw new RangeError(`--legal and --domain ${domain}: one domain, please`);
  }
  if (json && output === "-") {
    throw new RangeError("--json and --output -: both are stdout, choose a file for one");
  }
  if (flags.from !== undefined && flags.readAs !== undefined) {
    throw new RangeError("--from is the old name of --read-as: one of them, please");
  }
  if (verify !== undefined && output !== undefined) {
    throw new RangeError("--verify reads a file and --output writes one: choose");
  }
  if (threads !== undefined && threads > threadsMax() && !force) {
    throw new RangeError(
      `-j ${threads}: more than ${threadsMax()} threads only take longer here (--force starts them all the same)`,
    );
  }
}
