/** Every reader takes time in proportion to its input, on runs that a pattern could walk again and again. */
import { expect, test } from "vitest";
import { readDump } from "../../src/read/index.ts";

const UNITS = ["\u2028", "\u2029", " ", "\t", "\v\f", "\n", "CPU ", "\u2028CPU ", "{}\n", "= "];

const secondsFor = (unit: string, length: number): number => {
  const text = unit.repeat(Math.ceil(length / unit.length));
  const start = process.cpuUsage().user;
  try {
    readDump(`CPU 0:\n${text}`);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return (process.cpuUsage().user - start) / 1e6;
};

test.each(UNITS.map((unit) => [JSON.stringify(unit), unit] as const))(
  "a run of %s: four times the input, less than six times the time",
  (_, unit) => {
    secondsFor(unit, 1000);
    const [short, long] = [secondsFor(unit, 60_000), secondsFor(unit, 240_000)];
    // Below a tick of the clock nothing can be compared; quadratic time took seconds here.
    expect(long / Math.max(short, 0.05)).toBeLessThan(6);
  },
);
