import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { check } from "../../src/linux/check.ts";
import { managed } from "../../src/linux/kernel/configuration.ts";
import { version } from "../../src/linux/kernel/version.ts";
import { bit, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { fromTable, type Letter } from "./table.ts";

/**
 * Some thousand searches, each twice. With strides of 1, 5, 7 and 13 they agreed as well: 9,828
 * searches in a minute.
 */

const LETTERS: readonly (readonly [Letter, string])[] = [
  ["a0", "linux-5.16"],
  ["a1", "linux-5.18"],
  ["b", "linux-6.16"],
  ["c", "mail-v6"],
  ["cb", "mail-v6-preserve"],
  ["d", "linux-6.17"],
  ["e", "kvm-sizes-at-cpuid"],
];

// biome-ignore format: one question per line
test.each([
  // every n-th host mask, what is dynamic, and how many searches that makes
  ["sapphire-rapids", 17, [18],     7 * 61],
  ["sapphire-rapids", 61, [6, 7],   7 * 17],
  ["sapphire-rapids", 97, [9, 18],  7 * 11],
  ["zen-4",            3, [9],      7 * 43],
  ["skylake-sp",       5, [3],      7 * 26],
] as const)("%s, one host mask in %i, %j dynamic: states, transitions and steps are those of the table", (id, stride, dynamic, searches) => {
  const cpu = processor(id);
  const universe = managed(cpu) & ~3n;
  const mask = dynamic.reduce((sum, n) => sum | bit(n), 0n);
  let done = 0;
  for (let i = 0; i < 2 ** popcount(universe); i += stride) {
    const hostMask = subsetAt(universe, BigInt(i)) | 3n;
    for (const [letter, kernel] of LETTERS) {
      done++;
      const { states, transitions, properties } = check(cpu, version(kernel), { hostMask, dynamic: mask });
      const broken = properties.filter(({ holds }) => !holds).map(({ id, steps }) => [id, steps]);
      const mine = JSON.stringify([states, transitions, broken]);
      const { found, ...table } = fromTable(cpu, letter, Number(hostMask), Number(mask));
      const order = properties.map((property) => property.id).filter((name) => name in found);
      const theirs = JSON.stringify([table.states, table.transitions, order.map((name) => [name, found[name]])]);
      if (mine !== theirs) throw new Error(`${kernel} on 0x${hostMask.toString(16)}:\n  model ${mine}\n  table ${theirs}`);
    }
  }
  expect(done).toBe(searches);
});
