/** KVM after KVM_RUN, MSRs that a VMM writes, a bad id: as five kernels (live.ts) answered. */
import { expect, test } from "vitest";
import { initialProcess } from "../../src/linux/model/fpstate.ts";
import { createVcpu, writeXfd, writeXss } from "../../src/linux/model/kvm.ts";
import { supportedXss } from "../../src/linux/model/kvm-cpuid.ts";
import {
  createVcpuCall,
  kvmRun,
  reqGuestPerm,
  setCpuid2,
} from "../../src/linux/model/operations.ts";
import { requestPerm } from "../../src/linux/model/perm.ts";
import { play, vcpuOf } from "../../src/linux/model/scenario.ts";
import { AMX, configOf, linesOf, pick, RAN, said, same } from "./live.ts";

test.each(RAN)("%s: KVM_SET_CPUID2 with an equal CPUID after KVM_RUN", (release) => {
  const lines = linesOf(release);
  const config = configOf(lines, release);
  const { dynamic } = config;
  const { results } = play(config, [
    ...(dynamic === 0 ? [] : [reqGuestPerm(config, AMX)]),
    createVcpuCall(config),
    setCpuid2(config, dynamic),
    kvmRun(),
    setCpuid2(config, dynamic),
  ]);
  const live = pick(said(lines, "@KVM-R set_same"), "set_same");
  same(`${release} ${config.version.id}`, live, results.slice(-1));
});

test.each(RAN.slice(1))(
  "%s: IA32_XSS and IA32_XFD written by the VMM, a vCPU with a bad id",
  (release) => {
    const lines = linesOf(release);
    const config = configOf(lines, release);
    const { end } = play(config, [
      reqGuestPerm(config, AMX),
      createVcpuCall(config),
      setCpuid2(config, config.dynamic),
    ]);
    const line = lines.find((text) => text.startsWith("@KVM-MSR when=p-amx")) ?? "";
    const [, xss = "", xfd = ""] = /xss: (.*) xfd: (.*) get=/.exec(line) ?? [];
    // KVM_SET_MSRS answers how many it wrote: 1 or 0.
    const written = (result: number) => (result === 0 ? 1 : 0);
    let rows = 0;
    for (const [, value, count] of xss.matchAll(/(0x\w+):([01])/g)) {
      const { result } = writeXss(supportedXss(config), end, vcpuOf(end), Number(value));
      same(`${release} IA32_XSS ${value}`, Number(count), written(result));
      rows++;
    }
    for (const [, value, count] of xfd.matchAll(/(0\w*):([01])/g)) {
      const { result } = writeXfd(config, end, vcpuOf(end), Number(value), "host");
      same(`${release} IA32_XFD ${value}`, Number(count), written(result));
      rows++;
    }
    expect(rows).toBe(7 + 3);
    const bad = createVcpu(config, initialProcess(config), "bad id");
    const asked = requestPerm(config, bad.state, AMX, "guest");
    const live = pick(said(lines, "@KVM-FC"), "create_bad_id", "reqg");
    same(`${release} bad id`, live, [bad.result, asked.result]);
  },
);
