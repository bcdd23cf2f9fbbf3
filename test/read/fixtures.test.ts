/**
 * The example files of the README: one Zen 4 guest of KVM, Linux 6.18, as dump, as log and as core.
 * Made here from its register values; XSWEEP_WRITE_FIXTURES=1 writes them again.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explain } from "../../src/explain/index.ts";
import { readDump } from "../../src/read/index.ts";
import { createProcessor } from "../../src/xsave/processor.ts";
import { HAS_DATA, liveFile } from "../shared.ts";
import { leavesOf } from "./machines.ts";
import { bootLogText, cpuidRText } from "./texts.ts";
import { areaBytes, elfCore, logNumbers } from "./words.ts";

const ZEN = processor("zen-4");
/** The hypervisor keeps PKRU to itself. */
const GUEST = createProcessor({
  ...ZEN,
  xcr0: 0xe7n,
  components: ZEN.components.filter(({ bit }) => bit !== 9),
});
const NAMES: Readonly<Record<string, string>> = {
  0: "x87 floating point registers",
  1: "SSE registers",
  2: "AVX registers",
  5: "AVX-512 opmask",
  6: "AVX-512 Hi256",
  7: "AVX-512 ZMM_Hi256",
  11: "Control-flow User registers",
  12: "Control-flow Kernel registers (KVM only)",
};

const dump = () =>
  cpuidRText([leavesOf(GUEST)], {
    "0": [0x1c, 0x68747541, 0x444d4163, 0x69746e65],
    "80000002": [0x20444d41, 0x43595045, 0, 0],
  });
const log = () => bootLogText({ ...logNumbers(GUEST, 0x18e7n, "compacted"), names: NAMES });

/** k1 and every qword of zmm17 hold 0x1122334455667788, all else is zero. */
function core(): Uint8Array {
  const area = areaBytes(2432, GUEST.xcr0, 0xa2n);
  const view = new DataView(area.buffer);
  view.setBigUint64(832 + 8, 0x1122334455667788n, true);
  for (let n = 0; n < 8; n++) view.setBigUint64(1408 + 64 + 8 * n, 0x1122334455667788n, true);
  const user = GUEST.components.flatMap((c) =>
    c.offset === null ? [] : [{ ...c, offset: c.offset }],
  );
  return elfCore([{ pid: 4711, area }], user);
}

const FILES = [
  ["zen-4-guest.cpuid.txt", () => new TextEncoder().encode(dump())],
  ["zen-4-guest.dmesg.txt", () => new TextEncoder().encode(log())],
  ["zen-4-guest.core", core],
] as const;

test.each(FILES)("test/fixtures/%s is what its values give, and consistent", (name, make) => {
  const path = new URL(`../fixtures/${name}`, import.meta.url);
  if (process.env.XSWEEP_WRITE_FIXTURES) writeFileSync(path, make());
  expect(Buffer.from(readFileSync(path)).equals(make())).toBe(true);
  const [reading] = readDump(readFileSync(path)).readings;
  const checks = reading ? explain(reading) : [];
  expect([checks.length > 0, checks.filter(({ ok }) => ok !== true)]).toEqual([true, []]);
});

test.skipIf(!HAS_DATA)("the values are those of the live guest", () => {
  const says = (input: string | Uint8Array) => readDump(input).readings[0];
  const live = says(liveFile("cpuid-r-zen4-guest.txt"));
  expect(live?.leaf0d).toEqual(says(dump())?.leaf0d);
  expect(says(liveFile("dmesg-zen4-guest.txt"))?.log).toEqual(says(log())?.log);
});
