/** `xsweep cpuid`: leaf 0DH as a processor, whole or cut down, must report it. */
import { writeOutput } from "../files/output.ts";
import { cpuidLeaf, cpuidTotals } from "../questions/cpuid.ts";
import { CPUID_TEXTS, snpPage } from "../write/cpuid.ts";
import { type CpuidSettings, cpuidJson, cpuidTotalsJson } from "../write/json/cpuid.ts";
import { table } from "../write/text/table.ts";
import { hex } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf, eachCpuOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { maskOf, naming, refuseTwoForms } from "./resolve.ts";

export const cpuidCommand: Command = {
  name: "cpuid",
  summary: "CPUID leaf 0DH as a processor must report it: what a hypervisor emulates",
  flags: ["cpu", "runXcr0", "runXss", "everyLegal", "cpuidTo"],
  examples: [
    "xsweep cpuid --cpu sapphire-rapids:@xcr0-amx",
    "xsweep cpuid --cpu zen-4 --xcr0 0x7 --xss 0x800",
    "xsweep cpuid --cpu zen-4 --every-legal --json",
    "xsweep cpuid --cpu zen-4 --cpu spr --every-legal",
    "xsweep cpuid --cpu spr --to libvirt",
  ],
  async run({ flags, io }) {
    refuseTwoForms(flags.json, flags.cpuidTo);
    if (flags.everyLegal) everyLegal(await eachCpuOf(flags, io), flags, io);
    else await oneSetting(await cpuOf(flags, io), flags, io);
    return 0;
  },
};

async function oneSetting(cpu: Processor, flags: Flags, io: Io): Promise<void> {
  const { runXcr0, runXss, cpuidTo: to = "raw" } = flags;
  const xcr0 = runXcr0 === undefined ? undefined : maskOf("--xcr0", runXcr0, cpu);
  const xss = runXss === undefined ? undefined : maskOf("--xss", runXss, cpu);
  if (xcr0 !== undefined) naming("--xcr0", () => cpuidLeaf(cpu, { xcr0 }));
  const leaf = naming("--xss", () => cpuidLeaf(cpu, { xcr0, xss }));
  if (flags.json || to === "json") io.print(JSON.stringify(cpuidJson(leaf)));
  else if (to === "snp") {
    if (process.stdout.isTTY) {
      throw new RangeError("--to snp: a terminal shows no binary data: send stdout to a file");
    }
    await writeOutput("-", (sink) => sink.append(snpPage(leaf)));
  } else io.print(CPUID_TEXTS[to](leaf));
}

function everyLegal(cpus: readonly Processor[], flags: Flags, io: Io): void {
  for (const [flag, value] of [
    ["--xcr0", flags.runXcr0],
    ["--xss", flags.runXss],
  ] as const) {
    if (value !== undefined) throw new RangeError(`${flag}: --every-legal takes every one of them`);
  }
  if (flags.cpuidTo !== undefined && flags.cpuidTo !== "json") {
    throw new RangeError("--to: --every-legal is a table or, with --json, a document");
  }
  const all = cpus.map((cpu) => ({
    cpu: cpu.id,
    rows: naming("--every-legal", () => cpuidTotals(cpu)),
  }));
  const asJson = flags.json || flags.cpuidTo === "json";
  io.print(asJson ? JSON.stringify(cpuidTotalsJson(all)) : totalsText(all));
}

/** A row a setting; several processors have a column of their own. */
function totalsText(all: readonly CpuidSettings[]): string {
  const several = all.length > 1;
  return table(
    [...(several ? (["left"] as const) : []), "left", "left", "right", "right"],
    [
      [...(several ? ["PROCESSOR"] : []), "XCR0", "IA32_XSS", "0DH.0.EBX", "0DH.1.EBX"],
      ...all.flatMap(({ cpu, rows }) =>
        rows.map(({ xcr0, xss, ebx0, ebx1 }) => [
          ...(several ? [cpu] : []),
          ...[hex(xcr0), hex(xss), `${ebx0}`, `${ebx1}`],
        ]),
      ),
    ],
  );
}
