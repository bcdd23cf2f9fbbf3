import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explore } from "../../src/check/explore.ts";
import type { Exploration } from "../../src/check/search.ts";
import { boot, xfdComponents } from "../../src/linux/kernel/configuration.ts";
import { VERSIONS, version } from "../../src/linux/kernel/version.ts";
import { kernelModel } from "../../src/linux/kernel-model.ts";
import type { Process } from "../../src/linux/model/process.ts";
import { PROPERTIES } from "../../src/linux/promises/index.ts";
import { createProcessor, type Processor } from "../../src/xsave/processor.ts";

const SPR = processor("sapphire-rapids");

const explored = (
  kernel: string,
  hostMask: bigint,
  dynamic = xfdComponents(SPR),
  cpu: Processor = SPR,
) => explore(kernelModel(boot(cpu, version(kernel), { hostMask, dynamic })));

/** Ids of the broken properties with the length of the shortest trace: "P1:1 B4:2". */
const broken = ({ findings }: Exploration<Process>): string =>
  findings
    .filter(({ holds }) => holds !== true)
    .map(({ property: { name }, discovery }) => {
      const { id } = PROPERTIES.find((known) => known.name === name) ?? {};
      return `${id}:${discovery?.trace.length}`;
    })
    .join(" ");

const find = ({ findings }: Exploration<Process>, id: string) => {
  const name = PROPERTIES.find((known) => known.id === id)?.name;
  return findings.find(({ property }) => property.name === name);
};

// biome-ignore format: one version per line
const SAPPHIRE_RAPIDS: readonly (readonly [string, number, number, string])[] = [
  ["linux-5.16",         256, 2240, "P1:1 P2:1 P4:2 B4:2 B5:4 B6:4 B7:5 B8:5 B9:2 S5:0"],
  ["linux-5.18",         256, 2240, "P1:1 P4:2 B4:2 B5:4 B6:4 B7:5 B8:5 B9:2 S5:0"],
  ["linux-6.16",         256, 2240, "P4:2 B5:4 B6:4 B7:5 B8:5 B9:2"],
  ["linux-6.17",         256, 2240, "P4:2 B5:4 B6:4 B7:5 B8:5 B9:2"],
  ["linux-6.18",         256, 2240, "P4:2 B5:4 B6:4 B7:5 B8:5 B9:2"],
  ["mail-v6",            256, 2240, "P1:1 P4:2 B4:1 B5:4 B6:4 B7:5 B8:5 B9:2"],
  ["mail-v6-preserve",   256, 2240, "P4:2 B4:1 B5:4 B6:4 B7:5 B8:5 B9:2"],
  ["kvm-sizes-at-cpuid", 400, 3536, "P4:2 B4:2 B5:3 B6:3 B7:4 B8:4 B9:2"],
];

test.each(SAPPHIRE_RAPIDS)(
  "%s on host mask 0x61ee7: %i states, %i transitions, breaks %s",
  (kernel, states, transitions, expected) => {
    const all = explored(kernel, 0x61ee7n);
    expect([all.states, all.transitions, all.complete]).toEqual([states, transitions, true]);
    expect(broken(all)).toBe(expected);
  },
);

test("every version is in the table above", () => {
  const known = new Set(SAPPHIRE_RAPIDS.map(([id]) => id));
  const rows = VERSIONS.filter(({ id }) => !known.has(id)).map(({ id }) => {
    const all = explored(id, 0x61ee7n);
    return `  ["${id}", ${all.states}, ${all.transitions}, "${broken(all)}"],`;
  });
  if (rows.length > 0) {
    throw new Error(
      `a version more? Judge what it breaks, then write in SAPPHIRE_RAPIDS of this file:\n${rows.join("\n")}`,
    );
  }
  expect(SAPPHIRE_RAPIDS.map(([id]) => id)).toEqual(VERSIONS.map(({ id }) => id));
});

// biome-ignore format: one version per line
test.each([
  ["linux-5.16",         1660, "P1:1 P2:1 P3:1 P4:2 B2:4 B3:4 B4:2 B5:4 B9:2 S5:0"],
  ["linux-5.18",         1792, "P1:1 P2:1 P4:2 B1:4 B2:4 B4:2 B5:4 B7:6 B9:2 S5:0"],
  ["linux-6.16",         1792, "P4:2 B2:4 B5:4 B7:6 B9:2 S5:0"],
  ["linux-6.17",         1792, "P4:2 B2:4 B5:4 B7:6 B9:2 S5:0"],
  ["linux-6.18",         1792, "P4:2 B2:4 B5:4 B7:6 B9:2 S5:0"],
  ["mail-v6",            1792, "P1:1 P2:1 P4:2 B1:4 B2:4 B4:1 B5:4 B7:6 B9:2 S5:0"],
  ["mail-v6-preserve",   1792, "P4:2 B1:3 B2:3 B4:1 B5:4 B7:6 B9:2 S5:0"],
  ["kvm-sizes-at-cpuid", 4288, "P4:2 B4:2 B5:3 B7:4 B9:2"],
] as const)("%s with 6 and 7 dynamic on 0x1ee7: %i states, breaks %s", (kernel, states, expected) => {
  const all = explored(kernel, 0x1ee7n, 0xc0n);
  expect(all.states).toBe(states);
  expect(broken(all)).toBe(expected);
});

