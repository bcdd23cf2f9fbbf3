import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { boot } from "../../src/linux/kernel/configuration.ts";
import { version } from "../../src/linux/kernel/version.ts";
import { kernelNumbers } from "../../src/linux/numbers.ts";
import type { Format } from "../../src/xsave/component.ts";
import { described, type Processor } from "../../src/xsave/processor.ts";
import { SHARED } from "../shared.ts";

// biome-ignore format: one host per line
const REFERENCE: readonly (readonly [string, bigint, number, number, number, number | null, number, number])[] = [
  // cpu                  host mask  max    task  guest  with AMX  user  AT_MINSIGSTKSZ
  ["sapphire-rapids",     0x602e7n,  10752, 2560, 2560,  10752,    2816, 11952],
  ["sapphire-rapids",     0x606e7n,  10752, 2560, 2560,  10752,    2816, 11952],
  ["sapphire-rapids",     0x61ae7n,  10752, 2560, 2560,  10752,    2816, 11952],
  ["sapphire-rapids",     0x61ee7n,  10752, 2560, 2560,  10752,    2816, 11952],
  ["sapphire-rapids",     0x600e7n,  10688, 2496, 2496,  10688,    2816, 11952],
  ["sapphire-rapids",     0x618e7n,  10752, 2560, 2560,  10752,    2816, 11952],
  ["zen-4",               0x1ae7n,    2480, 2456, 2480,   null,    2440,  3376],
  ["zen-5",               0x1ae7n,    2480, 2456, 2480,   null,    2440,  3376],
  ["zen-4",               0x18e7n,    2472, 2448, 2472,   null,    2432,  3376],
  ["alder-lake",          0x1a07n,     880,  856,  880,   null,    2696,  3632],
  ["zen-3",               0x1a07n,     880,  856,  880,   null,    2440,  3376],
  ["granite-rapids-apx",  0xe1ee7n,  10880, 2688, 2688,  10880,    2816, 11952],
];

test.each(REFERENCE)(
  "%s, host mask %#x: the reference sizes",
  (id, hostMask, max, task, guest, amx, user, signal) => {
    const numbers = kernelNumbers(boot(processor(id), version("linux-6.17"), { hostMask }));
    const { config, permitted, minSigStkSz } = numbers;
    expect([config.kernelMax.size, config.kernelDefault.size, config.guestDefault.size]).toEqual([
      max,
      task,
      guest,
    ]);
    expect(permitted?.guest.size ?? null).toBe(amx);
    expect([config.userDefault.size, minSigStkSz]).toEqual([user, signal]);
    if (permitted) {
      expect([permitted.userSize, permitted.uabiSize, permitted.capXsave2]).toEqual([
        11008, 11008, 11008,
      ]);
    }
  },
);

test("opting in costs 8,192 bytes and two pages per vCPU, and 6,912 bytes of image", () => {
  const { optIn, without, permitted } = kernelNumbers(
    boot(processor("sapphire-rapids"), version("linux-6.17")),
  );
  expect(optIn).toEqual({ bytes: 8192, pages: 2, uabi: 6912 });
  expect([without.vcpu, permitted?.vcpu]).toEqual([
    { bytes: 2624, pages: 1 },
    { bytes: 10816, pages: 3 },
  ]);
  expect([without.capXsave2, without.signalFrame, permitted?.signalFrame]).toEqual([
    4096, 2820, 11012,
  ]);
});

test("up to 6.14 a vCPU gets the memory of the user size", () => {
  const config = boot(processor("zen-4"), version("linux-5.18"), { hostMask: 0x8e7n });
  expect(kernelNumbers(config).without.vcpu.bytes - 64).toBe(2432);
  expect(config.vcpuDefault.size).toBe(2448);
});

const LOGS = `${SHARED}/data/dmesg.public.jsonl`;

interface BootLog {
  readonly id: string;
  readonly kernel?: string;
  readonly features_mask: string;
  /** Absent in the logs of Xen, which knows the standard format only. */
  readonly format?: Format;
  readonly context_size: number;
  readonly offsets: Readonly<Record<string, number>>;
  readonly sizes: Readonly<Record<string, number>>;
}

/** The version whose rules a log's kernel has; CET_S alone tells 6.17 where the log does not. */
function versionOf({ kernel = "", features_mask }: BootLog) {
  const [, major = "6", minor = "6"] = /^(\d+)\.(\d+)/.exec(kernel) ?? [];
  const release = Number(major) * 100 + Number(minor);
  if (release >= 617 || (BigInt(features_mask) & 0x1000n) !== 0n) return version("linux-6.17");
  if (release >= 616) return version("linux-6.16");
  return version(release >= 518 ? "linux-5.18" : "linux-5.16");
}

