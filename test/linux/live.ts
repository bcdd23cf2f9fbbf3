/**
 * What five running kernels printed: test/fixtures/live, kept line by line from a probe under Bochs
 * 3.0. Read here, replayed on the model in observed.test.ts and observed-kvm.test.ts.
 */
import { readFileSync } from "node:fs";
import { processor } from "../../src/catalogue/index.ts";
import { boot, type Configuration } from "../../src/linux/kernel/configuration.ts";
import { versionAt } from "../../src/linux/kernel/release.ts";
import { releaseOf } from "../../src/linux/kernel/release-number.ts";

export const AMX = 18;

/** The releases that ran, and the log that the lines of each are from. */
export const RAN = [
  ["6.12.117", "stock-no-amx-6.12.log"],
  ["6.16.3", "stock-sapphire-rapids-6.16.log"],
  ["6.17.13", "stock-sapphire-rapids-6.17.log"],
  ["6.18.15", "stock-sapphire-rapids-6.18.log"],
  ["7.3.4", "stock-sapphire-rapids-7.3.log"],
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

/** The machine of a log: its processor, the version of its release, the host mask it printed. */
export function configOf(lines: readonly string[], release: string): Configuration {
  const [, mask = ""] = /Enabled xstate features (0x[0-9a-f]+)/.exec(lines.join("\n")) ?? [];
  const { version } = versionAt(releaseOf(release) ?? "");
  return boot(processor("sapphire-rapids"), version, { hostMask: BigInt(mask) });
}
