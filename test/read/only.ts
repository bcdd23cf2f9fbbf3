/** A text with one reading, and a text with each line changed. */
import { expect } from "vitest";
import { readDump } from "../../src/read/index.ts";

/** The one reading of `text`, with the names of its warnings. */
export const only = (text: string | Uint8Array) => {
  const { readings } = readDump(text);
  expect(readings).toHaveLength(1);
  const [reading] = readings;
  if (!reading) throw new Error("no reading");
  return { ...reading, names: reading.warnings.map(({ name }) => name) };
};

/** `text` with each line changed. */
export const lines = (text: string, change: (line: string) => string): string =>
  text.split("\n").map(change).join("\n");
