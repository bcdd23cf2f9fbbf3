/** Every command, in the order the help lists them. */
import { bench } from "./bench.ts";
import type { Command } from "./command.ts";
import { cpus } from "./cpus.ts";
import { diffCommand } from "./diff.ts";
import { findCommand } from "./find.ts";
import { layoutCommand } from "./layout.ts";
import { migrate } from "./migrate.ts";
import { rules } from "./rules.ts";
import { sweepCommand } from "./sweep.ts";

export const COMMANDS: readonly Command[] = [
  cpus,
  layoutCommand,
  sweepCommand,
  diffCommand,
  findCommand,
  migrate,
  rules,
  bench,
];
