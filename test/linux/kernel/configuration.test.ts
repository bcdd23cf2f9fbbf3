/** What a kernel makes of a host: which masks its buffers hold in either format, and for whom. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { type BootOptions, boot, managed } from "../../../src/linux/kernel/configuration.ts";
import { VERSIONS, version } from "../../../src/linux/kernel/version.ts";
import { LAST_XFEATURE, xfeaturesOf } from "../../../src/linux/kernel/xfeatures.ts";
import { kernelNumbers } from "../../../src/linux/numbers.ts";

const SPR = processor("sapphire-rapids");
const masks = (kernel: string, options: BootOptions = {}) => {
  const config = boot(SPR, version(kernel), { hostMask: 0x61ee7n, ...options });
  const { kernelMax, kernelDefault, guestDefault, vcpuDefault, userMax, userDefault } = config;
  return [kernelMax, kernelDefault, guestDefault, vcpuDefault, userMax, userDefault].map(
    ({ features }) => features,
  );
};

// biome-ignore format: one version per line
test.each([
  //                     max      task     guest    vCPU     user     user of a task
  ["linux-5.16",         [0x60ee7, 0x20ee7, 0x20ee7, 0x20ee7, 0x602e7, 0x202e7]],
  ["linux-6.16",         [0x60ee7, 0x20ee7, 0x20ee7, 0x20ee7, 0x602e7, 0x202e7]],
  ["linux-6.17",         [0x61ee7, 0x20ee7, 0x21ee7, 0x21ee7, 0x602e7, 0x202e7]],
  ["mail-v6",            [0x61ee7, 0x20ee7, 0x20ee7, 0x21ee7, 0x602e7, 0x202e7]],
] as const)("%s: CET_S is in the buffers that the version says, in the compacted format", (kernel, expected) => {
  expect(masks(kernel)).toEqual(expected);
});

test("without XSAVES there is no supervisor state, in any buffer of any version", () => {
  for (const { id } of VERSIONS) {
    const standard = masks(id, { format: "standard" });
    expect([id, standard]).toEqual([id, [0x602e7, 0x202e7, 0x202e7, 0x202e7, 0x602e7, 0x202e7]]);
  }
});

test("before 6.16 the kernel's own size of a standard image is not hardware's, with APX", () => {
  const cpu = processor("granite-rapids-apx");
  const { userDefault, userMax } = boot(cpu, version("linux-5.18"), { hostMask: 0x80027n });
  // The topmost bit wins: APX ends at 1088, opmask at 1152.
  expect([userDefault.size, userMax.size]).toEqual([1088, 1152]);
});

test("a mask goes up to bit 30, and no further", () => {
  expect(LAST_XFEATURE).toBe(30);
  expect(xfeaturesOf((1n << 31n) - 1n)).toBe(0x7fffffff);
  expect(() => xfeaturesOf(1n << 31n)).toThrow("bit 31 is over 30");
});

test("what Linux manages is of the processor: no PASID on Zen 4, no PT anywhere", () => {
  const of = (id: string) => managed(processor(id)).toString(16);
  expect([of("sapphire-rapids"), of("zen-4")]).toEqual(["61ee7", "1ae7"]);
});

test("pages are of 4,096 bytes with the 64 of the header, a task's too once AMX is permitted", () => {
  const { without, permitted } = kernelNumbers(
    boot(SPR, version("linux-6.17"), { hostMask: 0x61ee7n }),
  );
  expect([without.thread, permitted?.thread]).toEqual([
    { bytes: 2560 + 64, pages: 1 },
    { bytes: 10752 + 64, pages: 3 },
  ]);
});

test("sized at CPUID, a vCPU pays for what it has: 10752 bytes, whatever was asked for", () => {
  const config = boot(SPR, version("kvm-sizes-at-cpuid"), { hostMask: 0x61ee7n });
  expect(kernelNumbers(config).permitted?.guest).toEqual({ features: 0x61ee7, size: 10752 });
  // linux-5.18 keeps 2440 for the two, short by 24; sized at CPUID it would not.
  const avx512 = { hostMask: 0x1ee7n, dynamic: 0xc0n };
  const sizes = (["permission", "cpuid"] as const).map((vcpuSizedBy) => {
    const kernel = { ...version("linux-5.18"), vcpuSizedBy };
    return kernelNumbers(boot(SPR, kernel, avx512)).permitted?.guest.size;
  });
  expect(sizes).toEqual([2440, 2464]);
});
