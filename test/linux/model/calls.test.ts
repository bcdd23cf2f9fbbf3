import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { explore } from "../../../src/check/explore.ts";
import { check } from "../../../src/linux/check.ts";
import { type BootOptions, boot } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { kernelModel } from "../../../src/linux/kernel-model.ts";
import { initialProcess, xfdFault } from "../../../src/linux/model/fpstate.ts";
import { setXcr0, setXsave, writeXfd, writeXss } from "../../../src/linux/model/kvm.ts";
import { guestCpuid, supportedCpuid, supportedXss } from "../../../src/linux/model/kvm-cpuid.ts";
import {
  createVcpuCall,
  EXTRA_OPERATIONS,
  type ExtraOperations,
  forkCall,
  reqGuestPerm,
  reqPerm,
  setCpuid2,
  setXcrs,
  setXsaveCall,
  sigaltstack,
} from "../../../src/linux/model/operations.ts";
import { requestPerm, shownPerm, supportedXcomp } from "../../../src/linux/model/perm.ts";
import { play, vcpuOf } from "../../../src/linux/model/scenario.ts";
import { requestFrame, requestPasses, stackPasses } from "../../../src/linux/model/signal.ts";

const SPR = processor("sapphire-rapids");
const on = (kernel: string, options: BootOptions = {}) =>
  boot(SPR, version(kernel), { hostMask: 0x61ee7n, ...options });
const AMX = 1 << 18;

test("requests: what they answer, and what they show", () => {
  const config = on("linux-6.17");
  const process = initialProcess(config);
  const answer = (feature: number) => requestPerm(config, process, feature, "guest").result;
  expect([17, 18, 12, 19, 20, 63].map(answer)).toEqual([-95, 0, -95, -95, -22, -22]);
  const old = on("linux-5.18");
  expect(requestPerm(old, initialProcess(old), 19, "guest").result).toBe(-22);
  expect(supportedXcomp(config)).toBe(0x602e7);
  expect(shownPerm(config, process.guestPerm)).toBe(0x202e7);
  const none = on("linux-6.17", { hostMask: 0x1ee7n });
  expect(requestPerm(none, initialProcess(none), 18, "host").result).toBe(-95);
});

test("the permission after a request, by version", () => {
  const after = (kernel: string) => {
    const config = on(kernel);
    return play(config, [reqGuestPerm(config, 18)]).end.guestPerm.statePerm;
  };
  expect(after("linux-5.16")).toBe(0x40000);
  expect(after("linux-5.18")).toBe(0x602e7);
  expect(after("linux-6.16")).toBe(0x60ee7);
  expect(after("linux-6.17")).toBe(0x61ee7);
  expect(after("mail-v6")).toBe(0x602e7);
  expect(after("mail-v6-preserve")).toBe(0x60ee7);
});

test("the host size of linux-5.18 counts supervisors that its permission has dropped, its guest size does not", () => {
  const after = (kernel: string) => {
    const config = on(kernel, { hostMask: 0x1ee7n, dynamic: 0xc0n });
    const calls = [6, 7].flatMap((n) => [reqPerm(config, n), reqGuestPerm(config, n)]);
    const { perm, guestPerm } = play(config, calls).end;
    return [perm.statePerm, perm.stateSize, guestPerm.stateSize];
  };
  expect(after("linux-5.16")).toEqual([0x80, 2112, 2112]);
  expect(after("linux-5.18")).toEqual([0x2e7, 2464, 2440]);
  expect(after("linux-6.16")).toEqual([0xee7, 2464, 2464]);
  expect(after("mail-v6")).toEqual([0x2e7, 2488, 2464]);
});

test("KVM's first image holds the whole user default, even one over 4,096 bytes", () => {
  const config = on("linux-6.17", { dynamic: 0x4n });
  expect(vcpuOf(play(config, [createVcpuCall(config)]).end).uabiSize).toBe(11008);
});

