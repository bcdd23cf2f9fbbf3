/** Boot logs: the lines of Linux, the rows it dumps when it finds an inconsistency, those of Xen. */

import { identityOf } from "../cpuid/identity.ts";
import { type Origin, type Readings, readingOf } from "../cpuid/logical-processors.ts";
import { blocksOf } from "../cpuid/rows.ts";
import { LINUX_ROWS } from "../format/grammars.ts";
import type { Reading } from "../reading.ts";
import type { Source } from "../text.ts";
import type { Warning } from "../warning.ts";
import { type BootLog, bootLogsOf, silentBoot } from "./linux.ts";
import { readingOfLog } from "./processor.ts";
import { xenLogsOf } from "./xen.ts";

/**
 * One reading a distinct boot.
 *
 * @throws {RangeError} if the log has no line about XSAVE.
 */
export function readLog(source: Source, origin: Origin): Readings {
  const logs = uniqueLogs(bootLogsOf(source));
  const xen = uniqueLogs(xenLogsOf(source));
  const rows = blocksOf(source, LINUX_ROWS).slice(0, READINGS_MAX);
  const blocks = [...new Map(rows.map((block) => [JSON.stringify(block.rows), block])).values()];
  const boots = Math.max(logs.length, blocks.length);
  const readings: Reading[] = [];
  for (let i = 0; i < Math.min(boots, READINGS_MAX); i++) {
    const [found, block] = [logs[i], blocks[i]];
    const label = boots === 1 ? "boot" : `boot ${i + 1}`;
    if (block) {
      // The registers say more than the lines; both are judged by explain.
      const reading = readingOf({ ...block, label }, identityOf(block), origin);
      const { log, count } = found ?? { log: silentBoot(), count: 1 };
      readings.push({ ...reading, log, count });
    } else if (found) {
      readings.push({ ...readingOfLog(found.log, label, origin), count: found.count });
    }
  }
  for (const [i, { log, count }] of xen.slice(0, READINGS_MAX).entries()) {
    const label = i === 0 ? "Xen" : `Xen ${i + 1}`;
    readings.push({ ...readingOfLog(log, label, origin), count });
  }
  if (readings.length === 0) throw new RangeError("no line about XSAVE of Linux or Xen");
  return { readings, warnings: excess(Math.max(boots, xen.length)) };
}

/** No log has as many distinct boots; where it seems so it was made to take long. */
const READINGS_MAX = 256;

function excess(found: number): Warning[] {
  const message = `${found} distinct boots, of which ${READINGS_MAX} are read`;
  return found > READINGS_MAX ? [{ name: "too-many-boots", message }] : [];
}

interface Counted {
  readonly log: BootLog;
  readonly count: number;
}

/** Logs that differ, before anything is concluded from them; each with how often it is there. */
function uniqueLogs(logs: readonly BootLog[]): Counted[] {
  const found = new Map<string, Counted>();
  for (const log of logs) {
    const { features, offsets, sizes, complaints, ...rest } = log;
    // Where a complaint stands in the file makes no other boot of it.
    const said = complaints.map(({ kind, numbers, masks, name }) => [
      kind,
      numbers,
      `${masks}`,
      name,
    ]);
    const key = JSON.stringify([`${features}`, [...offsets], [...sizes], said, rest]);
    found.set(key, { log, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}
