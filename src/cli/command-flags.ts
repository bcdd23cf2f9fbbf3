/** The flags of a command: its own, and those that come with them. */
import type { Command } from "./command.ts";
import { COMMON_FLAGS, type FlagName } from "./flags.ts";

/** Flags that name something to read: such a command takes a limit for it. */
const READING: readonly FlagName[] = ["cpu", "kernelCpu", "rule", "kernel", "from"];

/** The names of the flags that `command` takes, in the order of its help. */
export const flagsOf = (command: Command): readonly FlagName[] => [
  ...command.flags,
  ...(command.flags.includes("threads") ? (["force"] as const) : []),
  ...(command.flags.some((name) => READING.includes(name)) ? (["maxInput"] as const) : []),
  ...COMMON_FLAGS,
];
