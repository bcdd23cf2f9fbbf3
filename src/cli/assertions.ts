/** `xsweep sweep --assert NAME`: named predicates on every mask. */

import { type AssertionReport, assertOn } from "../questions/assert.ts";
import type { Assertion } from "../questions/predicates.ts";
import { ASSERTIONS, assertionNamed } from "../questions/predicates.ts";
import { assertionJson, assertionsJson } from "../write/json/assert.ts";
import { assertionsSheet, assertionText } from "../write/text/assertion.ts";
import type { ExitCode } from "./command.ts";
import { cpusOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { masksAsked } from "./mask-flags.ts";
import { printTable } from "./print-table.ts";
import { byId, naming, rulesOf } from "./resolve.ts";

/** Exit 1 where a mask breaks one of them, or the engines disagree. */
export async function runAssertions(flags: Flags, io: Io): Promise<ExitCode> {
  for (const [flag, value] of [
    ["--output", flags.output],
    ["--only", flags.only],
  ] as const) {
    if (value !== undefined) throw new RangeError(`${flag}: --assert has no figures to write`);
  }
  const text = !flags.json && flags.tableTo === undefined;
  const assertions = (flags.assert ?? []).map(
    (id) => assertionNamed(id) ?? byId("--assert", id, ASSERTIONS),
  );
  const cpus = await cpusOf(flags, io);
  const rules = flags.rule ? rulesOf(flags, []) : undefined;
  // Computed without a pause and nothing of it left lying about: a signal ends the process at once,
  // where one that is listened to would not be heard.
  const reportsOf = (assertion: Assertion): AssertionReport[] =>
    cpus.flatMap((cpu) =>
      naming("--assert", () =>
        assertOn(cpu, assertion, {
          ...masksAsked(flags, cpu),
          rules,
          method: flags.method,
        }),
      ),
    );
  const reports: AssertionReport[] = [];
  for (const assertion of assertions) {
    const some = reportsOf(assertion);
    if (text) io.print(`${reports.length > 0 ? "\n" : ""}${assertionText(some, io.tableColumns)}`);
    reports.push(...some);
  }
  if (!text) {
    printTable(io, flags, {
      sheet: () => assertionsSheet(reports),
      document: () => assertionsJson(reports),
      records: () => reports.map(assertionJson),
    });
  }
  return reports.some(({ broken, agree }) => broken !== 0n || agree === false) ? 1 : 0;
}
