/** KVM at its edges, each a line of the kernel that no other test crosses. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { type BootOptions, boot } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { initialProcess } from "../../../src/linux/model/fpstate.ts";
import {
  enableXfdFeatures,
  newVcpu,
  setCpuid,
  setXsave,
  shownXstateBv,
  supportedByHost,
} from "../../../src/linux/model/kvm.ts";
import {
  capXsave2,
  guestCpuid,
  reportedXcr0,
  supportedCpuid,
  supportedXss,
} from "../../../src/linux/model/kvm-cpuid.ts";
import {
  createVcpuCall,
  reqGuestPerm,
  setCpuid2,
  setXsaveCall,
} from "../../../src/linux/model/operations.ts";
import { play, vcpuOf } from "../../../src/linux/model/scenario.ts";

const SPR = processor("sapphire-rapids");
const AMX = 1 << 18;
const on = (kernel: string, options: BootOptions = {}) =>
  boot(SPR, version(kernel), { hostMask: 0x61ee7n, ...options });
const AVX512 = { hostMask: 0x1ee7n, dynamic: 0xc0n };
/** linux-6.17 with the one thing that 6.18 adds to what CPUID says. */
const withXss = (hostMask: bigint) =>
  boot(SPR, { ...version("linux-6.17"), guestXss: "cet" }, { hostMask });

test("growth makes the image as large as what is permitted, be it below 4,096 bytes", () => {
  const config = on("linux-6.17", AVX512);
  const fresh = newVcpu(config);
  const { end } = play(config, [
    reqGuestPerm(config, 6),
    createVcpuCall(config),
    setCpuid2(config, 0x40),
  ]);
  // 1152 + 512 of ZMM_Hi256, but PKRU at 2688 is the last: 2696.
  expect([fresh.uabiSize, vcpuOf(end).uabiSize]).toEqual([4096, 2696]);
});

test("what was lost once stays lost, however often the buffer grows", () => {
  const config = on("linux-6.17", AVX512);
  const { end } = play(config, [
    reqGuestPerm(config, 6),
    reqGuestPerm(config, 7),
    createVcpuCall(config),
    setXsaveCall(config),
    setCpuid2(config, 0x40),
    setCpuid2(config, 0xc0),
  ]);
  expect(vcpuOf(end)).toMatchObject({ xfeatures: 0x1ee7, xstateBv: 0, lost: true });
  const again = play(config, [createVcpuCall(config), setXsaveCall(config)]).end;
  expect(vcpuOf(again).lost).toBe(false);
});

test("permission is asked for before memory: -EPERM where both fail, -EFAULT with the permission", () => {
  const config = on("linux-6.17");
  const [denied, permitted] = [[], [reqGuestPerm(config, 18)]].map((first) => {
    const { end } = play(config, [...first, createVcpuCall(config)]);
    return enableXfdFeatures(config, end, vcpuOf(end), AMX, false);
  });
  expect([denied, permitted]).toEqual([-1, -14]);
});

test("KVM_SET_XSAVE of what the host has and KVM does not know is -EINVAL: APX", () => {
  const cpu = processor("granite-rapids-apx");
  const config = boot(cpu, version("linux-6.17"), { hostMask: 0xe1ee7n });
  const { end } = play(config, [createVcpuCall(config)]);
  const vcpu = vcpuOf(end);
  expect(vcpu.userXfeatures & (1 << 19)).not.toBe(0);
  expect([1 << 19, 1 << 17].map((bv) => setXsave(config, end, vcpu, bv).result)).toEqual([-22, 0]);
});

test("KVM_GET_XSAVE2 shows x87 and SSE always, and of the rest what CPUID has", () => {
  const vcpu = { ...newVcpu(on("linux-6.17")), xstateBv: 0x20007 };
  const shown = [0, 0x4, 0x20000].map((supportedXcr0) => shownXstateBv({ ...vcpu, supportedXcr0 }));
  expect(shown).toEqual([0x3, 0x7, 0x20003]);
});

test("XTILECFG alone is reported on a host that has no XTILEDATA, which then is no question", () => {
  const config = on("linux-6.17", { hostMask: 0x202e7n });
  expect(config.dynamic).toBe(0);
  expect(reportedXcr0(config, initialProcess(config).guestPerm)).toBe(0x202e7);
  const both = on("linux-6.17");
  expect(reportedXcr0(both, initialProcess(both).guestPerm)).toBe(0x2e7);
});

test("guests get IA32_XSS of both halves of CET or of neither", () => {
  const masks = [0x61ee7n, 0x60ee7n, 0x616e7n, 0x606e7n];
  expect(masks.map((hostMask) => supportedXss(withXss(hostMask)))).toEqual([0x1800, 0, 0, 0]);
});

test("0DH.1:EBX counts IA32_XSS, where guests have it", () => {
  const [old, config] = [on("linux-6.17"), withXss(0x61ee7n)];
  const report = (of: typeof config) => supportedCpuid(of, initialProcess(of).guestPerm);
  // 2440 for 0x2e7, 16 for CET_U, 24 for CET_S.
  expect([report(old).compacted, report(config).compacted]).toEqual([2440, 2480]);
  const { end } = play(config, [createVcpuCall(config), setCpuid2(config, 0)]);
  const ebx = [0, 0x800, 0x1800].map(
    (xss) => guestCpuid(config, { ...vcpuOf(end), xcr0: 0x7, xss }).compacted,
  );
  expect(ebx).toEqual([832, 848, 872]);
  expect(guestCpuid(old, { ...vcpuOf(end), xcr0: 0x7, xss: 0x1800 }).compacted).toBe(832);
});

test("KVM_CAP_XSAVE2 follows what is reported, not what is permitted", () => {
  const caps = ["linux-6.17", "kvm-sizes-at-cpuid"].map((kernel) => {
    const config = on(kernel);
    return capXsave2(config, initialProcess(config).guestPerm);
  });
  expect(caps).toEqual([4096, 11008]);
});

test("no KVM gives a guest APX; what no Linux has a number for, a thought experiment's does", () => {
  const cpu = processor("granite-rapids-apx");
  const config = boot(cpu, version("linux-6.17"), { hostMask: 0xe1ee7n });
  expect(supportedByHost(config)).toBe(0x602e7);
  const userMax = { features: 0x1e02e7, size: 11264 };
  expect(supportedByHost({ ...config, userMax })).toBe(0x1602e7);
});

test("a dynamic feature that the host lacks: KVM_SET_CPUID2 is -EPERM as a whole, nothing is taken", () => {
  // The kernel masks with a constant of its source, not with what the host has.
  const config = on("linux-6.17", { hostMask: 0x1ee7n });
  const { end } = play(config, [createVcpuCall(config)]);
  const { state, result } = setCpuid(config, end, vcpuOf(end), 0x40007);
  expect([result, state]).toEqual([-1, end]);
  expect(setCpuid(config, end, vcpuOf(end), 0x7).result).toBe(0);
});
