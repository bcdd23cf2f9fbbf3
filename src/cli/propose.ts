/** `xsweep propose`: what a new component, or another change of a processor, changes elsewhere. */
import { BOUNDS } from "../check/search.ts";
import { type KernelTurn, kernelTurning, whyNoKernel } from "../linux/propose/kernels.ts";
import { type Proposal, proposed } from "../questions/proposal.ts";
import { parseAddition, parseBit, parseResizing } from "../questions/proposal-grammar.ts";
import { type ProposalReport, proposal } from "../questions/propose.ts";
import { proposeJson } from "../write/json/propose.ts";
import { isBad, proposeText } from "../write/text/propose.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command, ExitCode } from "./command.ts";
import { cpuOf, inOneLine } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import { versionsOf } from "./kernel-flags.ts";
import { patient } from "./patient.ts";
import { naming } from "./resolve.ts";

export const proposeCommand: Command = {
  name: "propose",
  summary: "what a new component changes: layouts, rules, kernels, limits, who takes its images",
  flags: ["cpu", "add", "remove", "resize", "kernel", "maxStates"],
  examples: [
    "xsweep propose --cpu sapphire-rapids --add 20:1024:align64",
    "xsweep propose --cpu zen-4 --add 5:64:832 --add 6:512:896 --add 7:1024:1408 --remove 9",
    "xsweep propose --cpu sapphire-rapids:0x600e7 --add 12:16:supervisor --kernel mail-v6",
    "xsweep propose --cpu granite-rapids --resize 18:16384 --json",
  ],
  async run({ flags, io }) {
    const asked = proposalOf(flags);
    const before = await cpuOf(flags, io);
    const after = shown(
      naming("propose", () => proposed(before, asked)),
      flags,
    );
    const report = proposal(before, after);
    const because = whyNoKernel(before, after);
    const turns: KernelTurn[] = [];
    const bounds = { ...BOUNDS, states: flags.maxStates ?? BOUNDS.states };
    for (const version of because === null ? versionsOf(flags) : []) {
      turns.push(await patient(kernelTurning(before, after, version, bounds), io));
    }
    const kernels = { turns, because };
    if (flags.json) io.print(JSON.stringify(proposeJson(report, kernels)));
    else io.print(proposeText(report, kernels, io));
    return exitCode(report, turns);
  },
};

const shown = (cpu: Processor, { json }: Flags): Processor => (json ? cpu : inOneLine(cpu));

/** 1 where something that was right is wrong; 3 where something is not known. */
function exitCode({ rules, limits }: ProposalReport, turns: readonly KernelTurn[]): ExitCode {
  const promises = turns.flatMap((one) => one.promises);
  const bad =
    rules.some(({ turn }) => isBad(turn)) ||
    limits.some(({ turn }) => turn === "overflows" || turn === "more") ||
    promises.some(({ turn }) => turn === "breaks" || turn === "worse") ||
    turns.some(({ before, after }) => before.whyNoBoot === null && after.whyNoBoot !== null);
  if (bad) return 1;
  const open =
    rules.some(({ turn }) => turn === "unknown") ||
    promises.some(({ turn }) => turn === "undecided");
  return open ? 3 : 0;
}

function proposalOf({ add = [], remove = [], resize = [] }: Flags): Proposal {
  if (add.length + remove.length + resize.length === 0) {
    throw new RangeError(
      "--add is missing: what to propose, BIT:SIZE[:OFFSET][:align64][:xfd][:supervisor][:NAME]",
    );
  }
  const each = <T>(flag: string, texts: readonly string[], parse: (text: string) => T): T[] =>
    texts.map((text) => naming(`${flag} ${text}`, () => parse(text)));
  return {
    add: each("--add", add, parseAddition),
    remove: each("--remove", remove, parseBit),
    resize: each("--resize", resize, parseResizing),
  };
}
