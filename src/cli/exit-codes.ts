/** What the exit codes of each command mean, for its help. 2 goes before 1, 1 before 3, 3 before 0. */
import type { ExitCode } from "./command.ts";

type Meanings = { readonly [Code in Exclude<ExitCode, 0>]?: string };

// biome-ignore format: one command per row
const MEANINGS: Readonly<Record<string, Meanings>> = {
  sweep: { 1: "the engines differ, a mask breaks an assertion, or a size in FILE is not the computed one", 3: "--verify: whole, but its sizes cannot be computed here" },
  diff: { 1: "they differ, or one side has components that the other lacks" },
  find: { 1: "no mask answers", 3: "a rule was left out, so the answer is not whole" },
  migrate: { 1: "a mask is lost, or an image of it faults or is loaded wrongly there" },
  xrstor: { 1: "it faults, or a component is loaded from bytes that are not its own" },
  limits: { 1: "a legal mask overflows one of them" },
  propose: { 1: "a rule, a limit or a promise that was right becomes wrong, or is wrong on more", 3: "a rule or a promise is not decided" },
  explain: { 1: "not consistent", 3: "nothing could be judged" },
  image: { 1: "not consistent, or a register that was asked for is not there", 3: "two layouts remain possible" },
  core: { 1: "a register that was asked for is not there or lost", 3: "two layouts remain possible" },
  check: { 1: "a property is broken", 3: "not decided within the bound" },
};

/** The last paragraph of the help of command `name`. */
export function exitCodesText(name: string): string {
  const { 1: one, 3: three } = MEANINGS[name] ?? {};
  const rows = [
    [0, "done"],
    ...(one ? [[1, one]] : []),
    [2, "bad input, or an error: one line on stderr says which"],
    ...(three ? [[3, three]] : []),
    ["129, 130, 143", "ended by SIGHUP, SIGINT, SIGTERM"],
  ];
  return `Exit codes:\n${rows.map(([code, says]) => `  ${code}  ${says}\n`).join("")}`;
}
