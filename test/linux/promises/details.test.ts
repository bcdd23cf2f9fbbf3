/** What a broken promise says: its numbers are read by people, so each is held, whole. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { type CheckOptions, check } from "../../../src/linux/check.ts";
import { boot } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { readVersion } from "../../../src/linux/kernel/version-file.ts";
import { initialProcess } from "../../../src/linux/model/fpstate.ts";
import { newVcpu } from "../../../src/linux/model/kvm.ts";
import { PROPERTIES } from "../../../src/linux/promises/index.ts";
import { bytes } from "../../../src/linux/promises/promise.ts";

const SPR = processor("sapphire-rapids");
const HOSTS = {
  "the mail's host": { hostMask: 0x61ee7n },
  "no PKRU": { hostMask: 0x618e7n },
  "dynamic AVX-512": { hostMask: 0x1ee7n, dynamic: 0xc0n },
  "CET_S alone": { hostMask: 0x610e7n },
} satisfies Record<string, CheckOptions>;
const THE_MAIL = HOSTS["the mail's host"];
const AVX512 = HOSTS["dynamic AVX-512"];

type Row = readonly [string, keyof typeof HOSTS, string, number | null, boolean, string];

// biome-ignore format: one promise per line: kernel, host, id, bytes, hidden by padding, sentence
const BROKEN: readonly Row[] = [
  ["linux-5.16", "the mail's host", "P1", 1984, false, "the guest permission 0x40000 lost 0x20ee7 (x87+SSE+AVX+opmask+ZMM_Hi256+Hi16_ZMM+PKRU+PASID+CET_U+XTILECFG): 8768 bytes, 10752 with them"],
  ["linux-5.18", "the mail's host", "P1", 0, true, "the guest permission 0x602e7 lost 0xc00 (PASID+CET_U): 10752 bytes, 10752 with them"],
  ["linux-5.18", "no PKRU", "P1", 64, false, "the guest permission 0x600e7 lost 0x800 (CET_U): 10688 bytes, 10752 with them"],
  ["linux-5.18", "dynamic AVX-512", "P1", 24, false, "the guest permission 0x267 lost 0xc00 (PASID+CET_U): 1416 bytes, 1440 with them"],
  ["linux-5.16", "the mail's host", "P2", 1984, false, "stateSize is 10752 bytes; the permitted 0x40000 takes 8768"],
  ["linux-5.18", "no PKRU", "P2", 64, false, "stateSize is 10752 bytes; the permitted 0x600e7 takes 10688"],
  ["linux-5.16", "dynamic AVX-512", "P3", 1032, false, "userStateSize is 2696 bytes; the permitted 0x40 takes 1664"],
  ["linux-6.17", "the mail's host", "P4", null, false, "guest permissions are locked, and this process created no vCPU"],
  ["linux-5.18", "dynamic AVX-512", "B1", 24, false, "the buffer has 2440 bytes; its 0xee7 takes 2464: short by 24"],
  ["mail-v6-preserve", "CET_S alone", "B1", 64, false, "the buffer has 10688 bytes; its 0x610e7 takes 10752: short by 64"],
  ["linux-6.17", "dynamic AVX-512", "B2", 1024, false, "the buffer has 2488 bytes; its 0x1e67 takes 1464"],
  ["mail-v6-preserve", "CET_S alone", "B2", 64, false, "the buffer has 10688 bytes; its 0x610e7 takes 10752"],
  ["linux-5.16", "dynamic AVX-512", "B3", 8, false, "the UABI image has 2688 bytes; its 0x2a7 takes 2696: short by 8"],
  ["linux-5.18", "the mail's host", "B4", 0, true, "the buffer holds 0x20ee7, of which the permission 0x602e7 lacks 0xc00 (PASID+CET_U)"],
  ["mail-v6", "dynamic AVX-512", "B4", 48, false, "the buffer holds 0x1e27, of which the permission 0xe27 lacks 0x1000 (CET_S)"],
  ["linux-6.17", "the mail's host", "B5", null, false, "KVM_SET_CPUID2 enlarged the buffer and copied nothing: what KVM_SET_XSAVE wrote is lost"],
  ["linux-6.17", "the mail's host", "B6", 6912, false, "CPUID has no dynamic xfeature, and KVM_GET_XSAVE answers -22: the image stays 11008 bytes, over 4096"],
  ["linux-6.17", "the mail's host", "B7", 8192, false, "XCR0 0x602e7 outlived its CPUID, which supports 0x202e7: 0x40000 (XTILEDATA) is too much"],
  ["linux-6.17", "dynamic AVX-512", "B7", 0, true, "XCR0 0x2e7 outlived its CPUID, which supports 0x227: 0xc0 (ZMM_Hi256+Hi16_ZMM) is too much"],
  ["linux-6.17", "the mail's host", "B8", 8192, false, "the guest reads EBX 11008 and ECX 2816: 8192 bytes too much"],
  ["linux-6.17", "the mail's host", "B9", 1, false, "a stack of 11951 bytes passes after the request; registered first, it makes the request fail, which asks for 11952 (any of 11837..11951 does so)"],
  ["linux-6.17", "dynamic AVX-512", "B9", 1, false, "a stack of 3631 bytes passes after the request; registered first, it makes the request fail, which asks for 3632 (any of 3517..3631 does so)"],
  ["linux-6.17", "dynamic AVX-512", "S5", null, false, "KVM reports 0x227 (x87+SSE+AVX+opmask+PKRU), which no XSETBV takes"],
];

test.each(BROKEN)("%s on %s: %s is %s bytes short, hidden %s: %s", (kernel, host, id, ...said) => {
  const property = check(SPR, version(kernel), HOSTS[host]).properties.find((one) => one.id === id);
  const { shortfall, hidden, detail } = property ?? {};
  expect([shortfall, hidden, detail]).toEqual(said);
});

test("the worst state is told where it is not the first, and only there", () => {
  const { properties } = check(SPR, version("linux-5.16"), AVX512);
  const worst = new Map(properties.map((property) => [property.id, property.worst]));
  expect(worst.get("P2")).toBe("stateSize is 2112 bytes; the permitted 0x40 takes 1088");
  expect(worst.get("B2")).toBe("the buffer has 2112 bytes; its 0xe67 takes 1440");
  expect([worst.get("P1"), worst.get("B3")]).toEqual([null, null]);
});

test("B10 tells a lock that strayed from a supervisor xfeature that did", () => {
  const detail = (fields: object) => {
    const file = { schema: "xsweep/kernel-version@1", id: "mine", like: "linux-5.18", ...fields };
    const { properties } = check(SPR, readVersion(JSON.stringify(file)), THE_MAIL);
    return properties.find(({ id }) => id === "B10")?.detail;
  };
  expect(detail({ requestWhileLocked: "granted" })).toBe(
    "the lock, bit 63, reached the size calculation",
  );
  expect(detail({ userSizeCounts: "all" })).toBe(
    "a supervisor xfeature reached the user size calculation",
  );
});

test("B7 leaves x87 alone, and nothing else: XCR0 begins at 1, whatever CPUID says", () => {
  const config = boot(SPR, version("linux-6.17"), THE_MAIL);
  const b7 = PROPERTIES.find(({ id }) => id === "B7");
  const on = (xcr0: number, supportedXcr0: number) => {
    const vcpu = { ...newVcpu(config), xcr0, supportedXcr0 };
    return { ...initialProcess(config), vcpu };
  };
  expect([on(1, 0), on(3, 0), on(3, 2)].map((process) => b7?.holds(config, process))).toEqual([
    true,
    false,
    true,
  ]);
  expect(b7?.detail(config, on(3, 0))).toContain("0x2 (SSE) is too much");
});

test("B8: a CPUID without anything still counts the 576 bytes that every area has", () => {
  const config = boot(SPR, version("linux-6.17"), THE_MAIL);
  const b8 = PROPERTIES.find(({ id }) => id === "B8");
  const vcpu = { ...newVcpu(config), cpuid: 0, xcr0: 7 };
  const process = { ...initialProcess(config), vcpu };
  expect(b8?.holds(config, process)).toBe(false);
  expect(b8?.detail(config, process)).toBe(
    "the guest reads EBX 832 and ECX 576: 256 bytes too much",
  );
});

test("a promise about a vCPU holds where there is none, and says nothing there", () => {
  const config = boot(SPR, version("linux-6.17"), THE_MAIL);
  const process = initialProcess(config);
  const ofVcpus = PROPERTIES.filter(({ id }) => /^B[1-8]$/.test(id));
  expect(ofVcpus).toHaveLength(8);
  for (const { id, holds, detail, shortfall } of ofVcpus) {
    const said = [
      holds(config, process),
      detail(config, process),
      shortfall?.(config, process) ?? 0,
    ];
    expect([id, ...said]).toEqual([id, true, "", 0]);
  }
});

test("bytes are counted in words: 0 bytes, 1 byte, 2 bytes", () => {
  expect([0, 1, 2].map(bytes)).toEqual(["0 bytes", "1 byte", "2 bytes"]);
});
