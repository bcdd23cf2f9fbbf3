/**
 * What a shell offers on TAB. The package @bomb.sh/tab has the scripts of the shells and the rules
 * of completion; here is what there is to complete. It is loaded on TAB alone.
 */
import type { Option } from "commander";
import { CATALOGUE } from "../catalogue/index.ts";
import { PROPERTIES } from "../linux/index.ts";
import { VERSIONS } from "../linux/kernel/version.ts";
import { ASSERTIONS } from "../questions/predicates.ts";
import { NAMED_RULES } from "../rules/index.ts";
import { PERMITS } from "../rules/permits/index.ts";
import type { Command } from "./command.ts";
import { flagsOf } from "./command-flags.ts";
import { flagOf } from "./flags.ts";
import { TOPICS } from "./help.ts";

export const SHELLS = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof SHELLS)[number];

type Suggestion = readonly [value: string, says: string];

/** Values of a flag or an operand, by its notation in the help: "CPU", "MASK". */
const VALUES: Readonly<Record<string, () => readonly Suggestion[]>> = {
  CPU: () => [
    ...CATALOGUE.map(({ id, name }): Suggestion => [id, name]),
    ["host", "this machine"],
    ["all", "the whole catalogue"],
  ],
  RULE: () => NAMED_RULES.map(({ id, source }): Suggestion => [id, source]),
  PERMIT: () => PERMITS.map(({ id, source }): Suggestion => [id, source]),
  VERSION: () => VERSIONS.map(({ id, stands }): Suggestion => [id, stands]),
  P: () => PROPERTIES.map(({ id, name }): Suggestion => [name, id]),
  MASK: () => ["@xcr0", "@xss", "@all"].map((mask): Suggestion => [mask, "of the processor"]),
  NAME: () => ASSERTIONS.map(({ id }): Suggestion => [id, "a predicate"]),
};

/** "CPU" of "--cpu <CPU>" and of "[CPU...]". */
const notationOf = (flags: string): string => /[<[]([A-Z]+)/.exec(flags)?.[1] ?? "";

/** What can follow `option`: its choices, else what its notation names. */
const valuesOf = ({ argChoices, flags, long }: Option): readonly Suggestion[] => {
  if (argChoices) return argChoices.map((choice) => [choice, ""]);
  // A register has a name as well.
  return long === "--reg" ? [] : (VALUES[notationOf(flags)]?.() ?? []);
};

/** What `work` prints on the console: the package has no other way out. */
function printed(work: () => void): string {
  const { log } = console;
  let text = "";
  console.log = (line = "") => {
    text += `${line}\n`;
  };
  try {
    work();
  } finally {
    console.log = log;
  }
  return text;
}

/** The script that makes `shell` ask for suggestions. */
export async function completionScript(shell: Shell): Promise<string> {
  const { RootCommand } = await import("@bomb.sh/tab");
  return printed(() => new RootCommand().setup("xsweep", "xsweep", shell));
}

/** The suggestions for `words`, of which the last is not finished: a line each, as the scripts read them. */
export async function suggestionsFor(
  words: readonly string[],
  commands: readonly Command[],
): Promise<string> {
  const { RootCommand } = await import("@bomb.sh/tab");
  const root = new RootCommand();
  for (const command of commands) {
    const sub = root.command(command.name, command.summary);
    for (const name of flagsOf(command)) {
      const option = flagOf(name);
      if (option.hidden) continue;
      const long = option.long?.slice(2) ?? name;
      const short = option.short?.slice(1);
      if (option.required) {
        const suggest = (complete: (value: string, says: string) => void) => {
          for (const [value, says] of valuesOf(option)) complete(value, says);
        };
        sub.option(long, option.description, suggest, short);
      } else if (short) sub.option(long, option.description, short);
      else sub.option(long, option.description);
    }
    for (const [notation] of command.operands ?? []) {
      const values = VALUES[notationOf(notation)]?.() ?? [];
      const suggest = (complete: (value: string, says: string) => void) => {
        for (const [value, says] of values) complete(value, says);
      };
      sub.argument(notation, suggest, notation.includes("..."));
    }
  }
  const help = root.command("help", "help on a command or a topic");
  help.argument("topic", (complete) => {
    for (const { name, says } of TOPICS) complete(name, says);
    for (const { name, summary } of commands) complete(name, summary);
  });
  return printed(() => root.parse([...words]));
}
