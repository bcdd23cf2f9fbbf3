/** `xsweep sweep --verify FILE`: what `--output` wrote, read back and held against a computation. */
import { CATALOGUE } from "../catalogue/index.ts";
import { questionOf } from "../questions/question.ts";
import { RULES } from "../rules/index.ts";
import { checkSizes, wrongSize } from "../sweep/sizes-check.ts";
import type { SizesHeader } from "../sweep/sizes-header.ts";
import { verifyJson } from "../write/json/verify.ts";
import { sizesText } from "../write/text/verify.ts";
import type { Processor } from "../xsave/processor.ts";
import { restrict } from "../xsave/restrict.ts";
import type { ExitCode } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { reasonOf } from "./reason.ts";
import { rulesOf } from "./resolve.ts";

/** Exit 1 where a size is not the computed one, 3 where none could be computed. */
export async function verifySizes(path: string, flags: Flags, io: Io): Promise<ExitCode> {
  if (flags.tableTo !== undefined && flags.tableTo !== "json") {
    throw new RangeError(`--verify and --to ${flags.tableTo}: there is no table, only --json`);
  }
  if (flags.assert) throw new RangeError("--verify and --assert: one question, please");
  try {
    const header = await checkSizes(path, io.signal);
    const cpu = flags.cpu ? await cpuOf(flags, io) : known(header);
    const questions = cpu && questionsOf(cpu, header, flags);
    const wrong = questions ? await wrongSize(path, cpu, questions, io.signal) : undefined;
    io.print(
      flags.json || flags.tableTo
        ? JSON.stringify(verifyJson(header, wrong))
        : sizesText(path, header, wrong),
    );
    if (wrong === undefined) {
      io.note(
        `xsweep: --verify: ${header.cpu} or a rule is not known here: name them with --cpu and --rule to compare every size`,
      );
      return 3;
    }
    return wrong ? 1 : 0;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (io.signal.aborted || (code === undefined && !(error instanceof RangeError))) throw error;
    throw new RangeError(`--verify: ${path}: ${code === undefined ? message : reasonOf(code)}`);
  }
}

/** The processor of the catalogue that the header names, whole or cut down: `zen-4:0x207`. */
function known({ cpu }: SizesHeader): Processor | undefined {
  const [name, mask] = cpu.split(":");
  const whole = CATALOGUE.find(({ id }) => id === name);
  return whole && mask !== undefined ? restrict(whole, BigInt(mask)) : whole;
}

/** The questions that the header names; undefined where one of its rules is not known. */
function questionsOf(cpu: Processor, { rules }: SizesHeader, flags: Flags) {
  const all = [...rulesOf(flags, []), ...RULES];
  const questions = rules.flatMap(({ rule: id, universe, fixed }) => {
    const rule = all.find((one) => one.id === id);
    return rule ? [questionOf(cpu, rule, BigInt(universe), BigInt(fixed))] : [];
  });
  return questions.length === rules.length ? questions : undefined;
}
