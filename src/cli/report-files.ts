/** The files of a report, each read or with the reason why not. */
import type { ReportDocument } from "../explorer/embedded.ts";
import { readProcessor } from "../read/index.ts";
import type { Processor } from "../xsave/processor.ts";
import { eachFile, filesOf } from "./files.ts";
import type { Flags } from "./flags.ts";
import { noteWarnings, operandInput } from "./input.ts";
import type { Io } from "./io.ts";
import { reportFile } from "./report-document.ts";

type Files = ReportDocument["files"];

/** What the operands name, folders too, in their order. */
export async function filesRead(
  operands: readonly (string | undefined)[],
  flags: Flags,
  io: Io,
): Promise<Files> {
  const files: Files[number][] = [];
  await eachFile(filesOf(operands), io, {
    async read(file, beside) {
      const name = file === "-" ? "stdin" : file;
      // What is embedded is JSON: it keeps every character, and the page makes them visible.
      const { dump, bytes } = await operandInput(file, { ...flags, json: true }, beside, "explain");
      noteWarnings(dump, beside, `${name}: `);
      files.push(reportFile(name, bytes, dump));
      return 0;
    },
    refused(name, why) {
      files.push({ name, why });
    },
  });
  return files;
}

/** The distinct processors that the files describe, in their order. */
export function processorsOf(files: Files): Processor[] {
  const found = new Map<string, Processor>();
  for (const file of files) {
    for (const { processor } of "why" in file ? [] : file.readings) {
      if (processor === null) continue;
      const text = JSON.stringify({ ...processor, id: "", name: "", vendor: "", source: "" });
      if (!found.has(text)) found.set(text, readProcessor(JSON.stringify(processor)));
    }
  }
  return [...found.values()];
}
