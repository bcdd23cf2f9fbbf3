/** `xsweep completion`: the script with which a shell completes commands, flags and ids. */
import type { Command } from "./command.ts";
import { didYouMean } from "./resolve.ts";
import { completionScript, SHELLS, type Shell } from "./suggestions.ts";

const isShell = (word: string): word is Shell => SHELLS.some((shell) => shell === word);

export const completionCommand: Command = {
  name: "completion",
  summary: "completion for a shell: bash, zsh, fish, powershell",
  operands: [["<SHELL>", `one of ${SHELLS.join(", ")}`]],
  flags: [],
  examples: [
    "source <(xsweep completion bash)",
    "xsweep completion zsh > ~/.zfunc/_xsweep",
    "xsweep completion fish > ~/.config/fish/completions/xsweep.fish",
  ],
  async run({ operands: [shell = ""], flags, io }) {
    if (flags.json) throw new RangeError("--json: a completion script is no document");
    if (!isShell(shell)) {
      const known = `known: ${SHELLS.join(", ")}`;
      throw new RangeError(`SHELL: "${shell}" is none${didYouMean(shell, SHELLS)} (${known})`);
    }
    io.print((await completionScript(shell)).trimEnd());
    return 0;
  },
};
