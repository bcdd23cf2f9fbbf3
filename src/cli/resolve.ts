/** From the words of the command line to processors, rules and masks, each error naming its flag. */
import leven from "leven";
import { readRule } from "../read/document/rule-file.ts";
import { NAMED_RULES } from "../rules/index.ts";
import type { Rule } from "../rules/rule.ts";
import { NAMED } from "../xsave/legality.ts";
import { namesOf, parseMask, readMask, unknownPart } from "../xsave/mask-grammar.ts";
import { checkMask, described, type Processor } from "../xsave/processor.ts";
import type { Flags } from "./flags.ts";
import { readFile } from "./read-file.ts";

/** `work()`, with `argument: ` before the message of any error. */
export function naming<T>(argument: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) {
      error.message = `${argument}: ${error.message}`;
    }
    throw error;
  }
}

/** As `naming`, of work that takes its time. */
export async function namingLate<T>(argument: string, work: () => Promise<T>): Promise<T> {
  let named: () => T;
  try {
    const result = await work();
    named = () => result;
  } catch (error) {
    named = () => {
      throw error;
    };
  }
  return naming(argument, named);
}

/** What a name is beside its numbers: `linux-#-standard`. */
const familyOf = (name: string): string => name.toLowerCase().replaceAll(/\d+(\.\d+)*/g, "#");

/** The known name that `name` is most likely meant to be, as the end of a sentence; else nothing. */
export function didYouMean(name: string, known: readonly string[]): string {
  const lower = name.toLowerCase();
  // Another number is another thing: linux-6.1 is not meant to be linux-6.16, nor C99 to be C9.
  const family = known.filter((word) => familyOf(word) === familyOf(name));
  if (family.length > 0) return ` (known: ${family.join(", ")})`;
  const scored = known.map((word) => [leven(lower, word.toLowerCase()), word] as const);
  const [distance, best] = scored.sort(([a], [b]) => a - b)[0] ?? [Number.POSITIVE_INFINITY, ""];
  const near = distance <= Math.max(2, Math.floor(name.length / 3));
  return near ? ` (did you mean ${best}?)` : "";
}

/** The item of `all` whose id is `id`. @throws {RangeError} with a suggestion, or with every id. */
export function byId<T extends { readonly id: string }>(
  argument: string,
  id: string,
  all: readonly T[],
): T {
  const found = all.find((item) => item.id === id);
  if (found) return found;
  const ids = all.map((item) => item.id);
  throw new RangeError(
    `${argument}: "${id}" is unknown${didYouMean(id, ids) || ` (known: ${ids.join(", ")})`}`,
  );
}

/** The rules named on the command line, each an id or a rule file, or `otherwise` where none is. */
export const rulesOf = (flags: Flags, otherwise: readonly Rule[]): readonly Rule[] =>
  flags.rule ? flags.rule.map((text) => ruleOf(text, flags)) : otherwise;

/** A named rule, or that of a rule file. */
function ruleOf(text: string, { maxInput }: Flags): Rule {
  // Ids have dots of their own: linux-6.16-standard.
  if (!/[/\\]|\.json$/.test(text)) return byId("--rule", text, NAMED_RULES);
  const bytes = naming("--rule", () => readFile(text, maxInput));
  return naming(`--rule ${text}`, () => readRule(bytes));
}

/** The mask `text` says for `cpu`. @throws {RangeError} naming `argument`, with a suggestion. */
export function maskOf(argument: string, text: string, cpu: Processor): bigint {
  suggestName(argument, text, cpu);
  return naming(argument, () => parseMask(cpu, text));
}

/** As `maskOf`, with components that the architecture names and `cpu` lacks. */
export function maskSaid(argument: string, text: string, cpu: Processor): bigint {
  suggestName(argument, text, cpu);
  return naming(argument, () => {
    const mask = readMask(cpu, text);
    checkMask(cpu, mask & (described(cpu) | ~NAMED));
    return mask;
  });
}

function suggestName(argument: string, text: string, cpu: Processor): void {
  const unknown = unknownPart(cpu, text);
  const meant = unknown ? didYouMean(unknown, [...namesOf(cpu).keys()]) : "";
  if (meant) {
    throw new RangeError(`${argument}: "${unknown}" names no state component of ${cpu.id}${meant}`);
  }
}

/** @throws {RangeError} where --to says another form than --json does. */
export function refuseTwoForms(json: boolean | undefined, to: string | undefined): void {
  if (json && to !== undefined && to !== "json") {
    throw new RangeError(`--to ${to}: --json is another form: leave one of them`);
  }
}
