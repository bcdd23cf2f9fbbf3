/**
 * The fixed buffers of the field: how many bytes somebody has set aside for an area, or for the
 * signal frame around one. Facts, each with where it stands; a version that was not established is null.
 */

import type { Format } from "../xsave/component.ts";
import { frozen } from "../xsave/frozen.ts";
import type { Processor } from "../xsave/processor.ts";
import {
  LD_SO_2_33,
  LD_SO_2_42,
  LD_SO_2_42_FULL,
  LD_SO_REGISTERS,
  ldSo233,
  ldSo242Resolver,
  ldSo242Tlsdesc,
} from "./ld-so.ts";

export interface Limit {
  /** Lower-case words joined by dashes. */
  readonly name: string;
  /** Null where it is another number on each processor: `bytesOn`. */
  readonly bytes: number | null;
  /** Bytes on `cpu`; null where it has no such buffer, or one that is always large enough. */
  readonly bytesOn?: (cpu: Processor) => number | null;
  /** The components that it is to hold, whatever else is enabled; null for all. */
  readonly components: bigint | null;
  /** Bytes of it that are taken by something else. */
  readonly beside: number;
  /** The versions that have it. */
  readonly since: string | null;
  readonly until: string | null;
  /** What the bytes are for. */
  readonly what: string;
  /** The format of the area; that of a signal frame is the standard one. */
  readonly format: Format;
  /** What has to fit: the area, or the 64-bit signal frame around it (frame.ts). */
  readonly holds: "area" | "sigframe";
  readonly source: string;
}

type Row = readonly [
  name: string,
  bytes: number,
  holds: Format | "sigframe",
  since: string | null,
  until: string | null,
  what: string,
  source: string,
];

// biome-ignore format: one buffer per row
const ROWS: readonly Row[] = [
  ["kvm-get-xsave", 4096, "standard", null, null, "struct kvm_xsave of KVM_GET_XSAVE; larger images take KVM_GET_XSAVE2 (Linux 5.17)", "Linux arch/x86/include/uapi/asm/kvm.h"],
  ["minsigstksz", 2048, "sigframe", null, null, "the smallest alternate stack, a constant of the C library's headers", "Linux arch/x86/include/uapi/asm/signal.h"],
  ["sigstksz", 8192, "sigframe", null, "glibc 2.33", "the usual alternate stack; from 2.34 on a call of sysconf() where _GNU_SOURCE is defined", "Linux arch/x86/include/uapi/asm/signal.h, glibc NEWS 2.34"],
  ["go-gsignal", 32768, "sigframe", null, null, "the signal stack of a thread of Go, its handlers' own frames in it too", "golang/go src/runtime/os_linux.go mpreinit"],
  ["virtualbox-10240", 10240, "standard", null, null, "the guest's area, the earlier constant CPUM_MAX_XSAVE_AREA_SIZE", "VirtualBox src/VBox/VMM CPUM_MAX_XSAVE_AREA_SIZE"],
  ["virtualbox-15616", 15616, "standard", null, null, "the guest's area, the later constant: 0x4000 - 0x300", "VirtualBox src/VBox/VMM CPUM_MAX_XSAVE_AREA_SIZE"],
  ["criu-4096", 4096, "standard", null, "CRIU 3.18", "XSAVE_SIZE, the area in the frame that restores a task", "checkpoint-restore/criu compel/arch/x86/src/lib/include/uapi/asm/fpu.h"],
  ["criu-16384", 16384, "standard", "CRIU 3.19", null, "XSAVE_SIZE, the area in the frame that restores a task", "checkpoint-restore/criu 727d79650"],
  ["sel4-avx", 832, "standard", null, null, "CONFIG_XSAVE_SIZE by default where AVX is configured; a larger 0DH.0.EBX ends the boot", "seL4 CONFIG_XSAVE_SIZE"],
  ["sel4-sse", 576, "standard", null, null, "CONFIG_XSAVE_SIZE by default without AVX; a larger 0DH.0.EBX ends the boot", "seL4 CONFIG_XSAVE_SIZE"],
  ["fuchsia", 1024, "compacted", null, null, "the area of a thread, and of a vCPU", "Fuchsia zircon/kernel/arch/x86/registers.cc"],
  ["xnu", 2688, "standard", null, null, "the area at its largest level, Intel's offsets", "XNU osfmk/i386/fpu.c"],
  ["acrn", 4096, "compacted", null, null, "the area of a vCPU, XCR0 | IA32_XSS; a larger 0DH.1.EBX ends the boot", "ACRN hypervisor/arch/x86/cpu.c"],
  ["asterinas", 4096, "standard", null, null, "the area of a task; its length is taken from 0DH.1.EBX", "asterinas ostd/src/arch/x86/cpu/context/mod.rs"],
  ["gramine-ssa", 11008, "standard", null, null, "SSA_XSAVE_SIZE_MAX, the area in an SSA frame of four pages", "Gramine pal/src/host/linux-sgx/pal_linux_defs.h"],
  ["sgx-sdk-ssa", 16200, "standard", null, null, "four pages of SSA frame, the most that the Intel SDK signs, less 184 bytes of GPRSGX", "Intel SGX SDK sdk/sign_tool/SignTool/manage_metadata.cpp"],
];

const fixed = (): Limit[] =>
  ROWS.map(([name, bytes, holds, since, until, what, source]) => ({
    name,
    bytes,
    components: null,
    beside: 0,
    since,
    until,
    what,
    format: holds === "sigframe" ? "standard" : holds,
    holds: holds === "sigframe" ? "sigframe" : "area",
    source,
  }));

type LoaderRow = readonly [
  name: string,
  since: string,
  until: string | null,
  components: bigint,
  bytesOn: (cpu: Processor) => number | null,
  what: string,
];

/** The dynamic loader's. The sizes of 2.40 and 2.41, which have two tables, are not known here. */
const LOADER: readonly LoaderRow[] = [
  ["ld-so-2.33", "glibc 2.33", "glibc 2.39", LD_SO_2_33, ldSo233, "symbols and TLS descriptors"],
  ["ld-so-2.42", "glibc 2.42", null, LD_SO_2_42, ldSo242Resolver, "symbols"],
  ["ld-so-2.42-tlsdesc", "glibc 2.42", null, LD_SO_2_42_FULL, ldSo242Tlsdesc, "TLS descriptors"],
];

const loader = (): Limit[] =>
  LOADER.map(([name, since, until, components, bytesOn, what]) => ({
    ...{ name, bytes: null, bytesOn, components, beside: LD_SO_REGISTERS, since, until },
    what: `what the dynamic loader saves by XSAVEC to resolve ${what}, behind ${LD_SO_REGISTERS} bytes of registers`,
    ...{ format: "compacted", holds: "area" },
    source: "glibc sysdeps/x86/cpu-features.c, sysdeps/x86/sysdep.h",
  }));

export const LIMITS: readonly Limit[] = /* @__PURE__ */ frozen([...fixed(), ...loader()]);

/** Bytes of `limit` on `cpu`; null where it has no such buffer. */
export const limitBytes = (limit: Limit, cpu: Processor): number | null =>
  limit.bytesOn ? limit.bytesOn(cpu) : limit.bytes;
