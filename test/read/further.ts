/**
 * What further tools print of a processor, made from its values: those that carry a part of leaf 0DH,
 * or flags alone. Their forms are those of the sources that the readers name; no text is copied.
 */
import { standardSize } from "../../src/xsave/layout.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { leavesOf } from "./machines.ts";
import { textRows } from "./texts.ts";

const sizes = (cpu: Processor) => ({
  standard: standardSize(cpu, cpu.xcr0),
});

/** The page of an SEV-SNP guest; XCR0_IN and XSS_IN for the rows of leaf 0DH. */
export function snpPage(rows: ReturnType<typeof textRows>, xcr0In = 1n): Uint8Array {
  const page = new Uint8Array(4096);
  const view = new DataView(page.buffer);
  view.setUint32(0, rows.length, true);
  for (const [i, { leaf, subleaf, registers }] of rows.entries()) {
    const at = 16 + 48 * i;
    view.setUint32(at, leaf, true);
    view.setUint32(at + 4, subleaf, true);
    view.setBigUint64(at + 8, leaf === 0xd ? xcr0In : 0n, true);
    for (const [n, value] of registers.entries()) view.setUint32(at + 24 + 4 * n, value, true);
  }
  return page;
}

export function netbsdText(cpu: Processor): string {
  const { standard } = sizes(cpu);
  const xcr0 = (cpu.xcr0 & 0xffffffffn).toString(16);
  return [
    'cpu0: "Made of values"',
    `cpu0: xsave features 0x${xcr0}<x87,SSE>`,
    "cpu0: xsave instructions 0xf<XSAVEOPT,XSAVEC,XGETBV,XSAVES>",
    `cpu0: xsave area size: current ${standard}, maximum ${standard}, xgetbv enabled`,
    `cpu0: enabled xsave 0x${xcr0}<x87,SSE>`,
    "",
  ].join("\n");
}

const hex8 = (n = 0) => n.toString(16).padStart(8, "0");

export const x86infoText = (cpu: Processor): string => {
  const [a, b, c, d] = leavesOf(cpu)["0"] ?? [];
  return `CPU #1\neax in: 0x00000000, eax = 00000016 ebx = 756e6547 ecx = 6c65746e edx = 49656e69\neax in: 0x0000000d, eax = ${hex8(a)} ebx = ${hex8(b)} ecx = ${hex8(c)} edx = ${hex8(d)}\n`;
};

/** The flags of Linux that XCR0 implies. */
export const flagsFor = (xcr0: bigint): string[] => [
  ...["fpu", "sse", "sse2", "xsave", "xsaveopt"],
  ...(xcr0 & 4n ? ["avx", "avx2"] : []),
  ...(xcr0 & 0x18n ? ["mpx"] : []),
  ...(xcr0 & 0xe0n ? ["avx512f", "avx512dq"] : []),
  ...(xcr0 & 0x200n ? ["pku", "ospke"] : []),
  ...(xcr0 & 0x60000n ? ["amx_tile", "amx_int8"] : []),
];

/** Each list of flags as its tool prints it. */
export const LISTS: Readonly<Record<string, (flags: readonly string[]) => string>> = {
  cpuinfo: (flags) =>
    `processor\t: 0\nmodel name\t: Intel(R) Xeon(R) Made of values\nflags\t\t: ${flags.join(" ")}\nbugs\t\t: none\n`,
  "lscpu-json": (flags) =>
    JSON.stringify({
      lscpu: [
        {
          field: "Architecture:",
          data: "x86_64",
          children: [{ field: "Flags:", data: flags.join(" ") }],
        },
      ],
    }),
  "libvirt-features": (flags) =>
    `<domainCapabilities>\n <cpu><mode name='host-model'><model fallback='forbid'>Penryn</model>\n${flags.map((flag) => `  <feature policy='require' name='${flag.replace("_", "-")}'/>\n`).join("")}  <feature policy='disable' name='lwp'/>\n </mode></cpu>\n</domainCapabilities>\n`,
  coreinfo: (flags) =>
    `${[
      "xsave",
      ...["sse", "avx", "mpx", "avx512f", "pku", "amx_tile"].filter((f) => f !== "xsave"),
    ]
      .map(
        (name) =>
          `${name.toUpperCase().padEnd(10)}\t${flags.includes(name) ? "*" : "-"}\tSupports ${name === "xsave" ? "XSAVE/XRSTOR instructions" : "it"}\n`,
      )
      .join("")}`,
  "freebsd-boot": (flags) =>
    `CPU: Intel(R) Xeon(R) Made of values (2500.00-MHz K8-class CPU)\n  Features2=0xfffa3203<${flags.map((f) => f.toUpperCase()).join(",")}>\n  XSAVE Features=0xf<XSAVEOPT,XSAVEC,XINUSE,XSAVES>\n`,
  "openbsd-boot": (flags) =>
    `cpu0: Intel(R) Xeon(R) Made of values, 2394.56 MHz, 06-4f-01\ncpu0: ${flags.map((f) => f.toUpperCase()).join(",")}\n`,
};

/** One file a format, of a processor. */
export const FURTHER: Readonly<Record<string, (cpu: Processor) => string | Uint8Array>> = {
  "snp-page": (cpu) => snpPage(textRows(leavesOf(cpu))),
  x86info: x86infoText,
  "criu-messages": () =>
    "(00.1) Error (criu/arch/x86/cpu.c:1): CPU xfeatures has unsupported bits (0xe0)\n",
  "netbsd-cpuctl": netbsdText,
  "qemu-warnings": () =>
    "qemu-system-x86_64: warning: TCG doesn't support requested feature: CPUID.0DH:EAX.xsavec [bit 1]\nqemu-system-x86_64: warning: TCG doesn't support requested feature: CPUID.0DH:EAX [bit 9]\n",
  ...Object.fromEntries(
    Object.entries(LISTS).map(([name, list]) => [
      name,
      (cpu: Processor) => list(flagsFor(cpu.xcr0)),
    ]),
  ),
  numbers: ({ xcr0 }) => `XCR0=0x${xcr0.toString(16)}\n`,
};

export const furtherBytes = (format: string, cpu: Processor): Uint8Array => {
  const file = FURTHER[format]?.(cpu) ?? "";
  return typeof file === "string" ? new TextEncoder().encode(file) : file;
};
