/** Claims about the interface: what user space must ask, and what KVM tells it. */

import { isLegal } from "../../xsave/legality.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { boot } from "../kernel/configuration.ts";
import { live } from "../kernel/observed.ts";
import { version } from "../kernel/version.ts";
import { hexOf, XTILE_DATA } from "../kernel/xfeatures.ts";
import { FPSTATE_HEADER, initialProcess } from "../model/fpstate.ts";
import { getXsave, newVcpu, vcpuMemory } from "../model/kvm.ts";
import { capXsave2, reportedXcr0 } from "../model/kvm-cpuid.ts";
import { createVcpuCall, reqGuestPerm, setCpuid2 } from "../model/operations.ts";
import { play, vcpuOf } from "../model/scenario.ts";
import { AMX, AMX_MASK, type Claim, everyHost, kernel, SPR, ZEN_4_HOST } from "./claim.ts";

const unasked = (config: Configuration) => [createVcpuCall(config), setCpuid2(config, AMX_MASK)];

/** Bytes that the memory of a new vCPU lacks for what its buffer holds. */
const deficit = (config: Configuration): number =>
  Math.max(0, FPSTATE_HEADER + config.vcpuDefault.size - vcpuMemory(config));

export const INTERFACE_CLAIMS: readonly Claim[] = [
  {
    id: "C21",
    who: "S. Christopherson",
    quote: "or really even any true change in behavior",
    verdict: "wrong: three things would change for a VMM that never asked",
    source: "cited 2 November 2023; the proposal of that mail",
    observed: live(
      "without a request KVM_SET_CPUID2(AMX) = -1, the reported XCR0 is 0x2e7 and KVM_GET_XSAVE wrote 4096",
    ),
    scenario: { calls: unasked },
    decide() {
      const [now, then] = ["linux-6.17", "kvm-sizes-at-cpuid"].map((id) => {
        const config = kernel(id);
        const { results, end } = play(config, unasked(config));
        const shown = reportedXcr0(config, initialProcess(config).guestPerm);
        return { result: results[1], shown, get: getXsave(vcpuOf(end)) };
      });
      return {
        stands:
          now?.result === -1 &&
          then?.result === 0 &&
          (now.shown & XTILE_DATA) === 0 &&
          (then.shown & XTILE_DATA) !== 0 &&
          then.get === -22,
        evidence: `without a request KVM_SET_CPUID2(AMX) = ${now?.result} now and ${then?.result} then; reported XCR0 ${hexOf(now?.shown ?? 0)} and ${hexOf(then?.shown ?? 0)}; KVM_GET_XSAVE of a VMM that passes it all on = ${now?.get} and ${then?.get}`,
      };
    },
  },
  {
    id: "C24",
    who: "M. Levitsky",
    quote: "it is redundant",
    verdict: "partly: beside CPUID it says nothing new, but it decides what is reported before it",
    source: "2 November 2023; KVM x86.h kvm_get_filtered_xcr0()",
    observed: live(
      "the request takes the reported XCR0 from 0x2e7 to 0x602e7 and KVM_CAP_XSAVE2 from 4096 to 11008",
    ),
    scenario: { calls: (config) => [reqGuestPerm(config, AMX)] },
    decide() {
      const config = kernel("linux-6.17");
      const before = initialProcess(config).guestPerm;
      const after = play(config, [reqGuestPerm(config, AMX)]).end.guestPerm;
      const [caps, shown] = [
        [capXsave2(config, before), capXsave2(config, after)],
        [reportedXcr0(config, before), reportedXcr0(config, after)],
      ] as const;
      return {
        stands: caps[0] < caps[1] && (shown[0] & XTILE_DATA) === 0 && (shown[1] & XTILE_DATA) !== 0,
        evidence: `before any vCPU, the request takes the reported XCR0 from ${hexOf(shown[0])} to ${hexOf(shown[1])} and KVM_CAP_XSAVE2 from ${caps[0]} to ${caps[1]}`,
      };
    },
  },
  {
    id: "C26",
    who: "T. Gleixner, 7aa5128b5fea",
    quote: "KVM does not have supervisor features enabled for the guest FPU",
    verdict: "wrong: only the memory was of the user size",
    source: "core.c __fpstate_reset(); dda366083e5f, 1937e18cc3cf (6.15)",
    scenario: { hostMask: 0x606e7n, calls: (config) => [createVcpuCall(config)] },
    decide() {
      const config = kernel("linux-5.18", { hostMask: 0x606e7n });
      const { xfeatures } = newVcpu(config);
      const supervisor = xfeatures & ~config.user;
      return {
        stands: supervisor !== 0 && vcpuMemory(config) === FPSTATE_HEADER + config.userDefault.size,
        evidence: `on 0x606e7 a new vCPU of linux-5.18 holds ${hexOf(xfeatures)}, ${hexOf(supervisor)} of it supervisor (PASID); its memory is ${FPSTATE_HEADER} + ${config.userDefault.size}, the user default size`,
      };
    },
  },
  {
    id: "C27",
    who: "S. Spassov, 1937e18cc3cf",
    quote: "under-allocation hidden by page rounding and UABI size",
    verdict: "right",
    source: "1937e18cc3cf (6.15); its message, in our words",
    decide() {
      const old = version("linux-5.18");
      const facts = [SPR, ZEN_4_HOST].map((cpu) => {
        const short = new Map<number, number>();
        let masks = 0;
        let withPkru = 0;
        let page = 0;
        for (const config of everyHost(cpu, old, 0n)) {
          const hostMask = BigInt(config.kernelMax.features);
          if (!isLegal(cpu, hostMask)) continue;
          masks++;
          const bytes = deficit(config);
          if (bytes === 0) continue;
          short.set(bytes, (short.get(bytes) ?? 0) + 1);
          if ((config.kernelMax.features & (1 << 9)) !== 0) withPkru++;
          page = Math.max(page, FPSTATE_HEADER + config.vcpuDefault.size);
        }
        return { cpu: cpu.id, masks, short, withPkru, page };
      });
      const [intel, amd] = facts;
      const of = (cpu: typeof SPR, hostMask: bigint) => {
        const config = boot(cpu, old, { hostMask });
        return `${config.userDefault.size} < ${config.vcpuDefault.size}`;
      };
      return {
        stands:
          intel?.withPkru === 0 &&
          (amd?.withPkru ?? 0) > 0 &&
          facts.every(({ page }) => page <= 4096),
        evidence: `${facts.map(({ cpu, short, withPkru }) => `${cpu}: short by ${[...short.keys()].sort((a, b) => a - b).join(", ")} bytes, ${withPkru === 0 ? "never with" : "also with"} PKRU`).join("; ")}; 0x807 ${of(SPR, 0x807n)}, 0xc07 ${of(SPR, 0xc07n)}, Zen 4 0xae7 ${of(ZEN_4_HOST, 0xae7n)}, 0x8e7 ${of(ZEN_4_HOST, 0x8e7n)}; never beyond byte ${Math.max(...facts.map(({ page }) => page))} of the first page`,
      };
    },
  },
  {
    id: "C28",
    who: "Chao Gao",
    quote: "waste of 24 bytes in the XSAVE buffer",
    verdict: "right only without AMX",
    source: "7bc4ed75f2d6 and its series",
    decide() {
      const sizes = [
        boot(ZEN_4_HOST, version("linux-6.17"), { hostMask: 0x1ae7n }),
        kernel("linux-6.17"),
      ].map(({ kernelDefault, sizes: { compacted } }) => ({
        without: kernelDefault.size,
        with: compacted(kernelDefault.features | (1 << 12)),
      }));
      const [zen, amx] = sizes;
      return {
        stands: zen?.with === (zen?.without ?? 0) + 24 && amx?.with === amx?.without,
        evidence: `Zen 4 (0x1ae7): a task has ${zen?.without} bytes, ${zen?.with} with CET_S; Sapphire Rapids (0x61ee7): ${amx?.without} and ${amx?.with}, padding`,
      };
    },
  },
];
