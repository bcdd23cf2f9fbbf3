/** Claims about what a request does to `__state_perm` and to the size kept with it. */
import { explore } from "../../check/search.ts";
import type { Configuration } from "../configuration.ts";
import { boot } from "../configuration.ts";
import { GUEST_ONLY, hexOf } from "../feature.ts";
import { initialProcess } from "../fpstate.ts";
import { kernelModel } from "../kernel-model.ts";
import { enableXfdFeatures, newVcpu } from "../kvm.ts";
import { createVcpuCall, reqGuestPerm, reqPerm, setCpuid2 } from "../operations.ts";
import { shownPerm } from "../perm.ts";
import type { Process } from "../process.ts";
import { play, vcpuOf } from "../scenario.ts";
import { VERSIONS, version } from "../version.ts";
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

/** The two requests of the mail, and the vCPU that gets both, in either order. */
const both = (config: Configuration, a: number, b: number) => [
  reqGuestPerm(config, a),
  reqGuestPerm(config, b),
  createVcpuCall(config),
  setCpuid2(config, (1 << a) | (1 << b)),
];

/** AVX-512 made dynamic: bits 6 and 7 on a host without AMX. */
const AVX512 = { hostMask: 0x1ee7n, dynamic: 0xc0n };

const one = (config: Configuration) => [
  reqGuestPerm(config, AMX),
  createVcpuCall(config),
  setCpuid2(config, AMX_MASK),
];

/** Bytes that the buffer lacks after `calls`, 0 where the last one fails. */
function missing(config: Configuration, calls: ReturnType<typeof both>): number {
  const vcpu = vcpuOf(play(config, calls).end);
  return Math.max(0, config.sizes.compacted(vcpu.xfeatures) - vcpu.size);
}