test("asked again, even once locked, a request is granted; a new one is -EBUSY", () => {
  const config = on("linux-6.17", { dynamic: 0xc0n });
  const { results } = play(config, [
    reqGuestPerm(config, 6),
    createVcpuCall(config),
    reqGuestPerm(config, 6),
    reqGuestPerm(config, 7),
  ]);
  expect(results).toEqual([0, 0, 0, -16]);
});

test("alternate stacks: 115 sizes pass in one order and not in the other", () => {
  const config = on("linux-6.17");
  const { perm } = play(config, [reqPerm(config, 18)]).end;
  const frame = requestFrame(config, perm.userStateSize);
  expect(frame).toBe(11952);
  const contested = Array.from({ length: 20000 }, (_, size) => size).filter(
    (size) => stackPasses(config, size, perm) && !requestPasses(config, size, perm.userStateSize),
  );
  expect([contested.length, contested[0], contested.at(-1)]).toEqual([115, 11837, 11951]);
  const [first, second] = [reqPerm(config, 18), sigaltstack(config)];
  expect(play(config, [first, second]).results).toEqual([0, 0]);
  expect(play(config, [second, first]).results).toEqual([0, -28]);
});

test("fork copies permissions and lock only where something is dynamic", () => {
  const config = on("linux-6.17");
  const calls = [reqGuestPerm(config, 18), createVcpuCall(config), forkCall(config)];
  const { guestPerm, vcpu, ownVcpu } = play(config, calls).end;
  expect([guestPerm.statePerm, guestPerm.locked, vcpu, ownVcpu]).toEqual([
    0x61ee7,
    true,
    null,
    false,
  ]);
  const none = on("linux-6.17", { hostMask: 0x1ee7n });
  const child = play(none, [createVcpuCall(none), forkCall(none)]).end;
  expect(child.guestPerm.locked).toBe(false);
});

test("first use: a signal without permission, a larger buffer with it; exec strands that (suspected)", () => {
  const config = on("linux-6.17");
  const bare = initialProcess(config);
  expect(xfdFault(config, bare, 18, true).result).toBe(4);
  const { end } = play(config, [reqPerm(config, 18)]);
  expect(xfdFault(config, end, 18, false).result).toBe(11);
  const { thread } = xfdFault(config, end, 18, true).state;
  expect(thread).toEqual({
    xfeatures: 0x60ee7,
    size: 10752,
    userXfeatures: 0x602e7,
    userSize: 11008,
    xfd: 0,
  });
  const [use] = EXTRA_OPERATIONS.fault(config);
  const [exec] = EXTRA_OPERATIONS.exec(config);
  if (!use || !exec) throw new Error("no such operation");
  const { thread: child } = play(config, [reqPerm(config, 18), use, forkCall(config)]).end;
  expect(child).toEqual(bare.thread);
  expect(play(config, [reqPerm(config, 18), use, exec]).end).toEqual({
    ...bare,
    stranded: 64 + 10752,
  });
});

test("leaf 0DH: what KVM reports, and what it rewrites for the guest", () => {
  const config = on("linux-6.17");
  const before = supportedCpuid(config, initialProcess(config).guestPerm);
  expect(before).toEqual({ xcr0: 0x2e7, ebx: 2696, ecx: 2696, compacted: 2440, xss: 0 });
  const { end } = play(config, [
    reqGuestPerm(config, 18),
    createVcpuCall(config),
    setCpuid2(config, AMX),
    setXcrs(),
  ]);
  expect(supportedCpuid(config, end.guestPerm)).toMatchObject({ xcr0: 0x602e7, ebx: 11008 });
  expect(guestCpuid(config, vcpuOf(end))).toEqual({
    xcr0: 0x602e7,
    ebx: 11008,
    ecx: 11008,
    compacted: 10752,
    xss: 0,
  });
  const old = on("linux-5.18");
  expect(supportedCpuid(old, initialProcess(old).guestPerm).xcr0).toBe(0x202e7);
});

