import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { sieveFor, WORDS } from "../../src/cli/sieve.ts";
import { readDump } from "../../src/read/index.ts";
import { COMPLAINTS } from "../../src/read/log/complaints.ts";

const LOG = readFileSync(new URL("../fixtures/zen-4-guest.dmesg.txt", import.meta.url), "utf8");
const record = (message: string, i: number) =>
  `${JSON.stringify({ __CURSOR: `s=1;i=${i}`, _TRANSPORT: "kernel", MESSAGE: message })}\n`;
const NOISE = ["usb 1-1: new device", "eth0: link up", "systemd: started", "größer als null"];
const records = [...LOG.split("\n"), ...NOISE, ...NOISE].map(record);

/** What is kept of `bytes`, given in pieces that end there. */
function sieved(bytes: Uint8Array, ends: readonly number[]): string {
  const sieve = sieveFor(bytes);
  const cuts = [...ends.map((n) => n % bytes.length), bytes.length].sort((a, b) => a - b);
  const parts = cuts.map((end, i) => sieve(bytes.subarray(cuts[i - 1] ?? 0, end)));
  return Buffer.concat([...parts, sieve()]).toString();
}

test("however it is cut, whole records are kept in order, all that says something", () => {
  fc.assert(
    fc.property(
      fc.shuffledSubarray(records, { minLength: 1 }),
      fc.array(fc.nat(), { maxLength: 5 }),
      fc.boolean(),
      (lines, ends, open) => {
        const text = open ? lines.join("").slice(0, -1) : lines.join("");
        const left = sieved(Buffer.from(text), ends);
        const expected = text
          .split(/(?<=\n)/)
          .filter((line) => !NOISE.some((noise) => line.includes(noise)))
          .filter((line) => /xs|fpu|avx|cpu0|sigframe/i.test(line));
        expect(left).toBe(expected.join(""));
      },
    ),
  );
});

test.each([
  ["dmesg", (i: number) => `[${`${i}.000000`.padStart(12)}] `],
  ["dmesg -x", (i: number) => `<6>[${`${i}.000000`.padStart(12)}] `],
  ["dmesg -T", (i: number) => `[Tue Dec  1 12:00:${`${i % 60}`.padStart(2, "0")} 2026] `],
  [
    "journalctl",
    (i: number) =>
      `${i === 0 ? "-- Journal begins at Tue 2026-12-01 --\n" : ""}Dec  1 12:00:00 host kernel: `,
  ],
  ["syslog", (i: number) => `Dec  1 12:00:${`${i % 60}`.padStart(2, "0")} host kernel: `],
  [
    "ISO times",
    (i: number) => `2026-12-01T12:00:${`${i % 60}`.padStart(2, "0")}.123456+00:00 host kernel: `,
  ],
])("a log of lines, %s: the same, by its few lines", (_, stamp) => {
  const log = LOG.replaceAll(/^\[[^\]]*\] /gm, "")
    .trimEnd()
    .split("\n");
  const lines = [...NOISE, ...NOISE, ...log, ...NOISE].map((line, i) => `${stamp(i)}${line}\n`);
  const text = lines.join("");
  const left = sieved(Buffer.from(text), [300, 1100]);
  expect(left.length).toBeLessThan(text.length);
  expect(left).not.toMatch(/usb|eth0|systemd/);
  expect(readDump(left).readings).toEqual(readDump(text).readings);
  // A line without a time among the first: no log, nothing is left out.
  const other = `${lines.slice(0, 3).join("")}# a note\n${text}`;
  expect(sieved(Buffer.from(other), [300])).toBe(other);
});

test("a syslog of FreeBSD keeps the processor and all its flags", () => {
  const boot =
    "CPU: Made of values (2500.00-MHz K8-class CPU)\n  Features2=0x4000000<XSAVE,OSXSAVE>\n" +
    "  Structured Extended Features2=0x8<UMIP,PKU>\n  XSAVE Features=0xf<XSAVEOPT,XSAVEC>\n";
  const lines = [...NOISE, ...boot.trimEnd().split("\n"), ...NOISE];
  const text = lines.map((line) => `Dec  1 12:00:00 host kernel: ${line}\n`).join("");
  const left = sieved(Buffer.from(text), [100]);
  expect(left).not.toMatch(/usb/);
  expect(readDump(left).readings).toEqual(readDump(text).readings);
});

test("a journal says the same with and without the rest of it", () => {
  const text = records.join("");
  expect(readDump(sieved(Buffer.from(text), [500, 900])).readings).toEqual(readDump(text).readings);
});

test.each([
  [
    "json-pretty",
    (message: string, i: number) =>
      `${JSON.stringify({ __CURSOR: `s=1;i=${i}`, _TRANSPORT: "kernel", MESSAGE: message }, null, "\t")}\n`,
  ],
  [
    "export",
    (message: string, i: number) =>
      `__CURSOR=s=1;i=${i}\n_TRANSPORT=kernel\nMESSAGE=${message}\n\n`,
  ],
])("a journal of -o %s by the lines of its fields", (_, entry) => {
  const text = [...LOG.trimEnd().split("\n"), ...NOISE].map(entry).join("");
  const left = sieved(Buffer.from(text), [200, 900]);
  expect(left).not.toMatch(/CURSOR|usb/);
  expect(readDump(left).readings).toEqual(readDump(text).readings);
});

test("what is no journal, or has a line without end, is kept to the last byte", () => {
  const log = Buffer.from(LOG);
  expect(sieved(log, [10, 200])).toBe(LOG);
  const long = Buffer.from(`${record("eth0: link up", 1)}${"x".repeat(3_000_000)}\nend`);
  expect(sieved(long, [1_000_000, 2_000_000])).toMatch(/^x{3000000}\nend$/);
});

test("a line of every complaint that is read is kept", () => {
  const lost = Object.entries(COMPLAINTS).filter(
    ([, { pattern }]) => pattern.source.search(WORDS) < 0,
  );
  expect(lost.map(([name]) => name)).toEqual([]);
});
