/** Claims about CET_S, which only guests get: what it does to permissions and to sizes. */

import { hex } from "../../xsave/mask.ts";
import type { Configuration } from "../kernel/configuration.ts";
import { live } from "../kernel/observed.ts";
import { VERSIONS } from "../kernel/version.ts";
import { GUEST_ONLY, hexOf } from "../kernel/xfeatures.ts";
import { initialProcess } from "../model/fpstate.ts";
import { enableXfdFeatures, newVcpu } from "../model/kvm.ts";
import { createVcpuCall, reqGuestPerm, reqPerm, setCpuid2 } from "../model/operations.ts";
import { play, vcpuOf } from "../model/scenario.ts";
import { AVX512, bytesShort, grow } from "./calls.ts";
import {
  AMX,
  AMX_MASK,
  bits,
  type Claim,
  everyHost,
  everywhere,
  kernel,
  SPR,
  versionsWhere,
} from "./claim.ts";

export const GUEST_ONLY_CLAIMS: readonly Claim[] = [
  {
    id: "C15",
    who: "M. Levitsky",
    quote: "This might not work with kernel dynamic features",
    verdict:
      "misdirected: the patch removes the very call it means; old code would cost 0 or 24 bytes",
    source: "2 November 2023, on xfeatures_mask_supervisor()",
    scenario: { calls: (config) => [reqPerm(config, AMX)] },
    decide() {
      const added = [0x60ee7, 0xee7].map((mask) => {
        const { sizes } = kernel("linux-5.18");
        return sizes.compacted(mask | GUEST_ONLY) - sizes.compacted(mask);
      });
      const host = kernel("mail-v6-preserve");
      const { perm } = play(host, [reqPerm(host, AMX)]).end;
      const exact = perm.stateSize === host.sizes.compacted(perm.statePerm);
      return {
        stands: added[0] === 0 && added[1] === 24 && exact && (perm.statePerm & GUEST_ONLY) === 0,
        evidence: `with the patch the host size ${perm.stateSize} is that of its permission ${hexOf(perm.statePerm)}, without CET_S; adding CET_S as the old code would: +${added[0]} bytes with AMX (padding), +${added[1]} without`,
      };
    },
  },
  {
    id: "C16",
    who: "S. Christopherson",
    quote: "There is nothing dynamic about whether or not XFEATURE_CET_KERNEL is allowed",
    verdict: "right (landed in 6.17)",
    source: "7c2c89364d92, 509e880b7795",
    scenario: { calls: grow },
    decide() {
      const config = kernel("linux-6.17");
      const { findings, states } = everywhere(
        config,
        ({ guestPerm }) => (guestPerm.statePerm & GUEST_ONLY) !== 0,
      );
      return {
        stands: findings[0]?.holds === true,
        evidence: `CET_S is in the guest permission in all ${states} states of linux-6.17`,
      };
    },
  },
  {
    id: "C17",
    who: "M. Levitsky",
    quote: "'fpu_kernel_cfg.default_features' which don't include the dynamic kernel xfeatures",
    verdict: "right for patch 05 of v6, fixed in 6.17",
    source: "W. Yang, v6 05/25; 7c2c89364d92",
    scenario: { calls: (config) => [createVcpuCall(config)] },
    decide() {
      const outside = (config: Configuration): number => {
        const { end } = play(config, [createVcpuCall(config)]);
        return vcpuOf(end).xfeatures & ~end.guestPerm.statePerm;
      };
      const found = ["mail-v6", "mail-v6-preserve", "linux-6.17"].map((id) => {
        const config = kernel(id);
        return { id, perm: initialProcess(config).guestPerm.statePerm, lacks: outside(config) };
      });
      return {
        stands: found.map(({ lacks }) => lacks).join(" ") === `${GUEST_ONLY} ${GUEST_ONLY} 0`,
        evidence: `after CREATE_VCPU: ${found.map(({ id, perm, lacks }) => `${id} permits ${hexOf(perm)}, its buffer holds ${lacks ? `${hexOf(lacks)} (CET_S) beside` : "no more"}`).join("; ")}`,
      };
    },
  },
  {
    id: "C18",
    who: "M. Levitsky",
    quote: "attempt to resize … by __xfd_enable_feature will fail",
    verdict: "wrong: it succeeds and does nothing",
    source: "xstate.c __xfd_enable_feature(): masked by USER_DYNAMIC first",
    decide() {
      const untouched = versionsWhere((config) => {
        const vcpu = { ...newVcpu(config), xfeatures: config.kernelDefault.features };
        return enableXfdFeatures(config, initialProcess(config), vcpu, GUEST_ONLY) === vcpu;
      });
      const config = kernel("mail-v6");
      const denied = enableXfdFeatures(config, initialProcess(config), newVcpu(config), AMX_MASK);
      return {
        stands: untouched.length === VERSIONS.length && denied === -1,
        evidence: `asked for CET_S it answers 0 and leaves the buffer as it is in ${untouched.length} of ${VERSIONS.length} versions; asked for XTILEDATA without permission it answers ${denied}`,
      };
    },
  },
  {
    id: "C19",
    who: "M. Levitsky",
    quote: "later call to __xstate_request_perm … will mess the the xstate",
    verdict: "that order is impossible; the other one costs nothing on Sapphire Rapids",
    source: "2 November 2023, against patches 02 to 05 and 07 of v6",
    scenario: { hostMask: 0x610e7n, calls: grow },
    decide() {
      const late = kernel("mail-v6-preserve");
      const refused = play(late, [createVcpuCall(late), reqGuestPerm(late, AMX)]).results[1];
      let masks = 0;
      let worst = 0;
      for (const config of everyHost(SPR, late.version, bits(11, 17, AMX))) {
        masks++;
        worst = Math.max(worst, bytesShort(config, grow(config)));
      }
      const alone = kernel("mail-v6-preserve", { hostMask: 0x610e7n });
      const avx512 = kernel("mail-v6-preserve", AVX512);
      const unaligned = bytesShort(avx512, [
        reqGuestPerm(avx512, 6),
        createVcpuCall(avx512),
        setCpuid2(avx512, 1 << 6),
      ]);
      const without = bytesShort(alone, grow(alone));
      return {
        stands: refused === -16 && worst === 0 && without === 64 && unaligned === 24,
        evidence: `REQ_GUEST_PERM after CREATE_VCPU = ${refused}; before it, mail-v6-preserve is short by ${worst} on all ${masks} masks with AMX and CET_U, by ${without} on 0x610e7 (CET_S alone), by ${unaligned} on ${hex(AVX512.hostMask)} with bit 6 dynamic`,
      };
    },
  },
  {
    id: "C25",
    who: "M. Levitsky",
    quote: "adding permissions for kernel features, that is even worse idea",
    verdict: "an opinion; upstream agrees",
    source: "xstate.c xstate_request_perm()",
    observed: live(
      "REQ_PERM and REQ_GUEST_PERM of 10, 11, 12 = -95",
      "6.12.117, 6.16.3, 6.17.13, 6.18.15, 7.3.4",
    ),
    scenario: { calls: (config) => [10, 11, 12].map((n) => reqGuestPerm(config, n)) },
    decide() {
      const results = VERSIONS.flatMap(({ id }) => {
        const config = kernel(id);
        const calls = [10, 11, 12].flatMap((n) => [reqPerm(config, n), reqGuestPerm(config, n)]);
        return play(config, calls).results;
      });
      return {
        stands: results.every((result) => result === -95),
        evidence: `REQ_PERM and REQ_GUEST_PERM of 10, 11, 12 = -95 in all ${VERSIONS.length} versions (${results.length} calls)`,
      };
    },
  },
];