// biome-ignore format: one version per line
test.each([
  ["linux-5.18", 2440, 2464],
  ["mail-v6",    2464, 2488],
] as const)("%s: the buffer of %i bytes is 24 short after the four calls of the mail", (kernel, size, needed) => {
  const config = boot(SPR, version(kernel), { hostMask: 0x1ee7n, dynamic: 0xc0n });
  const { discovery } = find(explore(kernelModel(config)), "B1") ?? {};
  expect(discovery?.trace.map(({ operation }) => operation)).toEqual([
    "REQ_GUEST_PERM(6)",
    "REQ_GUEST_PERM(7)",
    "CREATE_VCPU",
    "SET_CPUID2(0xc0)",
  ]);
  expect(discovery?.trace.map(({ result }) => result)).toEqual([0, 0, 0, 0]);
  const { vcpu } = discovery?.state ?? {};
  expect(vcpu?.size).toBe(size);
  expect(config.sizes.compacted(vcpu?.xfeatures ?? 0)).toBe(needed);
  expect(discovery?.worst?.shortfall).toBe(24);
});

test("linux-5.16 loses what was permitted before: 2688 bytes where the guest needs 2696", () => {
  const { discovery } = find(explored("linux-5.16", 0x1ee7n, 0xc0n), "B3") ?? {};
  expect(discovery?.state.vcpu?.uabiSize).toBe(2688);
  expect(discovery?.worst?.shortfall).toBe(8);
});

test("without the components that keep the padding, 64 bytes are missing (0x610e7)", () => {
  const { discovery } = find(explored("mail-v6-preserve", 0x610e7n), "B1") ?? {};
  expect(discovery?.trace.map(({ operation }) => operation)).toEqual([
    "REQ_GUEST_PERM(18)",
    "CREATE_VCPU",
    "SET_CPUID2(0x40000)",
  ]);
  expect(discovery?.state.vcpu?.size).toBe(10688);
  expect(discovery?.worst?.shortfall).toBe(64);
});

test("P2 without PKRU: linux-5.18 keeps 10752 bytes for a permission that takes 10688", () => {
  const { discovery } = find(explored("linux-5.18", 0x618e7n), "P2") ?? {};
  expect(discovery?.state.guestPerm).toMatchObject({ statePerm: 0x600e7, stateSize: 10752 });
  expect(discovery?.worst?.shortfall).toBe(64);
});

/** Sapphire Rapids with one more component: 256 bytes in bit 20, after the tiles. */
const WITH_BIT_20 = createProcessor({
  ...SPR,
  id: "sapphire-rapids-20",
  hypothetical: true,
  xcr0: SPR.xcr0 | (1n << 20n),
  components: [
    ...SPR.components,
    {
      bit: 20,
      name: "D20",
      size: 256,
      offset: 11008,
      supervisor: false,
      align64: false,
      xfd: true,
    },
  ],
});

test("linux-5.16 with a second dynamic component: 9024 bytes where 10752 are needed", () => {
  const all = explored("linux-5.16", 0x161ee7n, 0x140000n, WITH_BIT_20);
  const { discovery } = find(all, "B1") ?? {};
  expect(discovery?.trace.map(({ operation }) => operation)).toEqual([
    "REQ_GUEST_PERM(20)",
    "REQ_GUEST_PERM(18)",
    "CREATE_VCPU",
    "SET_CPUID2(0x40000)",
  ]);
  expect(discovery?.state.vcpu?.size).toBe(9024);
  expect(discovery?.worst?.shortfall).toBe(1728);
  const user = find(all, "P3")?.discovery;
  expect(user?.worst?.shortfall).toBe(11264 - 11008);
});

test("linux-6.17 sizes for all that is permitted: 11008 bytes where 10752 are needed", () => {
  const all = explored("linux-6.17", 0x161ee7n, 0x140000n, WITH_BIT_20);
  expect(find(all, "B1")?.holds).toBe(true);
  const { discovery } = find(all, "B2") ?? {};
  expect(discovery?.trace).toHaveLength(4);
  expect(discovery?.state.vcpu?.size).toBe(11008);
});

test("always: on a host without dynamic xfeatures only the buffer of mail-v6 breaks a promise", () => {
  for (const kernel of VERSIONS) {
    const all = explored(kernel.id, 0x1ae7n);
    expect([kernel.id, all.complete, broken(all)]).toEqual([
      kernel.id,
      true,
      kernel.guestOnly === "buffer" ? "B4:1" : "",
    ]);
  }
});
