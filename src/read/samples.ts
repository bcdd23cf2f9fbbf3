/**
 * A line of each format, as it stands in such a file: XCR0 = 0x7, 832 bytes. Of what is no text, or
 * of no single line, the words by which it is known. Checked by test/read/samples.test.ts.
 */
import { PROCESSOR_SCHEMA } from "./document/processor-file.ts";

// biome-ignore format: one format per row
const ROWS: readonly (readonly [format: string, sample: string])[] = [
  ["elf-core", "7f 45 4c 46 02 01 …: an ELF file of type ET_CORE, note NT_X86_XSTATE"],
  ["processor-json", `{"schema":"${PROCESSOR_SCHEMA}","id":"zen-4","xcr0":"0x2e7",…}`],
  ["firecracker-json", '{"cpuid_modifiers":[{"leaf":"0xd","subleaf":"0x0","flags":1,"modifiers":[{"register":"eax","bitmap":"0b00000000000000000000000000000111"}]}]}'],
  ["cpuid-json", '{"cpuid":[{"function":13,"index":0,"flags":1,"eax":7,"ebx":832,"ecx":832,"edx":0}]}'],
  ["snp-page", "10 00 00 00 00 00 00 00 …: 4096 bytes, a count of entries, 48 bytes each"],
  ["libvirt-xml", "<cpuid eax_in='0x0000000d' ecx_in='0x00' eax='0x00000007' ebx='0x00000340' ecx='0x00000340' edx='0x00000000'/>"],
  ["rjcp-xml", '<register eax="0000000D" ecx="00000000">00000007,00000340,00000340,00000000</register>'],
  ["cpuid-r", "0x0000000d 0x00: eax=0x00000007 ebx=0x00000340 ecx=0x00000340 edx=0x00000000"],
  ["tycho-cpuid", "CPUID 0000000d:00 = 00000007 00000340 00000340 00000000 | ....@...@......."],
  ["rust-table", "0x0000000d_00000000u64 => CpuIdResult { eax: 0x00000007, ebx: 0x00000340, ecx: 0x00000340, edx: 0x00000000 },"],
  ["cpuid_dump_rs", "0x0000000D 0x0:  0x00000007 0x00000340 0x00000340 0x00000000  [decoded]"],
  ["libcpuid-raw", "basic_cpuid[13]=00000007 00000340 00000340 00000000"],
  ["hwloc-gather", "5 d 0 0 0 => 7 340 340 0"],
  ["aida64", "CPUID 0000000D: 00000007-00000340-00000340-00000000 [SL 00]"],
  ["kcpuid", "0x0000000d: subleafs:, then  0: EAX=0x00000007, EBX=0x00000340, ECX=0x00000340, EDX=0x00000000"],
  ["xen-cpuid", "0000000d:00000000 -> 00000007:00000340:00000340:00000000"],
  ["vmware-log", "hostCPUID level 0000000d, 0: 0x00000007 0x00000340 0x00000340 0x00000000"],
  ["snp-page-text", "EAX_IN: 0x0000000d ECX_IN: 0x00000000 XCR0_IN: 0x00000007 XSS_IN: 0x00000000 EAX_OUT: 0x00000007 EBX_OUT: 0x00000340 ECX_OUT: 0x00000340 EDX_OUT: 0x00000000"],
  ["source-table", "{ 0xd, 0, 0x7, 0x340, 0x340, 0x0 },"],
  ["cpu-z", "\t0x0000000D\t0x00000007\t0x00000340\t0x00000340\t0x00000000"],
  ["kvm-strace", "ioctl(13, KVM_SET_CPUID2, {nent=1, entries=[{function=0xd, index=0, flags=KVM_CPUID_FLAG_SIGNIFCANT_INDEX, eax=0x7, ebx=0x340, ecx=0x340, edx=0}]}) = 0"],
  ["kvm-trace", "kvm_cpuid: func d idx 0 rax 7 rbx 340 rcx 340 rdx 0, cpuid entry found"],
  ["labelled-rows", "leaf=0xd subleaf=0x0 eax=0x7 ebx=0x340 ecx=0x340 edx=0x0"],
  ["x86info", "eax in: 0x0000000d, eax = 00000007 ebx = 00000340 ecx = 00000340 edx = 00000000"],
  ["criu-log", "fpu: xfeatures_mask 0x7 xsave_size 832 xsave_size_max 832 xsaves_size 832"],
  ["sgx-report", "XSAVE features and state-components, then   Supported XCR0:     0000000000000007"],
  ["netbsd-cpuctl", "cpu0: xsave features 0x7<x87,SSE,AVX>"],
  ["macos-sysctl", "machdep.cpu.xsave.extended_state: 7 832 832 0"],
  ["vbox-log", "XSAVE area cur/max size by XCR0, host: 0x340/0x340"],
  ["cpuid-decoded", "bytes required by fields in XCR0        = 0x00000340 (832)"],
  ["dmesg", "x86/fpu: Enabled xstate features 0x7, context size is 832 bytes, using 'standard' format."],
  ["xen", "(XEN) xstate: size: 0x340 and states: 0x7"],
  ["criu-messages", "Error CPU xfeatures has unsupported bits (0xe0)"],
  ["qemu-warnings", "warning: TCG doesn't support requested feature: CPUID.0DH:EAX.xsavec [bit 1]"],
  ["cpuinfo", "flags           : fpu vme de pse … xsave avx"],
  ["lscpu-json", '{"lscpu":[{"field":"Flags:","data":"fpu vme de pse … xsave avx"}]}'],
  ["libvirt-features", "<cpu><feature policy='require' name='avx512f'/></cpu>"],
  ["coreinfo", "XSAVE           *       Supports XSAVE/XRSTOR instructions"],
  ["freebsd-boot", "  XSAVE Features=0xf<XSAVEOPT,XSAVEC,XINUSE,XSAVES>"],
  ["openbsd-boot", "cpu0: FPU,VME,DE,PSE,TSC,MSR,SSE3,XSAVE,AVX"],
  ["numbers", "XCR0=0x7"],
];

/** A sample of each format, by its name. */
export const FORMAT_SAMPLES: ReadonlyMap<string, string> = new Map(ROWS);