/** Processors that have what the log names, in the sizes and, in the standard format, at the offsets it says. */
const processorsOf = ({
  features_mask,
  format = "standard",
  sizes,
  offsets,
}: BootLog): readonly Processor[] =>
  CATALOGUE.filter(
    (cpu) =>
      (BigInt(features_mask) & ~described(cpu)) === 0n &&
      cpu.components.every(
        ({ bit, size, offset }) =>
          // Old kernels print rows of zeros for what is absent.
          !sizes[bit] ||
          (sizes[bit] === size && (format === "compacted" || offsets[bit] === offset)),
      ),
  );

test.skipIf(!existsSync(LOGS))(
  `the context size of every public boot log (needs ${LOGS.replace(SHARED, "XSWEEP_SHARED")})`,
  () => {
    const logs = readFileSync(LOGS, "utf8")
      .split("\n")
      .filter((line) => line.includes('"context_size"'))
      .map((line) => JSON.parse(line) as BootLog);
    const predicted = logs.map((log) => {
      const sizes = processorsOf(log).map(
        (cpu) =>
          boot(cpu, versionOf(log), {
            hostMask: BigInt(log.features_mask),
            format: log.format ?? "standard",
          }).kernelMax.size,
      );
      return [log.id, sizes.length > 0, sizes.find((size) => size !== log.context_size)];
    });
    expect(predicted).toEqual(logs.map(({ id }) => [id, true, undefined]));
    expect(logs.length).toBe(70);
  },
);

test("the standard format: AMX takes what it takes in a task, and what a kernel adds up", () => {
  const cpu = processor("sapphire-rapids");
  const { permitted, optIn } = kernelNumbers(
    boot(cpu, version("linux-6.17"), { format: "standard" }),
  );
  expect([permitted?.guest.size, optIn?.bytes, permitted?.vcpu.bytes]).toEqual([
    11008, 8192, 11072,
  ]);
});

test("AMX without XFD does not boot, and XSAVE switched off has frames of 1440 bytes", () => {
  const cpu = processor("sapphire-rapids");
  const components = cpu.components.map((component) => ({ ...component, xfd: false }));
  const of = (options: object, on = cpu) => kernelNumbers(boot(on, version("linux-6.17"), options));
  expect(of({}).whyNoBoot).toBeNull();
  expect(of({}, { ...cpu, components }).whyNoBoot).toMatch(/XSETBV of 0x202e7 faults$/);
  const off = of({ xsave: "off" });
  expect([off.minSigStkSz, off.minSigStkSz64, off.without.signalFrame]).toEqual([1440, 1040, 512]);
  expect([off.permitted, off.config.userMax.features]).toEqual([null, 0x602e7]);
});

test("a 32-bit task has an FSAVE header before its image; what AMX does to it is not known", () => {
  const numbers = kernelNumbers(boot(processor("sapphire-rapids"), version("linux-6.17")));
  const { task32, without, permitted } = numbers;
  expect(task32).toEqual({
    image: 2816 + 112 + 4,
    frame: 3760,
    minSigStkSz: 11952,
    regset: 11008,
    permitted: null,
    capXsave2: null,
  });
  expect([without.frame, without.task, permitted?.frame, permitted?.task]).toEqual([
    3344, 2560, 11536, 10752,
  ]);
});

test("the largest frame of any task is AT_MINSIGSTKSZ, on every processor", () => {
  for (const cpu of CATALOGUE) {
    const { task32, without, permitted, minSigStkSz, minSigStkSz64, config } = kernelNumbers(
      boot(cpu, version("linux-6.18")),
    );
    expect((permitted ?? without).frame, cpu.id).toBe(minSigStkSz64);
    expect(without.frame, cpu.id).toBeLessThan(task32?.frame ?? 0);
    if (config.dynamic === 0) expect(task32?.frame, cpu.id).toBe(minSigStkSz);
  }
});

test("no 32-bit task on a 64-bit kernel, and no XSAVE register set where XSAVE is off", () => {
  const of = (options: object) =>
    kernelNumbers(boot(processor("zen-4"), version("linux-6.17"), options)).task32;
  expect(of({ sigframe: "64-bit only" })).toBeNull();
  expect(of({ xsave: "off" })).toMatchObject({ image: 512 + 112, frame: 1440, regset: null });
});
