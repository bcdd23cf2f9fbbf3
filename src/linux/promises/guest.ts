/** Properties of what a VMM and its guest see: B5 to B8, S5. */
import { live } from "../kernel/observed.ts";
import { hexOf, within } from "../kernel/xfeatures.ts";
import { getXsave, KVM_XSAVE } from "../model/kvm.ts";
import { guestCpuid, reportedXcr0 } from "../model/kvm-cpuid.ts";
import { isLegalXcr0 } from "../model/xcr0.ts";
import { bytes, type KernelProperty, namedOf, ofVcpu } from "./promise.ts";

export const GUEST_PROPERTIES: readonly KernelProperty[] = [
  ofVcpu({
    name: "xsave-survives-cpuid",
    id: "B5",
    protects:
      "Registers that KVM_SET_XSAVE wrote are there until the guest or the VMM changes them.",
    source: "M. Levitsky, 2 November 2023",
    observed: live("broken: XSTATE_BV 0x7 becomes 0x0 with KVM_SET_CPUID2(AMX)"),
    holds: (_, { lost }) => !lost,
    detail: () =>
      "KVM_SET_CPUID2 enlarged the buffer and copied nothing: what KVM_SET_XSAVE wrote is lost",
  }),
  ofVcpu({
    name: "get-xsave-usable",
    id: "B6",
    protects: "A VMM whose guest has no dynamic xfeature needs no KVM_GET_XSAVE2.",
    source: "M. Levitsky, 2 November 2023",
    observed: live("broken: after growth KVM_GET_XSAVE = -22, without AMX in CPUID too"),
    meant: {
      because: "a VMM that asked for a dynamic xfeature goes by KVM_CAP_XSAVE2, not by CPUID",
      source: "Documentation/virt/kvm/api.rst KVM_SET_XSAVE; 36487e6228c4",
    },
    holds: ({ dynamic }, vcpu) =>
      vcpu.cpuid === null || (vcpu.cpuid & dynamic) !== 0 || getXsave(vcpu) === KVM_XSAVE,
    shortfall: (_, { uabiSize }) => uabiSize - KVM_XSAVE,
    detail: (_, { uabiSize }) =>
      `CPUID has no dynamic xfeature, and KVM_GET_XSAVE answers -22: the image stays ${bytes(uabiSize)}, over ${KVM_XSAVE}`,
  }),
  ofVcpu({
    name: "xcr0-within-cpuid",
    id: "B7",
    protects: "A guest's XCR0 holds nothing that its CPUID does not enumerate.",
    source: "KVM cpuid.c kvm_vcpu_after_set_cpuid()",
    observed: live("broken: XCR0 stays 0x602e7 after KVM_SET_CPUID2 without AMX"),
    comparesMasks: true,
    holds: (_, { xcr0, supportedXcr0 }) => within(xcr0, supportedXcr0 | 1),
    shortfall: ({ sizes }, { xcr0, supportedXcr0 }) =>
      sizes.standard(xcr0 | supportedXcr0) - sizes.standard(supportedXcr0),
    detail: (config, { xcr0, supportedXcr0 }) =>
      `XCR0 ${hexOf(xcr0)} outlived its CPUID, which supports ${hexOf(supportedXcr0)}: ${namedOf(config, xcr0 & ~(supportedXcr0 | 1))} is too much`,
  }),
  ofVcpu({
    name: "cpuid-ebx-within-ecx",
    id: "B8",
    protects:
      "0DH.0:EBX, the size for the current XCR0, never exceeds ECX, the size for the largest.",
    source: "SDM1 13.2; KVM cpuid.c kvm_update_cpuid_runtime()",
    // Before the first KVM_SET_CPUID2 there is no leaf 0DH to rewrite.
    holds: (config, vcpu) =>
      vcpu.cpuid === null || guestCpuid(config, vcpu).ebx <= guestCpuid(config, vcpu).ecx,
    shortfall: (config, vcpu) => guestCpuid(config, vcpu).ebx - guestCpuid(config, vcpu).ecx,
    detail: (config, vcpu) => {
      const { ebx, ecx } = guestCpuid(config, vcpu);
      return `the guest reads EBX ${ebx} and ECX ${ecx}: ${bytes(ebx - ecx)} too much`;
    },
  }),
  {
    name: "reported-xcr0-legal",
    id: "S5",
    reads: "guest",
    protects: "What KVM_GET_SUPPORTED_CPUID reports can be given to a guest as it is.",
    source: "55cd57b596e8",
    observed: live("kept: the reported XCR0 is 0x2e7, with the guest permission 0x602e7"),
    holds: (config, { guestPerm }) => isLegalXcr0(reportedXcr0(config, guestPerm)),
    detail: (config, { guestPerm }) =>
      `KVM reports ${namedOf(config, reportedXcr0(config, guestPerm))}, which no XSETBV takes`,
  },
];
