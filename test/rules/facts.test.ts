/**
 * What is known of each peer from a second source: the peer's own sources and reports, not the
 * formulas in src/rules. A fact a line: rule, processor, mask, bytes, where it is from.
 */
import { expect, test } from "vitest";
import { sizeOf } from "../../src/algebra/fold.ts";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { sigframeSize } from "../../src/rules/frame.ts";
import { PEERS, rule, WALKS } from "../../src/rules/index.ts";
import { refusalOf, stepsOf } from "../../src/rules/rule.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";

type Fact = readonly [rule: string, cpu: string, mask: bigint, bytes: number, source: string];

// biome-ignore format: one fact per line
const SIZES: readonly Fact[] = [
  ["linux-5.16-standard",  "granite-rapids-apx", 0x80201n, 1088, "APX (19) at 960, 128 bytes, the last bit; SDM1 2696"],
  ["linux-5.16-compacted", "sapphire-rapids",    0x602e7n, 10752, "2440 to 2496, + 64 + 8192; what 0DH.1:EBX says of that mask"],
  ["linux-5.18-standard",  "granite-rapids-apx", 0x80201n, 1088, "APX series of March 2025: the topmost bit is not the furthest"],
  ["linux-5.18-standard",  "sapphire-rapids",    0x602e7n, 11008, "0DH.0:EBX of the dumps"],
  ["linux-5.18-compacted", "sapphire-rapids",    0x602e7n, 10752, "as 5.16"],
  ["linux-6.16-standard",  "granite-rapids-apx", 0x80201n, 2696, "a758ae2885ea: in order of offset, PKRU at 2688 is last"],
  ["linux-6.16-compacted", "granite-rapids-apx", 0x80201n,  712, "576 + PKRU 8 + APX 128"],
  ["kvm-5.16-compacted",   "sapphire-rapids",    0x60201n, 8840, "576 + 8 + 64 + 8192, no alignment (5.15 sources)"],
  ["kvm-5.17-compacted",   "sapphire-rapids",    0x60201n, 8896, "cc04b6a21d43: 640 + 64 + 8192"],
  ["kvm-5.17-standard",    "sapphire-rapids",    0x602e7n, 11008, "CPUID.0DH.0:EBX of a guest with AMX"],
  ["xen-standard",         "zen-3",                  0x0n,    0, "xstate_uncompressed_size(): nothing asked, nothing taken"],
  ["xen-standard",         "zen-3",                  0x3n,  576, "XSTATE_AREA_MIN_SIZE"],
  ["xen-compacted",        "zen-3",                  0x0n,    0, "xstate_compressed_size()"],
  ["xen-compacted",        "sapphire-rapids",    0x602e7n, 10752, "its self-test against CPUID.0DH.1:EBX"],
  ["criu-2019-standard",   "skylake-sp",           0x2ffn, 2504, "CRIU pull request 1086: 2504 instead of 2696"],
  ["criu-2019-standard",   "sapphire-rapids",    0x60003n,  576, "XFEATURE_MAX is 11: no AMX in its table"],
  ["criu-2019-standard",   "skylake-sp",             0xbn,  576, "XFEATURE_MASK_SUPERVISOR has bit 3 of the number 10"],
  ["criu-standard",        "skylake-sp",           0x2ffn, 2696, "6ee4b7238: the end of the last, PKRU"],
  ["criu-standard",        "sapphire-rapids",    0x602e7n, 2696, "as above, where the processor takes 11008"],
  ["criu-standard",        "bulldozer", 0x4000000000000007n,  832, "no LWP in its table"],
  ["wine-compacted",       "granite-rapids-apx", 0x80201n,  768, "584 aligned before the absent XTILECFG, 640, and APX 128"],
  ["wine-compacted",       "sapphire-rapids",      0x203n,  584, "nothing follows the topmost bit, so nothing aligns"],
  ["wine-compacted",       "sapphire-rapids",    0x602e7n, 10752, "every aligned component present: as the processor"],
  ["wine-standard",        "granite-rapids-apx", 0x80201n, 1088, "the end of the topmost bit, APX at 960"],
  ["qemu-standard",        "alder-lake",           0x203n, 2696, "PKRU at 2688, of 8 bytes in its table"],
  ["qemu-compacted",       "alder-lake",        0x8003n, 576 + 808, "XSavesArchLBR: 5 MSRs and 32 entries of 24 bytes, 808"],
  ["qemu-compacted",       "sapphire-rapids",    0x602e7n, 10696, "2440 + 64 + 8192: xsave_area_size() knows no alignment"],
  ["qemu-compacted",       "sapphire-rapids",    0x00103n,  576, "PT (8) is not in its table"],
  ["gvisor-2024-standard", "sapphire-rapids",        0x7n, 2752, "11008 - 64 - 8192, release-20240122 (issue 9896)"],
  ["gvisor-standard",      "sapphire-rapids",        0x7n, 2816, "11008 - 8192, release-20260427"],
  ["gvisor-2024-standard", "zen-4",                  0x3n, 2440, "no AMX: EBX of the host, whatever is asked"],
  ["gvisor-standard",      "zen-4",                  0x3n, 2440, "as above"],
  ["gdb-standard",         "zen-4",                0x2e7n, 2696, "X86_XSTATE_PKRU_SIZE, laid out as on Intel"],
  ["gdb-standard",         "zen-4",                 0xe7n, 2688, "X86_XSTATE_AVX512_SIZE, what gcore writes on AMD"],
  ["gdb-standard",         "skylake-client",        0x1fn, 1088, "X86_XSTATE_BNDCFG_SIZE"],
  ["gdb-standard",         "haswell",                0x7n,  832, "X86_XSTATE_AVX_SIZE"],
  ["sgx-sdk-standard",     "sapphire-rapids",      0x207n, 2752, "get_xsave_size(): PKRU's row, 56 bytes late (peers' own code)"],
  ["sgx-sdk-standard",     "sapphire-rapids",    0x602e7n, 11008, "AMX's row is the last"],
  ["sgx-sdk-standard",     "skylake-client",        0x1fn,    0, "MPX is none that it knows: it fails"],
  ["gramine-standard",     "sapphire-rapids",      0x207n, 2696, "enclave_xstate.c: PKRU's row"],
  ["gramine-standard",     "skylake-client",        0x1fn,  576, "MPX is none that it knows: XSAVE off"],
  ["bochs-last-byte-standard", "haswell",            0x1n,  160, "FXSAVE up to XMM0; SDM1 table 10-2"],
  ["bochs-last-byte-standard", "haswell",            0x3n,  416, "FXSAVE up to the end of XMM15; SDM1 table 10-2"],
  ["bochs-last-byte-standard", "bulldozer", 0x4000000000000003n, 416, "its masks have 32 bits"],
  ["bochs-cpuid1-compacted",   "sapphire-rapids", 0x61ae7n, 10736, "boot logs of Linux 6.17.13, 6.18.15, 7.3.4 on stock Bochs 3.0 (live, emulated)"],
  ["bochs-cpuid1-compacted",   "sapphire-rapids", 0x60ae7n, 10712, "the same of 6.16.3"],
  ["bochs-cpuid1-compacted",   "sapphire-rapids", 0x60201n, 8840, "576 + 8 + 64 + 8192, no alignment"],
  ["bochs-cpuid1-compacted",   "bulldozer", 0x4000000000000001n, 576, "its masks have 32 bits: no LWP"],
  ["linux-snp-standard",   "sapphire-rapids", 0x602e7n, 11008, "max(x, EBX + EAX): as 0DH.0:EBX (6.16.1, 6.19 read)"],
  ["linux-snp-compacted",  "sapphire-rapids", 0x602e7n, 10696, "2440 + 64 + 8192: x + EAX, no alignment (6.16.1, 6.19 read)"],
  ["linux-snp-compacted",  "zen-4",            0x1ae7n,  2480, "576 + 256 + 64 + 512 + 1024 + 8 + 16 + 24: nothing of AMD's is aligned"],
  ["svsm-standard",        "zen-4",             0x2e7n,  2440, "max(576, EBX + EAX): PKRU at 2432"],
  ["nvmm-2025-standard",   "zen-4",              0xe7n,   576, "(SSE ? 512 : 108) + 64, a guest with AVX-512 too"],
  ["nvmm-2025-standard",   "haswell",             0x1n,   172, "108 + 64, without SSE"],
  ["nvmm-standard",        "zen-4",              0xe7n,  2432, "June 2026: MAX(totalsize, offset + size)"],
  ["asterinas-standard",   "skylake-sp",         0xe7n,  2432, "0DH.1:EBX, where the image takes 2688"],
  ["asterinas-standard",   "zen-4",              0xe7n,  2432, "AMD leaves no room for MPX: right by chance"],
  ["asterinas-standard",   "haswell",             0x7n,     0, "no XSAVEC: 0DH.1:EBX is 0"],
  ["xnu-standard",         "zen-4",              0xe7n,  2688, "as on Intel, where EBX is 2432: its assertion fails"],
  ["xnu-standard",         "haswell",             0x7n,   832, "the struct with YMM"],
  ["xnu-standard",         "haswell",             0x3n,   512, "the struct of FXSAVE alone"],
  ["fex-standard",         "sapphire-rapids", 0x602e7n,   832, "XFeatureSupportedSizeMax 0x340"],
  ["fex-compacted",        "penryn",              0x3n,   576, "0x240 without AVX"],
  ["fuchsia-standard",     "haswell",             0x7n,   832, "0DH.0:EBX of x87, SSE and AVX"],
  ["fuchsia-compacted",    "sapphire-rapids",     0x7n,   832, "576 + 256"],
  ["ld-so-2.33-compacted", "sapphire-rapids", 0x602e7n,  2496, "align64(2432 + 64): no PKRU, no AMX"],
  ["ld-so-2.42-compacted", "sapphire-rapids", 0x602e7n, 10816, "align64(10688 + 88) with AMX, no PKRU"],
  ["ld-so-2.42-compacted", "zen-4",             0x2e7n,  2560, "align64(2432 + 88)"],
];

