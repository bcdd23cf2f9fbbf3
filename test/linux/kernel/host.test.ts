/** What a release takes of a host: rows in the order of releases, and each from its release on. */
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../../src/catalogue/index.ts";
import { managed } from "../../../src/linux/kernel/configuration.ts";
import {
  formatIn,
  MANAGED_SINCE,
  managedIn,
  unmanagedIn,
  XSAVEC_SINCE,
} from "../../../src/linux/kernel/host.ts";
import { NEWEST } from "../../../src/linux/kernel/version.ts";

// biome-ignore format: one release a line
test.each([
  ["5.17", "sapphire-rapids",    0x612e7n],
  ["5.18", "sapphire-rapids",    0x616e7n],
  ["6.5",  "sapphire-rapids",    0x616e7n],
  ["6.6",  "sapphire-rapids",    0x61ee7n],
  ["6.15", "granite-rapids-apx", 0x61ee7n],
  ["6.16", "granite-rapids-apx", 0xe1ee7n],
  ["6.5",  "zen-4",              0x12e7n],
  ["6.6",  "zen-4",              0x1ae7n],
] as const)("Linux %s manages of %s %#x", (release, cpu, mask) => {
  expect(managedIn(processor(cpu), release)).toBe(mask);
});

test("without a release, and in the newest, it is all that some version manages", () => {
  for (const cpu of CATALOGUE) {
    expect(managedIn(cpu, null)).toBe(managed(cpu));
    expect(managedIn(cpu, NEWEST.releases?.until ?? "")).toBe(managed(cpu));
  }
});

test("what is left out is what a release leaves alone, besides what all do", () => {
  const zen = processor("zen-4");
  expect([unmanagedIn(zen, "6.5"), unmanagedIn(zen, null)]).toEqual([0x800n, 0n]);
  const spr = processor("sapphire-rapids");
  expect(unmanagedIn(spr, "5.17") & ~unmanagedIn(spr, null)).toBe(0xc00n);
});

test("a commit is named once", () => {
  const commits = [...MANAGED_SINCE, XSAVEC_SINCE].map(({ commit }) => commit);
  expect(new Set(commits).size).toBe(commits.length);
});

test("the format follows 0DH.1:EAX: XSAVES always, XSAVEC alone from 5.19 on", () => {
  const cpu = processor("zen-4");
  const of = (eax1: number, release: string | null) => formatIn({ ...cpu, eax1 }, release);
  expect([of(0b1111, "5.16"), of(0b0111, "5.18"), of(0b0111, "5.19"), of(0b0001, "6.12")]).toEqual([
    "compacted",
    "standard",
    "compacted",
    "standard",
  ]);
  expect([formatIn(processor("haswell"), null), formatIn(cpu, null)]).toEqual([
    "standard",
    "compacted",
  ]);
});
