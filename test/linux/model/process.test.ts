/** What a process keeps over fork, clone and exec, what a request leaves, and how a trace says it. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { type BootOptions, boot } from "../../../src/linux/kernel/configuration.ts";
import { version } from "../../../src/linux/kernel/version.ts";
import { resultText } from "../../../src/linux/model/errno.ts";
import { clone, exec, initialProcess, xfdFault } from "../../../src/linux/model/fpstate.ts";
import {
  createVcpuCall,
  reqGuestPerm,
  reqPerm,
  setCpuid2,
  setXcrs,
  setXsaveCall,
  sigaltstack,
} from "../../../src/linux/model/operations.ts";
import { requestPerm } from "../../../src/linux/model/perm.ts";
import { keyOf, type Process, STRAY_SUPERVISOR } from "../../../src/linux/model/process.ts";
import { play } from "../../../src/linux/model/scenario.ts";
import { changes, traceStep } from "../../../src/linux/model/trace.ts";
import { isLegalXcr0, largestXcr0 } from "../../../src/linux/model/xcr0.ts";
import { SIGFRAME_KINDS, sigframeSize } from "../../../src/rules/frame.ts";

const SPR = processor("sapphire-rapids");
const on = (kernel: string, options: BootOptions = {}) =>
  boot(SPR, version(kernel), { hostMask: 0x61ee7n, ...options });

test("a clone with its own address has no alternate stack, and keeps the vCPU it did not create", () => {
  const config = on("linux-6.17");
  const { end } = play(config, [createVcpuCall(config), sigaltstack(config)]);
  expect(end.sasSize).toBe(11951);
  const child = clone(config, end);
  expect([child.sasSize, child.ownVcpu, child.vcpu === end.vcpu]).toEqual([0, false, true]);
  expect(child.guestPerm.locked).toBe(true);
});

test("every exec strands the buffer that was grown before it: they add up (suspected)", () => {
  const config = on("linux-6.17");
  const grown = (process: typeof start) => {
    const asked = requestPerm(config, process, 18, "host").state;
    return xfdFault(config, asked, 18, true).state;
  };
  const start = initialProcess(config);
  const once = exec(config, grown(start));
  const twice = exec(config, grown(once));
  expect([once, twice, exec(config, twice)].map(({ stranded }) => stranded)).toEqual([
    10816, 21632, 21632,
  ]);
});

test("a supervisor xfeature strays only where a guest permission has one", () => {
  const odd = { ...version("linux-6.17"), userSizeCounts: "all" } as const;
  const strayed = (hostMask: bigint) => {
    const config = boot(SPR, odd, { hostMask });
    return play(config, [reqGuestPerm(config, 18)]).end.strayed;
  };
  expect([strayed(0x602e7n), strayed(0x61ee7n)]).toEqual([0, STRAY_SUPERVISOR]);
});

test("a host that has a bit beyond its version's XFEATURE_MAX can be asked for it", () => {
  const cpu = {
    ...SPR,
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
  };
  const config = boot(cpu, version("linux-6.17"), { hostMask: 0x161ee7n, dynamic: 0x140000n });
  const ask = (feature: number) =>
    requestPerm(config, initialProcess(config), feature, "guest").result;
  expect([18, 19, 20, 21].map(ask)).toEqual([0, -95, 0, -22]);
});

test("a trace shows masks in hexadecimal, sizes as numbers, and fields that come or go as null", () => {
  const config = on("linux-6.17");
  const calls = [createVcpuCall(config), setCpuid2(config, 0), setXcrs(), setXsaveCall(config)];
  const { steps } = play(config, calls);
  const [create, cpuid, xcr0, xsave] = steps.map((step) => traceStep(step).changed);
  expect(create?.["vcpu.size"]).toEqual([null, 2560]);
  expect(create?.["vcpu.supportedXcr0"]).toEqual([null, "0x0"]);
  expect(cpuid).toEqual({
    "vcpu.cpuid": [null, "0x202e7"],
    "vcpu.supportedXcr0": ["0x0", "0x202e7"],
  });
  expect(xcr0).toEqual({ "vcpu.xcr0": ["0x1", "0x2e7"] });
  expect(xsave).toEqual({ "vcpu.xstateBv": ["0x0", "0x7"] });
  const [first, last] = [steps[0]?.before, steps.at(-1)?.after];
  if (!first || !last) throw new Error("nothing was played");
  const gone = changes(last, first);
  expect(gone["vcpu.size"]).toEqual([2560, null]);
  expect(gone.ownVcpu).toEqual([true, false]);
});

test("what the kernel answers is printed with its name", () => {
  expect([0, -1, -5, -12, -14, -16, -22, -28, -95, -17, 4, 11].map(resultText)).toEqual([
    "0",
    "-1 EPERM",
    "-5 EIO",
    "-12 ENOMEM",
    "-14 EFAULT",
    "-16 EBUSY",
    "-22 EINVAL",
    "-28 ENOSPC",
    "-95 EOPNOTSUPP",
    "-17",
    "SIGILL",
    "SIGSEGV",
  ]);
});

test("the largest XCR0 has x87, where nothing is supported too", () => {
  expect([0, 2, 6, 0x60004].map(largestXcr0)).toEqual([1, 3, 7, 0x60001]);
  expect(isLegalXcr0(largestXcr0(0))).toBe(true);
});

// biome-ignore format: one kind per line
test.each([
  // The kernel's own sum: head, 15 and 63 of alignment, MAGIC2 4, and 112 of FSAVE for 32-bit frames.
  ["with 32-bit emulation", 736 + 15 + 4 + 112 + 63],
  ["64-bit only",           440 + 15 + 4 + 63],
] as const)("a frame %s has %i bytes around the image, rounded up to 16, at every size", (kind, around) => {
  for (let size = 512; size < 640; size++) {
    const frame = sigframeSize(size, kind);
    const wrong = frame % 16 !== 0 || frame < size + around || frame >= size + around + 16;
    if (wrong) throw new Error(`${kind}: image ${size}, frame ${frame}`);
  }
  expect(SIGFRAME_KINDS).toContain(kind);
});

test("a request asks the same of host and guest, and only the host's looks at stacks", () => {
  const config = on("linux-6.17");
  const { results } = play(config, [
    sigaltstack(config),
    reqGuestPerm(config, 18),
    reqPerm(config, 18),
  ]);
  expect(results).toEqual([0, 0, -28]);
});

test("no field of a process is left out of its key, but for two that follow from others", () => {
  const config = on("linux-6.17");
  const { end } = play(config, [
    createVcpuCall(config),
    setCpuid2(config, 0),
    setXsaveCall(config),
  ]);
  const other = (value: unknown) => (typeof value === "boolean" ? !value : Number(value) + 1);
  const left: string[] = [];
  let fields = 0;
  for (const [name, value] of Object.entries(end)) {
    const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
    for (const [field, was] of inner.length > 0 ? inner : [["", value] as const]) {
      fields++;
      const changed = field === "" ? other(was) : { ...value, [field]: other(was) };
      const process = { ...end, [name]: changed } as Process;
      if (keyOf(process) === keyOf(end)) left.push(`${name}.${field}`);
    }
  }
  // Only guests are ever locked; what user space has of a thread is the user part of xfeatures.
  expect(left).toEqual(["perm.locked", "thread.userXfeatures"]);
  expect(fields).toBe(4 + 4 + 5 + 13 + 4);
});
