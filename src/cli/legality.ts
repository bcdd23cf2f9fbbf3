/** `xsweep diff --legality A --legality B`: who admits which XCR0. */
import { permitsCompared } from "../questions/permits.ts";
import { fixedBits } from "../rules/permits/fixed-bits.ts";
import { PERMITS } from "../rules/permits/index.ts";
import type { Permit } from "../rules/permits/permit.ts";
import { permitsJson, permitsListJson } from "../write/json/permits.ts";
import { permitsSheet, permitsText } from "../write/text/permits.ts";
import { sheetTable } from "../write/text/table.ts";
import type { Processor } from "../xsave/processor.ts";
import type { ExitCode } from "./command.ts";
import { eachCpuOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { printTable } from "./print-table.ts";
import { byId, maskOf, naming } from "./resolve.ts";

/** Flags of a comparison of sizes. */
const OF_SIZES = ["rule", "matrix", "universe", "fixed", "legal", "domain", "method"] as const;

/** Exit 1 where they part on any processor. */
export async function runLegality(flags: Flags, io: Io): Promise<ExitCode> {
  const stray = OF_SIZES.find(
    (name) => flags[name] !== undefined && flags[name] !== DEFAULTS[name],
  );
  if (stray) throw new RangeError(`--legality compares who admits a mask: it takes no --${stray}`);
  const words = flags.legality ?? [];
  if (words.length > 2) throw new RangeError("--legality: two permit rules, please, not more");
  const cpus = await eachCpuOf({ ...flags, cpu: flags.cpu ?? ["all"] }, io);
  const reports = cpus.map((cpu) => {
    const [a, b = PERMITS[0]] = words.map((word) => permitOf(word, cpu));
    return permitsCompared(cpu, a as Permit, b as Permit);
  });
  const [cpu] = cpus as [Processor];
  const [report] = reports;
  if (!report) return 0;
  const one = reports.length === 1;
  printTable(io, flags, {
    sheet: () => permitsSheet(reports),
    document: () => (one ? permitsJson(report) : permitsListJson(reports)),
    records: () => reports.map(permitsJson),
    text: () =>
      one
        ? permitsText(cpu, report, io.columns)
        : `A is ${report.a.id}, B is ${report.b.id}: every subset of the user components\n\n${sheetTable(permitsSheet(reports), io.tableColumns)}`,
  });
  return reports.some(({ onlyA, onlyB }) => onlyA.count + onlyB.count > 0n) ? 1 : 0;
}

/** What those are where none was given. */
const DEFAULTS: Partial<Record<(typeof OF_SIZES)[number], string>> = {
  fixed: "0x3",
  method: "exhaustive",
};

/** An id, or `fixed:ALLOWED:REQUIRED` with masks of `cpu`. */
function permitOf(word: string, cpu: Processor): Permit {
  const [kind, allowed, required = "0"] = word.split(":");
  if (kind?.toLowerCase() !== "fixed") return byId("--legality", word, PERMITS);
  if (allowed === undefined) {
    throw new RangeError(`--legality ${word}: fixed takes masks, as in fixed:@xcr0-amx:0x3`);
  }
  return naming(`--legality ${word}`, () =>
    fixedBits(maskOf("ALLOWED", allowed, cpu), maskOf("REQUIRED", required, cpu)),
  );
}
