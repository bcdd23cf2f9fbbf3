/**
 * What five running kernels printed: test/fixtures/live, kept line by line from a probe under Bochs
 * 3.0. Read here, replayed on the model in observed.test.ts and observed-kvm.test.ts.
 */
import { readFileSync } from "node:fs";
import { processor } from "../../src/catalogue/index.ts";
import { boot, type Configuration } from "../../src/linux/kernel/configuration.ts";
import { version } from "../../src/linux/kernel/version.ts";

export const AMX = 18;

/** The releases that ran, the version that holds each, and the log its lines are from. */
export const RAN = [
  ["6.12.117", "linux-5.18", "stock-no-amx-6.12.log"],
  ["6.16.3", "linux-6.16", "stock-sapphire-rapids-6.16.log"],
  ["6.17.13", "linux-6.17", "stock-sapphire-rapids-6.17.log"],
  ["6.18.15", "linux-6.17", "stock-sapphire-rapids-6.18.log"],
  ["7.3.4", "linux-6.17", "stock-sapphire-rapids-7.3.log"],
] as const;

export const linesOf = (release: string): string[] =>
  readFileSync(new URL(`../fixtures/live/${release}.txt`, import.meta.url), "utf8").split("\n");

/** The first line that begins with `head`: its numbers by name, "eax=0x2e7" and "17:-22" alike. */
export function said(lines: readonly string[], head: string): ReadonlyMap<string, number> {
  const line = lines.find((text) => text.startsWith(head));
  if (line === undefined) throw new Error(`no line "${head}"`);
  return new Map(
    [...line.matchAll(/(\w+)[=:](-?(?:0x)?[0-9a-f]+)(?![\w])/g)].map(
      ([, name = "", value = ""]) => [name, Number(value)],
    ),
  );
}

/** Throws with the whole difference, which the runner would cut. */
export function same(where: string, live: unknown, model: unknown): void {
  if (JSON.stringify(live) === JSON.stringify(model)) return;
  throw new Error(`${where}: live ${JSON.stringify(live)}, model ${JSON.stringify(model)}`);
}

export const pick = (from: ReadonlyMap<string, number>, ...names: string[]) =>
  names.map((name) => {
    const value = from.get(name);
    if (value === undefined) throw new Error(`no "${name}" in ${[...from.keys()].join(" ")}`);
    return value;
  });

/** The machine of a log: its processor, its kernel, and the host mask that it printed. */
export function configOf(lines: readonly string[], kernel: string): Configuration {
  const [, mask = ""] = /Enabled xstate features (0x[0-9a-f]+)/.exec(lines.join("\n")) ?? [];
  return boot(processor("sapphire-rapids"), version(kernel), { hostMask: BigInt(mask) });
}
