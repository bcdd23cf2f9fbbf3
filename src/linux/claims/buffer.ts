/** Claims about the buffer of a guest: when it is allocated, resized, lost, and what it costs. */

import { pagesOf } from "../../xsave/area.ts";
import { VERSIONS } from "../kernel/version.ts";
import { hexOf } from "../kernel/xfeatures.ts";
import { FPSTATE_HEADER, initialProcess } from "../model/fpstate.ts";
import { getXsave, newVcpu } from "../model/kvm.ts";
import { capXsave2 } from "../model/kvm-cpuid.ts";
import {
  createVcpuCall,
  kvmRun,
  kvmRunImmediateExit,
  reqGuestPerm,
  setCpuid2,
} from "../model/operations.ts";
import { defaultPerms, requestPerm } from "../model/perm.ts";
import { play, vcpuOf } from "../model/scenario.ts";
import { grow, overwrite } from "./calls.ts";
import { AMX, AMX_MASK, type Claim, kernel } from "./claim.ts";

const pages = (size: number): number => pagesOf(FPSTATE_HEADER + size);

export const BUFFER_CLAIMS: readonly Claim[] = [
  {
    id: "C4",
    who: "M. Levitsky",
    quote: "to make sure that userspace is aware that larger than 4K buffer can be returned",
    verdict: "right",
    source: "36487e6228c4; KVM x86.c kvm_vcpu_ioctl_x86_get_xsave()",
    scenario: { calls: grow },
    decide() {
      const config = kernel("linux-6.17");
      const before = vcpuOf(play(config, grow(config).slice(0, 2)).end).uabiSize;
      const { end } = play(config, grow(config));
      const after = vcpuOf(end);
      const none = kernel("linux-6.17", { hostMask: 0x1ee7n });
      const without = capXsave2(none, defaultPerms(none).guestPerm);
      return {
        stands:
          before === 4096 && after.uabiSize > 4096 && getXsave(after) === -22 && without === 4096,
        evidence: `uabiSize ${before} -> ${after.uabiSize} with AMX, then KVM_GET_XSAVE = ${getXsave(after)}; KVM_CAP_XSAVE2 = ${capXsave2(config, end.guestPerm)} with the permission, ${without} on a host without AMX`,
      };
    },
  },
  {
    id: "C5",
    who: "M. Levitsky",
    quote: "Guest FPU state is not even on demand resized",
    verdict: "half: not on first use, but KVM_SET_CPUID2 with AMX resizes it",
    source: "980fe2fddcff, 36487e6228c4 (5.17)",
    scenario: { calls: grow },
    decide() {
      const config = kernel("linux-6.17");
      const fresh = newVcpu(config);
      const grown = vcpuOf(play(config, grow(config)).end);
      return {
        // Nothing is armed in the guest's IA32_XFD, so its first use faults into nobody.
        stands: fresh.xfd === 0 && grown.size > fresh.size,
        evidence: `a new vCPU has IA32_XFD ${hexOf(fresh.xfd)}: no fault on first use; KVM_SET_CPUID2(AMX) takes the buffer from ${fresh.size} to ${grown.size} bytes, the image from ${fresh.uabiSize} to ${grown.uabiSize}`,
      };
    },
  },
  {
    id: "C6",
    who: "S. Christopherson",
    quote: "KVM would need to support actually resizing guest FPU state",
    verdict: "wrong as stated: it does; what is missing is to keep the contents, and to shrink",
    source: "36487e6228c4; xstate.c fpstate_realloc()",
    scenario: { calls: (config) => [...overwrite(config), setCpuid2(config, 0)] },
    decide() {
      const played = VERSIONS.map(({ id }) => {
        const config = kernel(id);
        const grown = vcpuOf(play(config, overwrite(config)).end);
        const back = vcpuOf(play(config, [...overwrite(config), setCpuid2(config, 0)]).end);
        return { first: newVcpu(config).size, grown, back };
      });
      const sizes = played[0];
      return {
        stands: played.every(
          ({ first, grown, back }) => grown.size > first && grown.lost && back.size === grown.size,
        ),
        evidence: `in ${played.length} of ${VERSIONS.length} versions KVM_SET_CPUID2(AMX) takes ${sizes?.first} bytes to ${sizes?.grown.size}, drops what KVM_SET_XSAVE wrote, and KVM_SET_CPUID2 without AMX leaves ${sizes?.back.size}`,
      };
    },
  },
  {
    id: "C7",
    who: "M. Levitsky",
    quote: "KVM_SET_CPUID will have to resize the xstate which is already valid",
    verdict: "right, and upstream loses the data",
    source: "xstate.c fpstate_realloc(): nothing copies the old buffer",
    scenario: { calls: overwrite },
    decide() {
      const ends = VERSIONS.map(({ id }) => {
        const config = kernel(id);
        const set = vcpuOf(play(config, overwrite(config).slice(0, 3)).end).xstateBv;
        const after = vcpuOf(play(config, overwrite(config)).end).xstateBv;
        const kept = [...overwrite(config).slice(0, 3), setCpuid2(config, 0)];
        return { set, after, control: vcpuOf(play(config, kept).end).xstateBv };
      });
      const [first] = ends;
      return {
        stands: ends.every(
          ({ set, after, control }) => set !== 0 && after === 0 && control === set,
        ),
        evidence: `in all ${ends.length} versions XSTATE_BV is ${hexOf(first?.set ?? 0)} after KVM_SET_XSAVE and ${hexOf(first?.after ?? 0)} after KVM_SET_CPUID2(AMX); without the growth it stays ${hexOf(first?.control ?? 0)}`,
      };
    },
  },
  {
    id: "C8",
    who: "S. Christopherson",
    quote: "requiring userspace to opt-in to allocating 8KiB of data per-vCPU",
    verdict: "right: 8192 bytes exactly",
    source: "configuration; XTILECFG is in the default already",
    scenario: { calls: grow },
    decide() {
      const config = kernel("linux-6.17");
      const { guestDefault, userDefault } = config;
      const { guestPerm } = requestPerm(config, initialProcess(config), AMX, "guest").state;
      const image = guestPerm.userStateSize - newVcpu(config).uabiSize;
      const cost = guestPerm.stateSize - guestDefault.size;
      return {
        stands: cost === 8192 && userDefault.size < 4096,
        evidence: `${guestPerm.stateSize} - ${guestDefault.size} = ${cost} bytes; ${pages(guestDefault.size)} -> ${pages(guestPerm.stateSize)} pages; the image that user space reads grows by ${image}`,
      };
    },
  },
  {
    id: "C9",
    who: "S. Christopherson",
    quote: "KVM allocates guest FPU state during KVM_CREATE_VCPU",
    verdict: "right",
    source: "KVM x86.c kvm_arch_vcpu_create(), core.c fpu_alloc_guest_fpstate()",
    scenario: { calls: (config) => [createVcpuCall(config)] },
    decide:
      "reading: kvm_arch_vcpu_create() calls fpu_alloc_guest_fpstate(); the model is built so",
  },
  {
    id: "C10",
    who: "S. Christopherson",
    quote: "multiple calls to KVM_SET_CPUID{,2} so long as the vCPU hasn't done KVM_RUN",
    verdict: "right; afterwards the same CPUID still passes, and immediate_exit does not count",
    source: "KVM cpuid.c kvm_set_cpuid()",
    scenario: {
      calls: (config) => [
        ...grow(config),
        setCpuid2(config, 0),
        kvmRunImmediateExit(),
        setCpuid2(config, AMX_MASK),
        kvmRun(),
        setCpuid2(config, 0),
        setCpuid2(config, AMX_MASK),
      ],
    },
    decide() {
      const runs = VERSIONS.map(({ id }) => {
        const config = kernel(id);
        const calls = [
          ...grow(config),
          setCpuid2(config, 0),
          kvmRunImmediateExit(),
          setCpuid2(config, AMX_MASK),
          kvmRun(),
          setCpuid2(config, 0),
          setCpuid2(config, AMX_MASK),
        ];
        return play(config, calls).results.join(" ");
      });
      return {
        stands: runs.every((results) => results === "0 0 0 0 0 0 0 -22 0"),
        evidence: `in all ${runs.length} versions: change before KVM_RUN = 0, after immediate_exit = 0; after KVM_RUN change = -22, the same = 0`,
      };
    },
  },
  {
    id: "C20",
    who: "S. Christopherson",
    quote: "single process to host multiple VMs with different dynamic xfeature requirements",
    verdict: "partly wrong: growth is per vCPU already; only the order is fixed",
    source: "S. Christopherson, cited 2 November 2023; xstate.c __xstate_request_perm()",
    scenario: {
      calls: (config) => [
        createVcpuCall(config),
        reqGuestPerm(config, AMX),
        setCpuid2(config, AMX_MASK),
      ],
    },
    decide() {
      const config = kernel("linux-6.17");
      const first = vcpuOf(play(config, grow(config)).end).size;
      const second = newVcpu(config).size;
      const late = play(config, [
        createVcpuCall(config),
        reqGuestPerm(config, AMX),
        setCpuid2(config, AMX_MASK),
      ]);
      return {
        stands: second < first && late.results.join(" ") === "0 -16 -1",
        evidence: `a vCPU with AMX has ${first} bytes, the next one without ${second}; but CREATE_VCPU = ${late.results[0]}, REQ_GUEST_PERM(18) = ${late.results[1]}, SET_CPUID2(AMX) = ${late.results[2]}: permission must come before the first vCPU`,
      };
    },
  },
];
