/** The command, as a story: parse, run, print; and what every error turns into. */
import { Command as Commander, CommanderError } from "commander";
import type { Command } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { COMMON_FLAGS, type Flags, flagOf } from "./flags.ts";
import { endWithReader, processIo } from "./io.ts";
import { VERSION } from "./version.ts";

const EXAMPLES = [
  "xsweep layout x87+sse+avx+avx512+pkru+amx --cpu sapphire-rapids",
  "xsweep sweep --cpu granite-rapids --method both",
  "xsweep cpus",
];

const examplesText = (examples: readonly string[]) =>
  `Examples:\n${examples.map((example) => `  ${example}\n`).join("")}`;

endWithReader();
const interrupt = new AbortController();
process.once("SIGINT", () => {
  interrupt.abort(new Error("interrupted"));
  // A second Ctrl-C ends the process as if nobody listened.
});

/** One sub-command of commander's for one of ours. */
function commanderOf(command: Command): Commander {
  const sub = new Commander(command.name).description(command.summary);
  for (const [notation, summary] of command.operands ?? []) sub.argument(notation, summary);
  for (const name of [...command.flags, ...COMMON_FLAGS]) sub.addOption(flagOf(name));
  sub.addHelpText("before", `${examplesText(command.examples)}\n`);
  sub.action(async (...parsed: unknown[]) => {
    const operands = parsed.slice(0, command.operands?.length ?? 0) as (string | undefined)[];
    const flags = sub.opts<Flags>();
    debug = flags.debug === true;
    const io = processIo(interrupt.signal, flags.color);
    process.exitCode = await command.run({ operands, flags, io });
  });
  return sub;
}

let debug = false;

const program = new Commander("xsweep")
  .description("Every XSAVE layout, computed; every claim about them, checked.")
  .version(VERSION)
  .addHelpText("before", `${examplesText(EXAMPLES)}\n`)
  .showSuggestionAfterError()
  .configureOutput({
    outputError: (text) => void process.stderr.write(text.replace(/^error: /, "xsweep: ")),
    // The help in place of an error: one line says more.
    writeErr: () => {},
  })
  .exitOverride();
for (const command of COMMANDS) {
  program.addCommand(commanderOf(command).copyInheritedSettings(program));
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (interrupt.signal.aborted) {
    process.stderr.write("xsweep: interrupted\n");
    return 130;
  }
  if (error instanceof CommanderError) {
    if (error.code === "commander.help" && error.exitCode !== 0) {
      const names = COMMANDS.map(({ name }) => name).join(", ");
      process.stderr.write(`xsweep: a command is missing: ${names} (see xsweep --help)\n`);
    }
    // Else it has printed its own line, or the help or the version that was asked for.
    return error.exitCode === 0 ? 0 : 2;
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  process.stderr.write(`xsweep: ${debug ? stack : message}\n`);
  return 2;
}