test.each(SIZES)("%s on %s, mask %s: %i bytes (%s)", (id, cpu, mask, bytes) => {
  const one = processor(cpu);
  const named = rule(id);
  const found = [
    ...(named.steps ? [sizeOf(stepsOf(named, one), mask)] : []),
    named.walk(one, mask),
  ];
  if (found.some((size) => size !== bytes)) {
    throw new Error(`${id} on ${cpu}, ${hex(mask)}: steps and walk ${found}, not ${bytes}`);
  }
});

const ALL = null;
// biome-ignore format: one fact per line
const OWN: readonly (readonly [rule: string, components: bigint | null, source: string])[] = [
  ["linux-5.16-standard",  0x602ffn, "XFEATURE_MASK_USER_SUPPORTED of 5.16: no PT, no PASID"],
  ["linux-5.16-compacted", 0x602ffn, "the same"],
  ["linux-5.18-standard",  0x60effn, "with PASID (10) and CET_U (11)"],
  ["linux-5.18-compacted", 0x60effn, "the same"],
  ["linux-6.16-standard",  0xe1effn, "with CET_S (12) and APX (19)"],
  ["linux-6.16-compacted", 0xe1effn, "the same"],
  ["criu-2019-standard",   ALL, "XCR0 of the host, whatever that is"],
  ["criu-standard",        ALL, "the same"],
  ["kvm-5.16-compacted",   0x2ffn,   "KVM_SUPPORTED_XCR0: x87, SSE, AVX, MPX, AVX-512, PKRU"],
  ["kvm-5.17-standard",    0x61affn, "with AMX, and CET in IA32_XSS from 6.18 on"],
  ["kvm-5.17-compacted",   0x61affn, "the same"],
  ["xen-standard",         0x400000000007ffffn, "X86_XCR0_STATES | X86_XSS_STATES: no APX"],
  ["xen-compacted",        0x400000000007ffffn, "the same"],
  ["qemu-standard",        0xe9affn, "x86_ext_save_areas: 2-7, 9, 11, 12, 15, 17-19"],
  ["qemu-compacted",       0xe9affn, "the same"],
  ["gvisor-2024-standard", 0x7ffffffffff9ffffn, "ValidXCR0Mask() clears XTILECFG and XTILEDATA"],
  ["gvisor-standard",      0x7ffffffffff9ffffn, "the same"],
  ["wine-standard",        ALL, "nothing is known of its callers' masks"],
  ["wine-compacted",       ALL, "the same"],
  ["gdb-standard",         0x2ffn,   "X86_XSTATE_ALL_MASK to gdb 13"],
  ["bochs-last-byte-standard", 0x602e7n, "0-2, 5-7, 9, 17, 18 have bytes"],
  ["bochs-cpuid1-compacted",   0x65ae7n, "and 11, 12, 14"],
  ["linux-snp-standard",   0x1ae7n, "what Zen 3 to 5 enumerate: no aligned component"],
  ["linux-snp-compacted",  0x1ae7n, "the same"],
  ["svsm-standard",        ALL, "XCR0 of the page, whatever that is"],
  ["nvmm-2025-standard",   ALL, "XCR0 of the guest, whatever that is"],
  ["nvmm-standard",        ALL, "the same"],
  ["asterinas-standard",   0xe7n, "x87, SSE, AVX, opmask, ZMM_Hi256, Hi16_ZMM"],
  ["xnu-standard",         0xe7n, "FP, YMM and ZMM states"],
  ["fex-standard",         0x7n,  "EAX of its leaf 0DH: x87, SSE, AVX"],
  ["fex-compacted",        0x7n,  "the same"],
  ["fuchsia-standard",     0x7n,  "host enables x87, SSE and AVX only"],
  ["fuchsia-compacted",    0x7n,  "the same"],
  ["ld-so-2.33-compacted", 0xefn, "STATE_SAVE_MASK: 1-3, 5-7, with x87 beside"],
  ["ld-so-2.42-compacted", 0xe00efn, "and 17 to 19"],
  ["sgx-sdk-standard",         0x602e7n, "tables without MPX: any bit beyond fails"],
  ["gramine-standard",         0x602e7n, "the same tables: any bit beyond turns XSAVE off"],
];

