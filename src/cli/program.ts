/** The command, as a story: parse, run, print; and what every error turns into. */
import { Command as Commander, CommanderError } from "commander";
import { visible, visibleLine } from "../write/text/visible.ts";
import type { Command, ExitCode } from "./command.ts";
import { flagsOf } from "./command-flags.ts";
import { COMMANDS } from "./commands.ts";
import { exitCodesText } from "./exit-codes.ts";
import { checkFlags } from "./fights.ts";
import { type Flags, flagOf } from "./flags.ts";
import { TOPICS } from "./help.ts";
import { ioOn } from "./io.ts";
import { didYouMean } from "./resolve.ts";
import { seeAlsoText } from "./see-also.ts";
import { suggestionsFor } from "./suggestions.ts";
import type { Surroundings } from "./surroundings.ts";
import { VERSION } from "./version.ts";

const EXAMPLES = [
  "xsweep layout x87+sse+avx+avx512+pkru+amx --cpu sapphire-rapids",
  "xsweep sweep --cpu granite-rapids --method both",
  "xsweep cpus",
];

const examplesText = (examples: readonly string[]) =>
  `Examples:\n${examples.map((example) => `  ${example}\n`).join("")}`;

interface Run {
  readonly around: Surroundings;
  debug: boolean;
  code: ExitCode;
}

/** One sub-command of commander's for one of ours. */
function commanderOf(command: Command, run: Run): Commander {
  const sub = new Commander(command.name).description(command.summary);
  for (const [notation, summary] of command.operands ?? []) sub.argument(notation, summary);
  for (const name of flagsOf(command)) {
    const option = flagOf(name);
    sub.addOption(option);
    if (option.parseArg === undefined || option.argChoices) refuseTwice(sub, option.name());
  }
  sub.addHelpText("before", `${examplesText(command.examples)}\n`);
  sub.addHelpText("after", `\n${exitCodesText(command.name)}${seeAlsoText(command.name)}`);
  sub.action(async (...parsed: unknown[]) => {
    // One that takes several is a list of its own.
    const operands = parsed.slice(0, command.operands?.length ?? 0).flat() as (
      | string
      | undefined
    )[];
    const flags = sub.opts<Flags>();
    run.debug = flags.debug === true;
    checkFlags(flags);
    const { color, maxInput, output, quiet } = flags;
    const io = ioOn(run.around, { color, maxInput, quiet, aside: output === "-" });
    run.code = await command.run({ operands, flags, io });
  });
  return sub;
}

/** Of a flag that takes one value, a second one would silently win. */
function refuseTwice(sub: Commander, name: string): void {
  let seen = 0;
  sub.on(`option:${name}`, (value: unknown) => {
    seen++;
    if (seen > 1 && typeof value === "string") {
      throw new RangeError(`--${name} is given twice: once, please`);
    }
  });
}

function programOf(run: Run): Commander {
  const { put, draw } = run.around;
  const program = new Commander("xsweep")
    .description("Every XSAVE layout, computed; every claim about them, checked.")
    .version(VERSION)
    .addHelpText("before", `${examplesText(EXAMPLES)}\n`)
    .helpCommand(false)
    .addHelpText("after", topicsText())
    .showSuggestionAfterError()
    .configureOutput({
      writeOut: put,
      outputError: (text) => draw(`${inOneLine(text)}\n`),
      // The help in place of an error: one line says more.
      writeErr: () => {},
    })
    .exitOverride();
  for (const command of COMMANDS) {
    program.addCommand(commanderOf(command, run).copyInheritedSettings(program));
  }
  const help = new Commander("help").argument("[TOPIC]").action((topic?: string) => {
    put(helpOn(topic, program));
  });
  program.addCommand(help.copyInheritedSettings(program), { hidden: true });
  // What the script of a shell asks on TAB: `xsweep complete -- WORD...`.
  const complete = new Commander("complete")
    .argument("[WORD...]")
    .action(async (words: string[]) => {
      put(await suggestionsFor(words, COMMANDS));
    });
  program.addCommand(complete.copyInheritedSettings(program), { hidden: true });
  return program;
}

const topicsText = (): string => {
  const rows = TOPICS.map(({ name, says }) => `  ${`xsweep help ${name}`.padEnd(20)}${says}\n`);
  return `\nMore:\n  xsweep help COMMAND ${"the flags, examples and exit codes of a command"}\n${rows.join("")}`;
};

/** The help of the program, of a command or on a topic. `cpus` is both: the topic names its command. */
function helpOn(topic: string | undefined, program: Commander): string {
  if (topic === undefined) return helpOf(program);
  const found = TOPICS.find(({ name }) => name === topic);
  if (found) return found.text();
  const command = program.commands.find((one) => one.name() === topic);
  if (command) return helpOf(command);
  const known = [...TOPICS, ...COMMANDS].map(({ name }) => name);
  throw new RangeError(`help: "${topic}" is no command and no topic${didYouMean(topic, known)}`);
}

/** The whole help of a command, with what stands before and after it. */
function helpOf(command: Commander): string {
  let text = "";
  const { writeOut } = command.configureOutput();
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  command.configureOutput(writeOut ? { writeOut } : {});
  return text;
}

/** An error of the parser, its suggestion in the same line: "xsweep: unknown option '--x' (did you mean …?)". */
const inOneLine = (text: string): string =>
  visibleLine(
    text
      .trimEnd()
      .replace(/^error: /, "xsweep: ")
      .replace(/\n\(Did you mean ([^\n]*)\)$/, " (did you mean $1)"),
  );

/** Runs the command line `args`, without program and script; the exit code. */
export async function runProgram(args: readonly string[], around: Surroundings): Promise<number> {
  const run: Run = { around, debug: false, code: 0 };
  try {
    // Alone it is a question.
    await programOf(run).parseAsync(args.length === 0 ? ["--help"] : args, { from: "user" });
  } catch (error) {
    // What has ended it from outside has said why already, where that can be read.
    return around.endedBy() ?? exitCodeOf(error, run);
  }
  return around.endedBy() ?? run.code;
}

function exitCodeOf(error: unknown, { around, debug }: Run): number {
  const complain = (line: string) => around.draw(`${visibleLine(line)}\n`);
  if (error instanceof CommanderError) {
    if (error.code === "commander.help" && error.exitCode !== 0) {
      const names = COMMANDS.map(({ name }) => name).join(", ");
      complain(`xsweep: a command is missing: ${names} (see xsweep --help)`);
    }
    // Else it has printed its own line, or the help or the version that was asked for.
    return error.exitCode === 0 ? 0 : 2;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  if ((error as NodeJS.ErrnoException).code === "ERR_STRING_TOO_LONG") {
    complain("xsweep: the text is longer than one of 512 MB: cut it to the lines in question");
  } else if (debug) around.draw(visible(`xsweep: ${stack}\n`));
  else complain(`xsweep: ${message}`);
  return 2;
}