test("guest registers: XCR0 within CPUID, XFD only what is dynamic, XSS by version", () => {
  const config = on("linux-6.17");
  const { end } = play(config, [
    reqGuestPerm(config, 18),
    createVcpuCall(config),
    setCpuid2(config, AMX),
  ]);
  const vcpu = vcpuOf(end);
  expect([0x7, 0x5, 0x602e7, 0x200e7, 0xe02e7].map((v) => setXcr0(end, vcpu, v).result)).toEqual([
    0, -22, 0, -22, -22,
  ]);
  expect([AMX, 0x4].map((v) => writeXfd(config, end, vcpu, v).result)).toEqual([0, -22]);
  expect(setXsave(config, end, vcpu, 0x602e7).result).toBe(0);
  expect(setXsave(config, end, vcpu, 0x1002).result).toBe(-22);
  // Armed in IA32_XFD, a component is dropped from what is set where b45f72177594 is, and kept else.
  const armed = writeXfd(config, end, vcpu, AMX).state;
  const set = (["cleared", "kept"] as const).map((xfdInXsave) => {
    const kernel = boot(SPR, { ...config.version, xfdInXsave }, { hostMask: 0x61ee7n });
    return vcpuOf(setXsave(kernel, armed, vcpuOf(armed), 0x602e7).state).xstateBv;
  });
  expect(set).toEqual([0x202e7, 0x602e7]);
  expect(config.version.xfdInXsave).toBe("kept");
  expect(supportedXss(config)).toBe(0);
  const cet = boot(SPR, { ...version("linux-6.17"), guestXss: "cet" }, { hostMask: 0x61ee7n });
  expect(supportedXss(cet)).toBe(0x1800);
  expect([0x1800, 0x800, 0x400].map((v) => writeXss(0x1800, end, vcpu, v).result)).toEqual([
    0, 0, -22,
  ]);
});

test("KVM_SET_XSAVE survives KVM_SET_CPUID2 where the buffer does not grow", () => {
  const config = on("linux-6.17");
  const kept = play(config, [createVcpuCall(config), setXsaveCall(config), setCpuid2(config, 0)]);
  expect(vcpuOf(kept.end)).toMatchObject({ xstateBv: 7, lost: false });
});

// biome-ignore format: one line per group of operations
test.each([
  ["exec",  256, 2496],
  ["clone", 496, 4896],
  ["nomem", 256, 2512],
  ["fault", 384, 3744],
  ["xfd",   400, 5072],
  ["xss",   256, 2480],
] as const)("with %s the space has %i states, %i transitions", (extra: ExtraOperations, states, transitions) => {
  const explored = explore(kernelModel(on("linux-6.17"), { extra: [extra] }));
  expect([explored.complete, explored.states, explored.transitions]).toEqual([true, states, transitions]);
});

test("a creation that fails late locks without a vCPU: P4 in one step", () => {
  const { properties } = check(SPR, version("linux-6.17"), {
    hostMask: 0x61ee7n,
    extra: ["nomem"],
  });
  const [lock] = properties.filter(({ id }) => id === "P4");
  expect(lock?.trace).toMatchObject([{ op: "CREATE_VCPU(fails later)", result: -12 }]);
});

test("hosts that cannot be are refused", () => {
  expect(() => on("linux-6.17", { hostMask: 0x4n })).toThrow("0x4 lacks x87 or SSE");
  expect(() => on("linux-6.17", { dynamic: 0x800n })).toThrow("0x800 cannot be dynamic");
  expect(() => on("linux-6.17", { dynamic: 0x2n })).toThrow("0x2 cannot be dynamic");
  expect(() =>
    boot(processor("bulldozer"), version("linux-6.17"), { hostMask: (1n << 62n) | 7n }),
  ).toThrow("bit 62 is over 30");
});
