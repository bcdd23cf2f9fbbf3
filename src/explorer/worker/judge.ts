/** A file of any size, read and judged, in the worker. */
import { explain, verdictOf } from "../../explain/index.ts";
import { readDump } from "../../read/index.ts";
import type { Doing } from "./jobs.ts";

/** A packed file that grows beyond this is refused. */
const UNPACKED_MOST = 1 << 30;

export const judge: Doing<"judge"> = async ({ file, name }) => {
  const bytes = await unpacked(file);
  const { format, readings, warnings } = readDump(bytes, { file: name });
  return {
    name,
    bytes: file.size,
    format,
    warnings,
    readings: readings.map((reading) => {
      const checks = explain(reading);
      const { label, count, processor, warnings: own } = reading;
      return { label, count, processor, verdict: verdictOf(checks), checks, warnings: own };
    }),
  };
};

/** The bytes of `file`; of one packed by gzip, what it holds. */
async function unpacked(file: Blob): Promise<Uint8Array> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (magic[0] !== 0x1f || magic[1] !== 0x8b) return new Uint8Array(await file.arrayBuffer());
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  const reader = file.stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > UNPACKED_MOST) throw new RangeError("unpacked, the file has more than 1 GiB");
    parts.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
