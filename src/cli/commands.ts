/** Every command, in the order the help lists them. */
import { bench } from "./bench.ts";
import type { Command } from "./command.ts";
import { coreCommand } from "./core.ts";
import { cpus } from "./cpus.ts";
import { explainCommand } from "./explain.ts";
import { importCommand } from "./import.ts";
import { layoutCommand } from "./layout.ts";
import { rules } from "./rules.ts";
import { sweepCommand } from "./sweep.ts";

export const COMMANDS: readonly Command[] = [
  cpus,
  layoutCommand,
  sweepCommand,
  rules,
  importCommand,
  explainCommand,
  coreCommand,
  bench,
];
