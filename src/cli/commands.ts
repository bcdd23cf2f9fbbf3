/** Every command, in the order the help lists them. */
import { bench } from "./bench.ts";
import { checkCommand } from "./check.ts";
import { claimsCommand } from "./claims.ts";
import type { Command } from "./command.ts";
import { completionCommand } from "./completion.ts";
import { coreCommand } from "./core.ts";
import { cpuidCommand } from "./cpuid.ts";
import { cpus } from "./cpus.ts";
import { diffCommand } from "./diff.ts";
import { explainCommand } from "./explain.ts";
import { exploreCommand } from "./explore.ts";
import { findCommand } from "./find.ts";
import { formats } from "./formats.ts";
import { imageCommand } from "./image.ts";
import { importCommand } from "./import.ts";
import { kernelCommand } from "./kernel.ts";
import { layoutCommand } from "./layout.ts";
import { limitsCommand } from "./limits.ts";
import { migrate } from "./migrate.ts";
import { proposeCommand } from "./propose.ts";
import { reportCommand } from "./report.ts";
import { rules } from "./rules.ts";
import { sgxCommand } from "./sgx.ts";
import { sweepCommand } from "./sweep.ts";
import { vectorsCommand } from "./vectors.ts";
import { xrstorCommand } from "./xrstor.ts";

export const COMMANDS: readonly Command[] = [
  cpus,
  layoutCommand,
  sweepCommand,
  diffCommand,
  findCommand,
  limitsCommand,
  sgxCommand,
  proposeCommand,
  rules,
  migrate,
  xrstorCommand,
  cpuidCommand,
  vectorsCommand,
  importCommand,
  explainCommand,
  coreCommand,
  imageCommand,
  formats,
  checkCommand,
  claimsCommand,
  kernelCommand,
  exploreCommand,
  reportCommand,
  bench,
  completionCommand,
];
