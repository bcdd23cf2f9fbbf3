/** What a report says of its processors beside the verdicts: figures of sweeps, promises with traces. */
import type { ReportCheck, ReportSweep } from "../explorer/embedded.ts";
import { check } from "../linux/check.ts";
import { VERSIONS } from "../linux/kernel/version.ts";
import { sweep } from "../sweep/sweep.ts";
import { checksJson } from "../write/json/check.ts";
import { sweepJson } from "../write/json/sweep.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Io } from "./io.ts";
import type { Answers } from "./report-document.ts";
import { turn } from "./turn.ts";

/** `cpus`, each counted by the architecture's rules and checked against every kernel version. */
export async function answersFor(cpus: readonly Processor[], io: Io): Promise<Answers> {
  const sweeps: Answers["sweeps"][number][] = [];
  const checks: Answers["checks"][number][] = [];
  for (const cpu of cpus) {
    await turn(io);
    sweeps.push(
      await orWhy(cpu, async () => {
        const only = ["sum", "min", "max", "histogram"] as const;
        return sweepJson(await sweep(cpu, { method: "symbolic", only })) as ReportSweep;
      }),
    );
    for (const version of VERSIONS) {
      await turn(io);
      const checked = await orWhy(cpu, () => checksJson([check(cpu, version)]) as ReportCheck);
      checks.push(checked);
      // What no kernel can be asked is said once.
      if ("why" in checked) break;
    }
  }
  return { sweeps, checks };
}

/** An answer, or the sentence that refuses it. */
async function orWhy<Answer>(cpu: Processor, answer: () => Answer | Promise<Answer>) {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { cpu: cpu.id, why: error.message };
  }
}
