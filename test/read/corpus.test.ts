/** Every record and every original file of the corpus: read, and judged as its own check says. */
import { expect, test } from "vitest";
import { explain } from "../../src/explain/index.ts";
import { readDump } from "../../src/read/index.ts";
import type { Reading } from "../../src/read/reading.ts";
import { bitsOf } from "../../src/xsave/mask.ts";
import { HAS_DATA, liveFile, rawFiles, records } from "../shared.ts";
import { bootLogText, cpuidRText, type LeafRows } from "./texts.ts";

interface CpuidRecord {
  readonly id: string;
  readonly complete?: boolean;
  readonly artefact?: string;
  readonly leaves: LeafRows;
  readonly ident: LeafRows;
  readonly check: {
    readonly issues: readonly (readonly [string, string])[];
    readonly xcr0: string;
    readonly xss: string;
    readonly comp_match?: { readonly xcr0: string; readonly xss: string; readonly n: number };
  };
}

/** Totals that do not fit, by record: what the issue names must be what explain names. */
const MISMATCHES: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  "amd-25-01-1.1": [
    ["0DH.0.ECX", "eax-only-masked"],
    ["0DH.1.EBX", "xsavec-hidden"],
  ],
  "intel-6-4e-3.3": [["0DH.0.ECX", "host-total-passed-through"]],
  "intel-6-55-4.1": [["0DH.1.EBX", "other-xcr0"]],
  "intel-x-00-x.6": [["0DH.1.EBX", "xsavec-hidden"]],
  "intel-x-00-x.7": [["0DH.1.EBX", "alignment-ignored"]],
};

const CPUID = records<CpuidRecord>("cpuid.public.jsonl").filter((r) => !("-1" in r.leaves));

/** The sub-leaves that a record lacks: below it is `cpuid -r`, which lists every one that there is. */
function announced({ leaves }: CpuidRecord): (readonly [string, string])[] {
  const wide = (low = 0, high = 0) => (BigInt(high) << 32n) | BigInt(low);
  const [zero, one] = [leaves["0"], leaves["1"]];
  const bits = bitsOf((wide(zero?.[0], zero?.[3]) | wide(one?.[2], one?.[3])) & ~3n);
  const there = (n: number) => leaves[`${n}`]?.[0] !== undefined && leaves[`${n}`]?.[0] !== 0;
  // An excerpt without any row of a component is no table; a row of zeros is one that is there.
  const lacks = (n: number) => !there(n) && (bits.some(there) || leaves[`${n}`] !== undefined);
  return bits.filter(lacks).map((n) => [`0DH.${n}`, "announced-subleaf-missing"]);
}

const only = (text: string | Uint8Array, from?: string): Reading => {
  const { readings } = readDump(text, from ? { from } : {});
  expect(readings).toHaveLength(1);
  return readings[0] as Reading;
};

test.skipIf(!HAS_DATA)("every record reproduces its totals, or is named in the list", () => {
  let sets = 0;
  for (const record of CPUID) {
    const reading = only(cpuidRText([record.leaves], record.ident));
    const checks = explain(reading);
    const wrong = checks
      .filter(({ ok }) => ok === false)
      .map(({ what, cause }) => [what, cause] as const);
    const expected = [
      ...(MISMATCHES[record.id] ?? []),
      ...(reading.lists ? announced(record) : []),
    ];
    expect([record.id, ...wrong]).toEqual([record.id, ...expected]);
    if (record.complete && record.artefact === undefined) {
      expect([record.id, reading.missing]).toEqual([record.id, 0n]);
      expect(reading.processor.xcr0, record.id).toBe(BigInt(record.check.xcr0));
      expect(reading.processor.xss, record.id).toBe(BigInt(record.check.xss));
      const match = record.check.comp_match;
      const found = checks.find(({ what }) => what === "0DH.1.EBX");
      if (match) {
        sets++;
        expect([record.id, found?.explainedBy.length]).toEqual([record.id, match.n]);
        const mask = BigInt(match.xcr0) | BigInt(match.xss);
        expect(found?.explainedBy, record.id).toContain(`0x${mask.toString(16)}`);
      }
    } else if (reading.missing !== 0n || record.artefact) {
      expect(reading.warnings.length, record.id).toBeGreaterThan(0);
    }
  }
  expect(CPUID.length).toBe(82);
  expect(sets).toBeGreaterThan(30);
});