test.each(OWN)("%s: own domain %s (%s)", (id, components) => {
  const found = rule(id).own?.components ?? ALL;
  if (found !== components) {
    throw new Error(`${id}: own ${found && hex(found)}, not ${components && hex(components)}`);
  }
});

test("every peer has its facts: a size and an own domain in the tables above", () => {
  const missing = PEERS.concat(WALKS)
    .filter(({ id }) => !SIZES.some(([one]) => one === id) || !OWN.some(([one]) => one === id))
    .map(({ id }) => id);
  if (missing.length > 0) {
    throw new Error(
      `write a row of SIZES and one of OWN, each from a second source, for ${missing.join(", ")}`,
    );
  }
});

test("Wine: wrong on 896 of 12,122 legal masks, 16 of 388 in the standard format, two with APX", () => {
  const found = ["wine-compacted", "wine-standard"].map((id) => {
    const { format, walk } = rule(id);
    const right = format === "standard" ? standardSize : compactedSize;
    let masks = 0;
    const wrong: string[] = [];
    for (const cpu of CATALOGUE) {
      const universe = format === "standard" ? cpu.xcr0 : cpu.xcr0 | cpu.xss;
      for (let i = 0n; i < 1n << BigInt(popcount(universe)); i++) {
        const mask = subsetAt(universe, i);
        if (!isLegal(cpu, mask)) continue;
        masks++;
        if (walk(cpu, mask) !== right(cpu, mask)) wrong.push(`${cpu.id} ${hex(mask)}`);
      }
    }
    return [
      masks,
      wrong.length,
      wrong.filter((one) => /^granite-rapids-apx 0x80201$/.test(one)).length,
    ];
  });
  expect(found).toEqual([
    [12_122, 896, 1],
    [388, 16, 1],
  ]);
});

