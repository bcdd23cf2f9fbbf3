/** Every format carries any processor there and back, as far as the format can say it. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { processorJson } from "../../src/read/document/processor-file.ts";
import { type Dump, readDump, readProcessors } from "../../src/read/index.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { bit } from "../../src/xsave/mask.ts";
import { enumerated, type Processor } from "../../src/xsave/processor.ts";
import { anyProcessor, areaOf, leavesOf } from "./machines.ts";
import { bootLogText, textRows, WRITERS } from "./texts.ts";
import {
  areaBytes,
  decodedText,
  elfCore,
  libcpuidText,
  logOf,
  sysctlText,
  vboxText,
} from "./words.ts";

const BRAND = {
  // "GenuineIntel", "Made of values"
  "0": [0x20, 0x756e6547, 0x6c65746e, 0x49656e69],
  "80000002": [0x6564614d, 0x20666f20, 0x756c6176, 0x00007365],
} as const;

const first = ({ readings }: Dump) => {
  const [reading] = readings;
  if (!reading) throw new Error("no reading");
  return reading;
};

const property = (check: (cpu: Processor) => void, cpus = anyProcessor()) =>
  fc.assert(fc.property(cpus, check), { numRuns: 150 });

test.each(Object.entries(WRITERS))(
  "always: %s carries any processor there and back",
  (format, write) => {
    property((cpu) => {
      const dump = readDump(write([textRows(leavesOf(cpu), BRAND)]));
      expect(dump.format).toBe(format);
      expect(dump.readings).toHaveLength(1);
      const { processor, warnings, missing } = first(dump);
      expect(areaOf(processor)).toEqual(areaOf(cpu));
      expect([processor.vendor, processor.name]).toEqual(["GenuineIntel", "Made of values"]);
      expect([missing, warnings]).toEqual([0n, []]);
    });
  },
);

test.each(Object.entries(WRITERS).filter(([format]) => format !== "firecracker-json"))(
  "always: %s carries two processors, and counts those that are alike",
  (format, write) => {
    fc.assert(
      fc.property(anyProcessor(), anyProcessor(), (one, two) => {
        const rows = [one, two, one].map((cpu) => textRows(leavesOf(cpu), BRAND));
        const { processors } = readProcessors(write(rows), { from: format });
        const alike = JSON.stringify(leavesOf(one)) === JSON.stringify(leavesOf(two));
        expect(processors.map(areaOf)).toEqual(alike ? [areaOf(one)] : [areaOf(one), areaOf(two)]);
        const { readings } = readDump(write(rows));
        expect(readings.map(({ count }) => count)).toEqual(alike ? [3] : [2, 1]);
      }),
      { numRuns: 60 },
    );
  },
);

test("always: a processor file carries everything, alone or as JSON Lines", () => {
  property((cpu) => {
    const line = JSON.stringify(processorJson(cpu));
    expect(readProcessors(line).processors).toEqual([cpu]);
    expect(readProcessors(JSON.stringify(processorJson(cpu), null, 2)).processors).toEqual([cpu]);
    expect(readProcessors(`${line}\n${line}\n`).processors).toEqual([cpu]);
  });
});

test("always: decoded cpuid carries any processor", () => {
  property((cpu) => {
    const { processor, warnings } = first(readDump(decodedText(cpu)));
    expect([areaOf(processor), warnings]).toEqual([areaOf(cpu), []]);
  });
});

test("always: a VirtualBox log carries all but the flags, swapped halves or not", () => {
  // Nothing tells a swapped mask from a high one: supervisor components stay below bit 32.
  const plain = anyProcessor(fc.integer({ min: 2, max: 31 })).map((cpu) => ({
    ...cpu,
    components: cpu.components.map((c) => ({ ...c, align64: false, xfd: false })),
  }));
  property((cpu) => {
    const dump = readDump(vboxText(cpu));
    expect([dump.format, first(dump).label]).toEqual(["vbox-log", "host"]);
    // Alignment and XFD are the catalogue's, said so: the log has none.
    const { processor: read, warnings } = first(dump);
    const flagless = read.components.map((c) => ({ ...c, align64: false, xfd: false }));
    expect(areaOf({ ...read, components: flagless })).toEqual(areaOf(cpu));
    expect(warnings.map(({ name }) => name)).toEqual(
      read.components.length ? ["inferred-layout"] : [],
    );
  }, plain);
});

test("always: sysctl and libcpuid carry the registers they have, and name what they lack", () => {
  property((cpu) => {
    const all = standardSize(cpu, cpu.xcr0);
    const mac = first(readDump(sysctlText(cpu)));
    expect(mac.leaf0d).toMatchObject({ xcr0: cpu.xcr0, xss: cpu.xss });
    expect(mac.leaf0d?.rows.get(1)?.ebx).toBe(compactedSize(cpu, enumerated(cpu)));
    expect(mac.processor.name).toBe("Intel(R) Core(TM) i7-4870HQ CPU @ 2.50GHz");
    const raw = first(readDump(libcpuidText(cpu)));
    expect(raw.leaf0d?.rows.get(0)).toMatchObject({ ebx: all, ecx: all });
    expect(raw.leaf0d?.xcr0).toBe(cpu.xcr0);
    const lacks = (mask: bigint) => (mask & ~3n) !== 0n;
    for (const [reading, mask] of [
      [mac, enumerated(cpu)],
      [raw, cpu.xcr0],
    ] as const) {
      expect(reading.missing).toBe(mask & ~3n);
      const names = reading.warnings.map(({ name }) => name);
      expect(names.includes("missing-subleaf")).toBe(lacks(mask));
    }
  });
});

test.each(["modern", "4.2 hex", "3.x xsave:"])(
  "every measured processor goes through a boot log, %s, on every mask of its own",
  (dialect) => {
    for (const cpu of CATALOGUE.filter(({ hypothetical }) => !hypothetical)) {
      const user = enumerated(cpu) & ~cpu.xss;
      const standard = first(readDump(logOf(cpu, user, "standard", dialect))).processor;
      expect([cpu.id, standard.xcr0, standard.components]).toEqual([
        cpu.id,
        user,
        cpu.components.filter((c) => !c.supervisor && (user & bit(c.bit)) !== 0n),
      ]);
      if (dialect !== "modern") continue;
      const { log, processor } = first(readDump(logOf(cpu, enumerated(cpu), "compacted")));
      expect(log).toMatchObject({ format: "compacted", features: enumerated(cpu) });
      expect([cpu.id, compactedSize(processor, enumerated(processor))]).toEqual([
        cpu.id,
        compactedSize(cpu, enumerated(cpu)),
      ]);
    }
  },
);

test("every measured processor goes through a Xen line, up to processors of the same layout", () => {
  for (const cpu of CATALOGUE.filter(({ hypothetical }) => !hypothetical)) {
    const size = standardSize(cpu, cpu.xcr0);
    const features = `0x${cpu.xcr0.toString(16)}`;
    const xen = {
      kind: "xen",
      dialect: "xen",
      features_mask: features,
      context_size: size,
    } as const;
    const { processor, warnings } = first(readDump(bootLogText(xen)));
    const user = cpu.components.filter((c) => (cpu.xcr0 & bit(c.bit)) !== 0n);
    expect([cpu.id, processor.components]).toEqual([cpu.id, user]);
    const inferred = warnings.some(({ name }) => name === "inferred-layout");
    expect([cpu.id, inferred]).toEqual([cpu.id, user.length > 0]);
  }
});

test.each([32, 64] as const)(
  "always: a %i-bit core file carries the user components of any processor",
  (bits) => {
    property((cpu) => {
      const user = cpu.components.flatMap((c) =>
        c.offset === null ? [] : [{ ...c, offset: c.offset }],
      );
      const area = areaBytes(standardSize(cpu, cpu.xcr0), cpu.xcr0, cpu.xcr0);
      const file = elfCore(
        [
          { pid: 11, area },
          { pid: 12, area },
        ],
        user,
        bits,
      );
      const dump = readDump(file);
      expect([dump.format, dump.readings.length, first(dump).count]).toEqual(["elf-core", 1, 2]);
      const { xcr0, components } = first(dump).processor;
      expect([xcr0, components.map(({ bit: n, size, offset }) => ({ n, size, offset }))]).toEqual([
        cpu.xcr0,
        user.map(({ bit: n, size, offset }) => ({ n, size, offset })),
      ]);
    });
  },
);

test("--from reads what the content alone would not decide", () => {
  expect(() => readDump("", {})).toThrow(/the file is empty: no row of CPUID leaf 0DH/);
  expect(() => readDump("hello")).toThrow(
    /no format is recognised.*formats: elf-core, processor-json/,
  );
  expect(() => readDump("hello", { from: "cpuid" })).toThrow(
    /"cpuid" names no format \(known: elf/,
  );
  expect(() => readDump("hello", { from: "cpuid-r" })).toThrow(/no row of CPUID leaf 0DH/);
  expect(() => readDump('{"schema": "other"}')).toThrow(/this is JSON with "schema", of no/);
  expect(() => readDump('{"xcr0": "0x7", "components": []}')).toThrow(/schema is missing, not/);
  expect(() => readDump(7 as unknown as string)).toThrow(TypeError);
});

test.each([
  [
    "processor-json",
    '{"schema": "xsweep/processor@1",\n "id" "x"}',
    /line 2, column 7: expected :/,
  ],
  ["firecracker-json", '{"cpuid_modifiers": [\n  {]}', /line 2, column 4: expected name or }/],
  [
    "firecracker-json",
    '{"cpuid_modifiers": [{"leaf": "0xd"}]}',
    /cpuid_modifiers\[0\]\.modifiers is no list/,
  ],
  [
    "libvirt-xml",
    "<cpudata>\n  <cpuid eax_in='0x0d' eax=>",
    /no XML: line 2, column \d+: eax of <cpuid> has no value in quotes/,
  ],
])("a %s that breaks off is refused with line and column", (from, text, message) => {
  expect(() => readDump(text, { from })).toThrow(message);
});
