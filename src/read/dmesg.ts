/** Boot logs: the lines of Linux, the rows it dumps when it finds an inconsistency, those of Xen. */
import { blocksOf } from "./block.ts";
import { bootLogsOf } from "./boot-log.ts";
import { LINUX_ROWS } from "./grammars.ts";
import { identityOf } from "./identity.ts";
import { readingOfLog } from "./log-processor.ts";
import type { Reading } from "./reading.ts";
import { distinct, type Origin, type Readings, readingOf } from "./readings.ts";
import type { Source } from "./source.ts";
import { xenLogsOf } from "./xen.ts";

/**
 * One reading a distinct boot.
 *
 * @throws {RangeError} if the log has no line about XSAVE.
 */
export function readLog(source: Source, origin: Origin): Readings {
  const boots = bootLogsOf(source);
  const blocks = blocksOf(source, LINUX_ROWS);
  const readings: Reading[] = [];
  for (let i = 0; i < Math.max(boots.length, blocks.length); i++) {
    const [log, block] = [boots[i], blocks[i]];
    const label = Math.max(boots.length, blocks.length) === 1 ? "boot" : `boot ${i + 1}`;
    if (block) {
      // The registers say more than the lines; both are judged by explain.
      const reading = readingOf({ ...block, label }, identityOf(block), origin);
      readings.push(log ? { ...reading, log } : reading);
    } else if (log) readings.push(readingOfLog(log, label, origin));
  }
  for (const [i, log] of xenLogsOf(source).entries()) {
    readings.push(readingOfLog(log, i === 0 ? "Xen" : `Xen ${i + 1}`, origin));
  }
  if (readings.length === 0) throw new RangeError("no line about XSAVE of Linux or Xen");
  return { readings: distinct(readings), warnings: [] };
}