export const PERMISSION_CLAIMS: readonly Claim[] = [
  {
    id: "C11",
    who: "S. Christopherson",
    quote: "second call through __xstate_request_perm() will be done with only user xfeatures",
    verdict: "right for the function, wrong for the trigger: KVM_SET_CPUID2 never calls it",
    source: "3 November 2023; xstate.c __xstate_request_perm()",
    scenario: { ...AVX512, calls: (config) => both(config, 6, 7) },
    decide() {
      const config = kernel("linux-5.18", AVX512);
      const first = play(config, [reqGuestPerm(config, 6)]).end.guestPerm.statePerm;
      let called = 0;
      let changed = 0;
      const model = kernelModel(config, { properties: [] });
      explore<Process>({
        ...model,
        operations: model.operations.map(({ name, call }) => ({
          name,
          call(process) {
            const outcome = call(process);
            if (outcome && name.startsWith("SET_CPUID2")) {
              called++;
              if (outcome.state.guestPerm !== process.guestPerm) changed++;
            }
            return outcome;
          },
        })),
      });
      const late = play(config, [createVcpuCall(config), reqGuestPerm(config, 6)]).results[1];
      return {
        stands: (first & ~config.user) === 0 && changed === 0 && late === -16,
        evidence: `after one request linux-5.18 keeps ${hexOf(first)}, user xfeatures only; of ${called} calls of KVM_SET_CPUID2 in every reachable state ${changed} touch the permission; a request after the first vCPU = ${late}`,
      };
    },
  },
  {
    id: "C12",
    who: "S. Christopherson",
    quote: "second invocation … computing the wrong ksize",
    verdict: "right, if there are two dynamic features and neither is AMX",
    source: "d8414603b29f (6.16); 063452fd94d1, 781c64bfcb73",
    scenario: { ...AVX512, calls: (config) => both(config, 6, 7) },
    decide() {
      const short = new Map(
        VERSIONS.map(({ id }) => {
          const config = kernel(id, AVX512);
          const { results } = play(config, both(config, 6, 7));
          return [id, results.at(-1) === 0 ? missing(config, both(config, 6, 7)) : 0];
        }),
      );
      let masks = 0;
      let worst = 0;
      for (const other of [2, 5, 6, 7]) {
        const hosts = everyHost(
          SPR,
          version("linux-5.18"),
          bits(9, 17, AMX, other),
          bits(AMX, other),
        );
        for (const config of hosts) {
          masks++;
          worst = Math.max(
            worst,
            missing(config, both(config, other, AMX)),
            missing(config, both(config, AMX, other)),
          );
        }
      }
      const broken = [...short].filter(([, bytes]) => bytes > 0);
      return {
        stands:
          short.get("linux-5.18") === 24 &&
          short.get("mail-v6") === 24 &&
          short.get("linux-6.16") === 0 &&
          short.get("linux-6.17") === 0 &&
          worst === 0,
        evidence: `AVX-512 made dynamic (6, 7) on 0x1ee7, REQ(6), REQ(7), CREATE_VCPU, SET_CPUID2(0xc0): ${broken.map(([id, bytes]) => `${id} short by ${bytes}`).join(", ")}, the others by 0; with AMX as one of the two, and PKRU: ${worst} on all ${masks} host masks, in either order`,
      };
    },
  },
  {
    id: "C13",
    who: "S. Christopherson",
    quote:
      "supervisor are always permitted for kernel and guest FPUs, and never permitted for user",
    verdict: "right (landed in 6.16)",
    source: "d8414603b29f",
    scenario: { calls: one },
    decide() {
      const kept = versionsWhere((config) => {
        const supervisor = config.guestDefault.features & ~config.user;
        return (
          everywhere(config, ({ guestPerm }) => (supervisor & ~guestPerm.statePerm) === 0)
            .findings[0]?.holds === true
        );
      });
      const config = kernel("linux-6.17");
      const { end } = play(config, one(config));
      const shown = shownPerm(config, end.guestPerm);
      return {
        stands:
          kept.includes("linux-6.16") &&
          kept.includes("linux-6.17") &&
          (shown & ~config.user) === 0,
        evidence: `no sequence of calls takes a supervisor xfeature away in ${kept.join(", ")}; of the permission ${hexOf(end.guestPerm.statePerm)} GET_XCOMP_GUEST_PERM shows ${hexOf(shown)}`,
      };
    },
  },
  {
    id: "C14",
    who: "S. Christopherson",
    quote: "would also drop FPU_GUEST_PERM_LOCKED, except",
    verdict: "right: it cannot be reached",
    source: "d8414603b29f, its message",
    scenario: { calls: (config) => [createVcpuCall(config), reqGuestPerm(config, AMX)] },
    decide() {
      const locked = (config: Configuration) =>
        everywhere(config, ({ ownVcpu, guestPerm }) => !ownVcpu || guestPerm.locked);
      const found = VERSIONS.map(({ id }) => locked(kernel(id)));
      const states = found.reduce((sum, exploration) => sum + exploration.states, 0);
      const unchecked = { ...version("linux-5.18"), requestWhileLocked: "granted" } as const;
      const without = locked(boot(SPR, unchecked, { hostMask: 0x61ee7n })).findings[0];
      const trace = without?.discovery?.trace.map(({ operation }) => operation) ?? [];
      return {
        stands: found.every(({ findings }) => findings[0]?.holds === true) && trace.length === 2,
        evidence: `in all ${states} states of ${found.length} versions whoever created a vCPU stays locked; in linux-5.18 without the check for -EBUSY the lock would go after ${trace.join(", ")}`,
      };
    },
  },
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
    scenario: { calls: one },
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
    scenario: { hostMask: 0x610e7n, calls: one },
    decide() {
      const late = kernel("mail-v6-preserve");
      const refused = play(late, [createVcpuCall(late), reqGuestPerm(late, AMX)]).results[1];
      let masks = 0;
      let worst = 0;
      for (const config of everyHost(SPR, late.version, bits(11, 17, AMX))) {
        masks++;
        worst = Math.max(worst, missing(config, one(config)));
      }
      const alone = kernel("mail-v6-preserve", { hostMask: 0x610e7n });
      const avx512 = kernel("mail-v6-preserve", AVX512);
      const unaligned = missing(avx512, [
        reqGuestPerm(avx512, 6),
        createVcpuCall(avx512),
        setCpuid2(avx512, 1 << 6),
      ]);
      const without = missing(alone, one(alone));
      return {
        stands: refused === -16 && worst === 0 && without === 64 && unaligned === 24,
        evidence: `REQ_GUEST_PERM after CREATE_VCPU = ${refused}; before it, mail-v6-preserve is short by ${worst} on all ${masks} masks with AMX and CET_U, by ${without} on 0x610e7 (CET_S alone), by ${unaligned} on 0x1ee7 with bit 6 dynamic`,
      };
    },
  },
  {
    id: "C25",
    who: "M. Levitsky",
    quote: "adding permissions for kernel features, that is even worse idea",
    verdict: "an opinion; upstream agrees",
    source: "xstate.c xstate_request_perm()",
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
