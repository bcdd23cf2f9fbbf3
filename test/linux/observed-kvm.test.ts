/** KVM of four running kernels with AMX (live.ts), replayed on the model. */
import { expect, test } from "vitest";
import type { Configuration } from "../../src/linux/kernel/configuration.ts";
import { exec, fork } from "../../src/linux/model/fpstate.ts";
import { getXsave, setXcr0, setXsave } from "../../src/linux/model/kvm.ts";
import { supportedCpuid } from "../../src/linux/model/kvm-cpuid.ts";
import {
  type Call,
  createVcpuCall,
  reqGuestPerm,
  reqPerm,
  setCpuid2,
  setXsaveCall,
} from "../../src/linux/model/operations.ts";
import { defaultPerms, requestPerm } from "../../src/linux/model/perm.ts";
import type { Process, Vcpu } from "../../src/linux/model/process.ts";
import { play, vcpuOf } from "../../src/linux/model/scenario.ts";
import { kernelNumbers } from "../../src/linux/numbers.ts";
import { AMX, configOf, linesOf, pick, RAN, said, same } from "./live.ts";

/** The vCPU after `calls`, and what the last of them answered. */
function played(config: Configuration, calls: readonly Call[]) {
  const { end, results } = play(config, calls);
  return { end, vcpu: vcpuOf(end), last: results.at(-1) ?? 0 };
}

/** "0x7:0 0x5:-22": what KVM answers to each XCR0, on a vCPU whose XCR0 begins anew each time. */
const xcrs = (process: Process, vcpu: Vcpu, live: ReadonlyMap<string, number>) =>
  [...live].flatMap(([name, result]) =>
    /^0x/.test(name)
      ? [[name, result, setXcr0(process, { ...vcpu, xcr0: 1 }, Number(name)).result]]
      : [],
  );

const setBits = (
  config: Configuration,
  process: Process,
  vcpu: Vcpu,
  live: ReadonlyMap<string, number>,
) =>
  [...live].flatMap(([name, result]) =>
    /^\d+$/.test(name) && Number(name) < 31
      ? [[name, result, setXsave(config, process, vcpu, 1 << Number(name)).result]]
      : [],
  );

/** Throws where the second and the third of a row differ. */
function agree(
  where: string,
  rows: readonly (readonly (string | number)[])[],
  atLeast: number,
): void {
  const wrong = rows.find(([, live, model]) => live !== model);
  if (wrong) throw new Error(`${where} ${wrong[0]}: live ${wrong[1]}, model ${wrong[2]}`);
  expect(rows.length).toBeGreaterThanOrEqual(atLeast);
}

test.each(RAN.slice(1))(
  "%s: KVM without the permission, then with it, as it answered",
  (release) => {
    const lines = linesOf(release);
    const config = configOf(lines, release);
    const create = createVcpuCall(config);
    const [plain, amx] = [setCpuid2(config, 0), setCpuid2(config, 1 << AMX)];
    const { guestPerm } = defaultPerms(config);
    const asked = play(config, [reqGuestPerm(config, AMX)]).end.guestPerm;
    for (const [when, perm, cap] of [
      ["noperm", guestPerm, "start"],
      ["guestperm", asked, "after-reqg"],
    ] as const) {
      const { xcr0, ebx, ecx } = supportedCpuid(config, perm);
      const row = said(lines, `@KVM-CPUID when=${when} 0x0000000d 0x00`);
      same(`${release} ${when}`, pick(row, "eax", "ebx", "ecx"), [xcr0, ebx, ecx]);
      const numbers = kernelNumbers(config);
      const stage = when === "noperm" ? numbers.without : numbers.permitted;
      const live = pick(said(lines, `@KVM when=${cap}`), "cap_xsave2");
      same(`${release} KVM_CAP_XSAVE2 ${when}`, live, [stage?.capXsave2]);
    }

    const denied = play(config, [
      create,
      reqGuestPerm(config, AMX),
      reqGuestPerm(config, 17),
      reqPerm(config, AMX),
    ]);
    const order = pick(said(lines, "@KVM-NP create"), "create", "reqg", "reqg17", "req");
    same(`${release} @KVM-NP`, order, denied.results);
    const cpuids = play(config, [create, amx, plain, plain]);
    const live = pick(
      said(lines, "@KVM-NP set_cpuid_amx"),
      "set_cpuid_amx",
      "set_cpuid_noamx",
      "set_again",
    );
    same(`${release} @KVM-NP`, live, cpuids.results.slice(1));
    const small = vcpuOf(cpuids.end);
    agree(
      `${release} XCR0 without AMX`,
      xcrs(cpuids.end, small, said(lines, "@KVM-XCRS when=np-noamx")),
      15,
    );
    agree(
      `${release} XSTATE_BV without AMX`,
      setBits(config, cpuids.end, small, said(lines, "@KVM-SETBITS when=np-noamx")),
      21,
    );

    const begin = [reqGuestPerm(config, AMX), create, setXsaveCall(config), plain];
    const kept = played(config, begin);
    same(
      `${release} plain CPUID`,
      pick(said(lines, "@KVM-P set_cpuid_noamx"), "set_cpuid_noamx", "bv"),
      [kept.last, kept.vcpu.xstateBv],
    );
    const grown = played(config, [...begin, amx]);
    same(
      `${release} CPUID with AMX`,
      pick(said(lines, "@KVM-P set_cpuid_amx"), "set_cpuid_amx", "bv"),
      [grown.last, grown.vcpu.xstateBv],
    );
    same(`${release} image`, pick(said(lines, "@KVM-XSAVE when=p-amx "), "get", "wrote2"), [
      getXsave(grown.vcpu),
      grown.vcpu.uabiSize,
    ]);
    agree(
      `${release} XCR0 with AMX`,
      xcrs(grown.end, grown.vcpu, said(lines, "@KVM-XCRS when=p-amx")),
      15,
    );
    agree(
      `${release} XSTATE_BV with AMX`,
      setBits(config, grown.end, grown.vcpu, said(lines, "@KVM-SETBITS when=p-amx")),
      21,
    );
    const all: Call = {
      name: "SET_XCRS(0x602e7)",
      call: (process) => setXcr0(process, vcpuOf(process), 0x602e7),
    };
    const back = played(config, [...begin, amx, all, plain]);
    same(
      `${release} back`,
      pick(said(lines, "@KVM-P xcr0=0x602e7 back"), "back_to_noamx", "xcr0"),
      [back.last, back.vcpu.xcr0],
    );
    same(
      `${release} image, back`,
      pick(said(lines, "@KVM-XSAVE when=p-amx-then-noamx"), "get", "wrote2"),
      [getXsave(back.vcpu), back.vcpu.uabiSize],
    );

    const locked = play(config, [create]).end;
    const inChild = requestPerm(config, fork(config, locked), AMX, "guest").result;
    same(`${release} child`, pick(said(lines, "@KVM-LF child reqg"), "reqg"), [inChild]);
    const afterExec = requestPerm(config, exec(config, locked), AMX, "guest").result;
    same(`${release} exec`, pick(said(lines, "@EXEC reqg_after_exec"), "reqg_after_exec"), [
      afterExec,
    ]);
  },
);
