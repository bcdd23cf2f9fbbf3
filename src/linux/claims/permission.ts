/** Claims about what a request does to `__state_perm` and to the size kept with it. */
import { explore } from "../../check/explore.ts";
import { hex } from "../../xsave/mask.ts";
import { boot, type Configuration } from "../kernel/configuration.ts";
import { live } from "../kernel/observed.ts";
import { VERSIONS, version } from "../kernel/version.ts";
import { hexOf } from "../kernel/xfeatures.ts";
import { kernelModel } from "../kernel-model.ts";
import { createVcpuCall, reqGuestPerm } from "../model/operations.ts";
import { shownPerm } from "../model/perm.ts";
import type { Process } from "../model/process.ts";
import { play } from "../model/scenario.ts";
import { AVX512, both, bytesShort, grow } from "./calls.ts";
import {
  AMX,
  bits,
  type Claim,
  everyHost,
  everywhere,
  kernel,
  SPR,
  versionsWhere,
} from "./claim.ts";

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
          return [id, results.at(-1) === 0 ? bytesShort(config, both(config, 6, 7)) : 0];
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
            bytesShort(config, both(config, other, AMX)),
            bytesShort(config, both(config, AMX, other)),
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
        evidence: `AVX-512 made dynamic (6, 7) on ${hex(AVX512.hostMask)}, REQ(6), REQ(7), CREATE_VCPU, SET_CPUID2(0xc0): ${broken.map(([id, bytes]) => `${id} short by ${bytes}`).join(", ")}, the others by 0; with AMX as one of the two, and PKRU: ${worst} on all ${masks} host masks, in either order`,
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
    scenario: { calls: grow },
    decide() {
      const kept = versionsWhere((config) => {
        const supervisor = config.guestDefault.features & ~config.user;
        return (
          everywhere(config, ({ guestPerm }) => (supervisor & ~guestPerm.statePerm) === 0)
            .findings[0]?.holds === true
        );
      });
      const config = kernel("linux-6.17");
      const { end } = play(config, grow(config));
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
    observed: live(
      "after CREATE_VCPU REQ_GUEST_PERM(18) = -16, in a thread, in a fork and with every descriptor closed; only exec unlocks",
    ),
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
];
