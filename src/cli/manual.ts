/**
 * The manual page xsweep(1), from the table of commands: what the help says, in roff. Made by the
 * build (scripts/manual.mjs), so that it cannot say anything else than the program does.
 */
import type { Command } from "./command.ts";
import { flagsOf } from "./command-flags.ts";
import { COMMANDS } from "./commands.ts";
import { exitCodesText } from "./exit-codes.ts";
import { flagOf } from "./flags.ts";
import { TOPICS } from "./help.ts";
import { VERSION } from "./version.ts";

/** Text as roff prints it: no escape, no line that begins with a request, hyphens that can be copied. */
export const escaped = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll(/^([.'])/gm, "\\&$1")
    .replaceAll(/[^\n -~]/gu, (c) => `\\[u${hexOf(c).padStart(4, "0")}]`);

const hexOf = (c: string): string => (c.codePointAt(0) ?? 0).toString(16).toUpperCase();

const bold = (text: string): string => `\\fB${escaped(text)}\\fR`;

/** Lines as they are, in a fixed width. */
const verbatim = (text: string): string => `.nf\n${escaped(text.trimEnd())}\n.fi`;

function commandPart(command: Command): string {
  const operands = (command.operands ?? []).map(([notation]) => ` ${notation}`).join("");
  const rows = [
    ...(command.operands ?? []),
    ...flagsOf(command).flatMap((name) => {
      const { flags, description, hidden } = flagOf(name);
      return hidden ? [] : [[flags, description] as const];
    }),
  ];
  return [
    `.SS ${bold(`xsweep ${command.name}${operands} [options]`)}`,
    `${escaped(command.summary)}.`,
    ...rows.map(([flags, says]) => `.TP\n${bold(flags)}\n${escaped(says)}`),
    ".PP",
    verbatim(command.examples.join("\n")),
    ".PP",
    verbatim(exitCodesText(command.name)),
  ].join("\n");
}

/** The page as roff source. `date` as it stands in its foot: "2026-12-01". */
export const manualPage = (date: string): string =>
  [
    `.TH XSWEEP 1 "${date}" "xsweep ${VERSION}" "User Commands"`,
    ".SH NAME",
    "xsweep \\- every layout of the x86 XSAVE area, computed; every claim about them, checked",
    ".SH SYNOPSIS",
    ".B xsweep",
    "\\fICOMMAND\\fR [\\fIoperands\\fR] [\\fIoptions\\fR]",
    ".SH COMMANDS",
    ...COMMANDS.map(commandPart),
    ...TOPICS.flatMap(({ name, text }) => [`.SH ${name.toUpperCase()}`, verbatim(text())]),
    ".SH ENVIRONMENT",
    `.TP\n${bold("NO_COLOR")}\nNo colour in the output, whatever the terminal.`,
    "",
  ].join("\n");