test("of 388 legal XCR0, nvmm before June 2026 is wrong on 340; Asterinas where MPX has room", () => {
  const wrongOf = (id: string, within = ~0n) => {
    const wrong: string[] = [];
    let masks = 0;
    for (const cpu of CATALOGUE) {
      const universe = cpu.xcr0 & within;
      for (let i = 0n; i < 1n << BigInt(popcount(universe)); i++) {
        const mask = subsetAt(universe, i);
        if (!isLegal(cpu, mask)) continue;
        masks++;
        if (rule(id).walk(cpu, mask) !== standardSize(cpu, mask)) wrong.push(cpu.id);
      }
    }
    return [masks, wrong] as const;
  };
  const [masks, nvmm] = wrongOf("nvmm-2025-standard");
  expect([masks, nvmm.length]).toEqual([388, 340]);
  const [, asterinas] = wrongOf("asterinas-standard", 0xe7n);
  expect(asterinas).toContain("skylake-sp");
  expect(asterinas).not.toContain("zen-4");
});

test("CRIU since 3.15: the architecture on all 227 legal masks of 0x2ff with SSE; the sum is not", () => {
  const found = ["criu-standard", "criu-2019-standard"].map((id) => {
    let [masks, wrong] = [0, 0];
    for (const cpu of CATALOGUE) {
      const universe = cpu.xcr0 & 0x2fcn;
      for (let i = 0n; i < 1n << BigInt(popcount(universe)); i++) {
        const mask = subsetAt(universe, i) | 3n;
        if (!isLegal(cpu, mask)) continue;
        masks++;
        if (rule(id).walk(cpu, mask) !== standardSize(cpu, mask)) wrong++;
      }
    }
    return [masks, wrong > 0];
  });
  expect(found).toEqual([
    [227, false],
    [227, true],
  ]);
});

