/** This machine: what its device answers is a processor; without one there is a way out. */
import { accessSync, constants } from "node:fs";
import { expect, test } from "vitest";
import { explain } from "../../src/explain/index.ts";
import { minimumStackIn } from "../../src/host/auxv.ts";
import { readHost } from "../../src/host/index.ts";
import { xsweep } from "../cli/run.ts";

function readable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

const DEVICE = "/dev/cpu/0/cpuid";

test.skipIf(!readable(DEVICE))("the CPUID device gives a whole processor", () => {
  const { dump, by } = readHost();
  expect([dump.format, by]).toEqual(["cpuid-device", DEVICE]);
  for (const reading of dump.readings) {
    expect([reading.missing, reading.warnings]).toEqual([0n, []]);
    expect(explain(reading).length).toBeGreaterThan(2);
  }
  const { code, out, err } = xsweep(["explain", "host"]);
  expect(err).toContain(`host: read from ${DEVICE}`);
  expect([0, 1]).toContain(code);
  expect(out).toMatch(/0DH\.0\.EBX/);
  expect(xsweep(["layout", "--cpu", "host"])).toMatchObject({ code: 0 });
});

test.skipIf(readable(DEVICE))("without the device: the program cpuid, or a hint", () => {
  const { code, err } = xsweep(["layout", "--cpu", "host"]);
  if (code === 2)
    expect(err).toMatch(/host: .*(modprobe cpuid|run as root).*or install the program cpuid/);
  else expect(err).toMatch(/read from `cpuid -1 -r`/);
});

test("AT_MINSIGSTKSZ is found among the words of an auxiliary vector", () => {
  const words = [33n, 0x7fff0000n, 51n, 3376n, 16n, 0x178bfbffn, 0n, 0n];
  expect(minimumStackIn(new Uint8Array(new BigUint64Array(words).buffer))).toBe(3376);
  const last = new BigUint64Array([6n, 4096n, 51n, 2032n]);
  expect(minimumStackIn(new Uint8Array(last.buffer))).toBe(2032);
  expect(minimumStackIn(new Uint8Array(new BigUint64Array([6n, 4096n]).buffer))).toBeNull();
  expect(minimumStackIn(new Uint8Array(7))).toBeNull();
});
