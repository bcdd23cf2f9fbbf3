/** Every reader takes time in proportion to its input, on runs that a pattern could walk again and again. */
import { expect, test } from "vitest";
import { readDump } from "../../src/read/index.ts";

/** What runs through a file, and what stands before it. */
const UNITS: readonly (readonly [unit: string, before?: string])[] = [
  ...["\u2028", "\u2029", " ", "\t", "\v\f", "\n", "CPU ", "\u2028CPU ", "{}\n", "= "].map(
    (unit) => [unit, "CPU 0:\n"] as const,
  ),
  // One line, one word, one kind of character.
  ...["a", "A ", "1", "0x", "0x7\n", "0d", ">", "| ", "&", "\\", "=\n", "\r", "\0", "ü "].map(
    (unit) => [unit] as const,
  ),
  // Beginnings of what is read, that never go on.
  ...[
    "0x0000000d ",
    "eax=0x1 ebx= ",
    "0x0000000d 0x00: eax=0x0 eb\n",
    "0000000d:00000000 -> ",
    "Enabled xstate features 0x7 ",
    "Supporting XSAVE feature 0x001: ",
    "xstate_offset[2]: 576, ",
    "host doesn't support requested feature: ",
    "flags : fpu ",
    "cpu0: FPU,",
    "CPU: ",
  ].map((unit) => [unit] as const),
  // JSON, XML, pages.
  ["[", ""],
  ['{"a":1},', "["],
  ['{"function":13,"index":1,', '{"entries":['],
  ['"', "{"],
  ["<a>", ""],
  ["<a", "<?xml version='1.0'?>"],
  ["<!--", ""],
  ["<!-- a -->", "<a>"],
  ["<feature name='avx'/>", "<cpu>"],
  ["&lt;0&gt; ", "<html>"],
];

const secondsFor = (unit: string, before: string, length: number): number => {
  const text = before + unit.repeat(Math.ceil(length / unit.length));
  const start = process.cpuUsage().user;
  try {
    readDump(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return (process.cpuUsage().user - start) / 1e6;
};

test.each(
  UNITS.map(([unit, before = ""]) => [JSON.stringify(before + unit), unit, before] as const),
)("a run of %s: four times the input, less than six times the time", (_, unit, before) => {
  secondsFor(unit, before, 1000);
  const [short, long] = [60_000, 240_000].map((size) => secondsFor(unit, before, size)) as [
    number,
    number,
  ];
  // Below a tick of the clock nothing can be compared; quadratic time took seconds here.
  expect(long / Math.max(short, 0.05)).toBeLessThan(6);
});