test("QEMU gives no size where PKRU has 64 bytes: an assertion ends it", () => {
  const refused = ["zen-2", "zen-2-4700s", "zen-3", "sapphire-rapids"].map((id) =>
    refusalOf(rule("qemu-standard"), processor(id)),
  );
  expect(refused.map((why) => why !== null)).toEqual([true, true, false, false]);
});

// biome-ignore format: one fact per line
test.each([
  ["with 32-bit emulation",  2440,  3376, "AT_MINSIGSTKSZ of a Zen 4 with 0x2e7"],
  ["with 32-bit emulation",  2696,  3632, "boot logs of Skylake-SP: max sigframe size 3632"],
  ["with 32-bit emulation",   832,  1776, "boot logs of Haswell: max sigframe size 1776"],
  ["with 32-bit emulation", 11008, 11952, "boot logs of Sapphire Rapids: max sigframe size 11952"],
  ["64-bit only",             832,  1360, "440 + 15 + 4 + 63 + 832 = 1354, to 16"],
  ["64-bit only",            2696,  3232, "3218, to 16: 516 would give 3216"],
  ["64-bit only",            2440,  2976, "2962, to 16: 516 would give 2960"],
] as const)("sigframe %s of %i bytes: %i (%s)", (kind, standard, bytes, _) => {
  expect(sigframeSize(standard, kind)).toBe(bytes);
});
