/**
 * Claims that no model decides: each rests on an observation or on reading the kernel, and says so.
 * The functions named are those of public sources of Linux 6.18.
 */
import type { Claim } from "./claim.ts";

export const READING_CLAIMS: readonly Claim[] = [
  {
    id: "C1",
    who: "M. Levitsky",
    quote: "The guest FPU state will never be pushed on the signal stack",
    verdict: "right",
    source: "KVM x86.c kvm_arch_vcpu_ioctl_run(), which ends with kvm_put_guest_fpu()",
    decide:
      "observation: guest registers 0x99, host registers 0x77; the frame of a handler that ends KVM_RUN with EINTR holds 0x77",
  },
  {
    id: "C2",
    who: "M. Levitsky",
    quote: "ptrace can only access (FPU) state of a stopped process",
    verdict: "right",
    source: "Linux kernel/ptrace.c ptrace_check_attach(), regset.c xstateregs_get()",
    decide:
      "observation: PTRACE_SEIZE and INTERRUPT of a thread in KVM_RUN; NT_X86_XSTATE shows the host's 0x77",
  },
  {
    id: "C3",
    who: "M. Levitsky",
    quote: "can only be accessed via KVM_GET_XSAVE/KVM_SET_XSAVE/KVM_GET_XSAVE2",
    verdict: "nearly",
    source: "KVM x86.c kvm_arch_vcpu_ioctl_get_fpu(); e44eb58334bb (6.18)",
    decide:
      "reading: KVM_GET_FPU and KVM_SET_FPU too, and from 6.18 on the MSRs that XSAVE manages by KVM_GET_MSRS and KVM_SET_MSRS",
  },
  {
    id: "C22",
    who: "M. Levitsky",
    quote: "if qemu asks for nested SVM/VMX, then kvm will allocate on demand state",
    verdict: "the size is right, the trigger is not",
    source: "KVM vmx/nested.c, svm/nested.c",
    decide:
      "reading: VMX takes two pages and vmcs02 when the guest executes VMXON; SVM a page for vmcb02 and the MSR map when it sets EFER.SVME; neither at KVM_SET_CPUID2",
  },
  {
    id: "C23",
    who: "M. Levitsky",
    quote: "ARCH_GET_XCOMP_GUEST_PERM/ARCH_SET_XCOMP_GUEST_PERM is not a good API",
    verdict: "a wrong name: it is ARCH_REQ_XCOMP_GUEST_PERM, and it cannot revoke",
    source: "Linux arch/x86/include/uapi/asm/prctl.h",
    decide:
      "reading: arch_prctl code 0x1025 is ARCH_REQ_XCOMP_GUEST_PERM; no code takes a permission back",
  },
];
