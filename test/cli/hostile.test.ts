/** Text of strangers: whatever it holds, no control character of it reaches a terminal raw. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-hostile-"));
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

/** Escapes that set the title and the clipboard, turn the direction, and begin a line of their own. */
const NASTY = "ev\x1b[31mil\u202egnp.exe\r\nxsweep: all checks ok\x1b]52;c;cHduZWQ=\x07\x9b2J";

const EVIL = file(
  "evil.json",
  JSON.stringify({
    schema: "xsweep/processor@1",
    id: `evil${NASTY}`,
    name: NASTY,
    vendor: NASTY,
    source: NASTY,
    hypothetical: true,
    xcr0: "0x207",
    xss: "0x0",
    components: [
      {
        bit: 2,
        name: "A\x1b[31mVX\nrow",
        size: 256,
        offset: 576,
        supervisor: false,
        align64: false,
        xfd: false,
      },
      { bit: 9, name: "PKRU", size: 8, offset: 832, supervisor: false, align64: false, xfd: false },
    ],
  }),
);
const LOG = file(
  "boot.log",
  `[    0.0] smpboot: CPU0: Intel\x1b[2J\x1b]52;c;cHduZWQ=\x07\x9b2J Xeon\u202e (fam: 06)
[    0.0] x86/fpu: Enabled xstate features 0x7, context size is 832 bytes, using 'standard' format.
`,
);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const RAW = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/;

test.each([
  ["layout", "--cpu", EVIL],
  ["layout", "--cpu", EVIL, "--to", "c"],
  ["sweep", "--cpu", EVIL],
  ["sweep", "--cpu", EVIL, "--assert", "same-pages"],
  ["diff", "--cpu", EVIL, "--rule", "sdm-standard", "--rule", "sdm-compacted"],
  ["diff", "--cpu", EVIL, "--cpu", "haswell", "--rule", "sdm-standard"],
  ["find", "--cpu", EVIL, "--size", "832"],
  ["migrate", "--cpu", EVIL, "--cpu", "haswell"],
  ["kernel", "--cpu", EVIL],
  ["check", "--cpu", EVIL, "--kernel", "linux-6.17"],
  ["explain", EVIL],
  ["explain", LOG],
  ["explain", LOG, "--color"],
  ["import", LOG],
  ["layout", "--cpu", LOG],
  ["layout", NASTY, "--cpu", "zen-4"],
  ["layout", "--cpu", NASTY],
  ["sweep", "--cpu", "zen-4", "--rule", NASTY],
  ["explain", `${folder}/${NASTY}`],
  ["explain", EVIL, `--${NASTY}`],
  [NASTY],
  ["claims", NASTY],
  ["check", "--property", NASTY],
])("xsweep %s %s %s: nothing raw", (...args) => {
  const { out, err } = xsweep(args);
  // What the program itself writes: line ends, and with --color the styles of its own.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is one
  const text = args.includes("--color") ? out.replaceAll(/\x1b\[[0-9;]*m/g, "") : out;
  const raw = RAW.exec(text + err);
  if (raw) {
    const at = JSON.stringify((text + err).slice(Math.max(0, raw.index - 40), raw.index + 20));
    throw new Error(`0x${raw[0].charCodeAt(0).toString(16)} is printed: ${at}`);
  }
  const forged = (text + err).split("\n").filter((line) => line.startsWith("xsweep: all"));
  expect(forged).toEqual([]);
});

test("JSON escapes what a terminal would obey, right-to-left too", () => {
  const { out } = xsweep(["layout", "--cpu", EVIL, "--json"]);
  const raw = RAW.exec(out.trimEnd());
  if (raw) throw new Error(`0x${raw[0].charCodeAt(0).toString(16)} at ${raw.index}`);
  expect(JSON.parse(out).cpu).toBe(`evil${NASTY}`);
});
