/** CPUID leaf 0DH of guests of five running kernels (live.ts), replayed on the model. */
import { expect, test } from "vitest";
import { newVcpu, setCpuid, shownXstateBv, writeXss } from "../../src/linux/model/kvm.ts";
import { guestCpuid, supportedCpuid, supportedXss } from "../../src/linux/model/kvm-cpuid.ts";
import { createVcpuCall, setCpuid2, setXsaveCall } from "../../src/linux/model/operations.ts";
import { defaultPerms } from "../../src/linux/model/perm.ts";
import { play, vcpuOf } from "../../src/linux/model/scenario.ts";
import { configOf, linesOf, pick, RAN, said, same } from "./live.ts";

test.each(RAN)("%s: KVM_GET_SUPPORTED_CPUID without the permission, both sub-leaves", (release) => {
  const lines = linesOf(release);
  const config = configOf(lines, release);
  const { xcr0, ebx, ecx, compacted, xss } = supportedCpuid(config, defaultPerms(config).guestPerm);
  const zero = said(lines, "@KVM-CPUID when=noperm 0x0000000d 0x00");
  same(`${release} 0DH.0`, pick(zero, "eax", "ebx", "ecx"), [xcr0, ebx, ecx]);
  const one = said(lines, "@KVM-CPUID when=noperm 0x0000000d 0x01");
  same(`${release} 0DH.1`, pick(one, "ebx", "ecx"), [compacted, xss]);
});

const ROW = /^@KVM-GETCPUID xcr0=(0x\w+) rc=0 xss=(\w+) 0xd\.([01]): eax=\w+ ebx=(\d+) ecx=(\w+)/;

test.each(RAN)("%s: what the guest's CPUID answers for each XCR0 and IA32_XSS", (release) => {
  const lines = linesOf(release);
  const config = configOf(lines, release);
  const { end: created } = play(config, [createVcpuCall(config)]);
  // The probe gives the guest what KVM reports, which drops XTILECFG; setCpuid2() does not.
  const { xcr0: reported } = supportedCpuid(config, created.guestPerm);
  const { state: end, result } = setCpuid(config, created, vcpuOf(created), reported);
  expect(result).toBe(0);
  let rows = 0;
  for (const line of lines) {
    const [, xcr0, xss, leaf, ebx, ecx] = ROW.exec(line) ?? [];
    if (xcr0 === undefined) continue;
    rows++;
    const at = { ...vcpuOf(end), xcr0: Number(xcr0) };
    // Where the write of IA32_XSS fails, the probe went on with what was there: 0.
    const asked = Number(`0x${xss}`);
    const { vcpu } = writeXss(supportedXss(config), end, at, asked).state;
    const answer = guestCpuid(config, vcpu === end.vcpu ? at : vcpuOf({ ...end, vcpu }));
    const model =
      leaf === "0" ? [answer.ebx, answer.ecx] : [answer.compacted, supportedXss(config)];
    same(`${release} ${line}`, [Number(ebx), Number(ecx)], model);
  }
  expect(rows).toBe(20);
});

test.each(RAN.slice(3))(
  "%s: before any CPUID a set XSTATE_BV shows x87 and SSE alone",
  (release) => {
    const lines = linesOf(release);
    const config = configOf(lines, release);
    const set = play(config, [createVcpuCall(config), setXsaveCall(config)]).end;
    const after = play(config, [
      createVcpuCall(config),
      setXsaveCall(config),
      setCpuid2(config, 0),
    ]).end;
    const live = pick(said(lines, "@KVM-P set_ymm"), "bv_before_cpuid");
    same(`${release} before`, live, [shownXstateBv(vcpuOf(set))]);
    const then = pick(said(lines, "@KVM-P set_cpuid_noamx"), "bv");
    same(`${release} after`, then, [shownXstateBv(vcpuOf(after))]);
    expect(shownXstateBv(newVcpu(config))).toBe(0);
  },
);