interface LogRecord {
  readonly id: string;
  readonly kind: "linux" | "xen";
  readonly dialect: string;
  readonly features_mask: string;
  readonly format?: "standard" | "compacted";
  readonly context_size: number;
  readonly uncompressed?: number;
  readonly offsets?: Readonly<Record<string, number>>;
  readonly sizes?: Readonly<Record<string, number>>;
  readonly names?: Readonly<Record<string, string>>;
  readonly check: { readonly incomplete?: boolean };
}

test.skipIf(!HAS_DATA)("every boot log's context size and offsets are predicted", () => {
  const logs = records<LogRecord>("dmesg.public.jsonl");
  for (const log of logs) {
    const reading = only(bootLogText(log));
    const checks = explain(reading);
    expect([log.id, ...checks.filter(({ ok }) => ok !== true)]).toEqual([log.id]);
    const context = checks.find(({ what }) => what === "context size");
    expect([log.id, context?.computed]).toEqual([log.id, log.context_size]);
    expect(reading.log?.features, log.id).toBe(BigInt(log.features_mask));
    const rows = Object.values(log.sizes ?? {}).filter((size) => size > 0).length;
    expect([log.id, checks.length]).toEqual([log.id, rows + (log.uncompressed ? 2 : 1)]);
    const names = reading.warnings.map(({ name }) => name);
    if (log.check.incomplete) expect(names, log.id).toContain("elided-rows");
  }
  expect(logs.length).toBe(70);
});

/** Why an original file cannot be read; all others are. */
const REFUSED: Readonly<Record<string, RegExp>> = {
  "libcpuid-raw/intel-celeron-cpu-420.test": /no leaf 0DH: leaf 0 gives 0xa as the highest/,
};

test.skipIf(!HAS_DATA)("every original file is read, or refused for its reason", () => {
  const counts = new Map<string, number[]>();
  for (const [name, bytes] of rawFiles()) {
    const [folder = ""] = name.split("/");
    const row = counts.get(folder) ?? [0, 0, 0, 0];
    counts.set(folder, row);
    if (REFUSED[name]) {
      expect(() => readDump(bytes), name).toThrow(REFUSED[name]);
      row[3] = (row[3] ?? 0) + 1;
      continue;
    }
    const { format, readings } = readDump(bytes);
    expect(folder === "aida64-libcpuid" ? "aida64" : folder, name).toBe(format);
    const wrong = readings.flatMap((reading) =>
      explain(reading)
        .filter(({ ok }) => ok === false)
        .map(({ cause }) => cause),
    );
    expect([name, ...wrong.filter((cause) => cause === null || cause === "unexplained")]).toEqual([
      name,
    ]);
    row[0] = (row[0] ?? 0) + 1;
    row[1] = (row[1] ?? 0) + readings.length;
    row[2] = (row[2] ?? 0) + wrong.length;
  }
  const table = [...counts].map(([folder, row]) => [folder, ...row]);
  const head = ["format", "files", "readings", "named misfits", "refused"];
  console.table(table.map((row) => Object.fromEntries(row.map((cell, i) => [head[i], cell]))));
  expect([...counts.values()].reduce((sum, [files = 0]) => sum + files, 0)).toBe(80);
});

test.skipIf(!HAS_DATA)("the guest of live/ agrees with itself in dump, log and core", () => {
  const dump = only(liveFile("cpuid-r-zen4-guest.txt"));
  const log = only(liveFile("dmesg-zen4-guest.txt"));
  const core = only(liveFile("core-notes-k1-zmm17-zen4.bin"));
  for (const reading of [dump, log, core]) {
    expect(explain(reading).filter(({ ok }) => ok !== true)).toEqual([]);
  }
  expect(bitsOf(dump.processor.xcr0 | dump.processor.xss)).toEqual(bitsOf(log.log?.features ?? 0n));
  const user = dump.processor.components.filter(({ supervisor }) => !supervisor);
  expect(core.processor.components).toEqual(user);
});
