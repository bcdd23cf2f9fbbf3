/** `xsweep help TOPIC`: the grammars and the exit codes, which belong to no one command. */
import { CATALOGUE } from "../catalogue/index.ts";
import { wrap } from "../write/text/wrap.ts";

const MASKS = `MASK names state components, on every command:

  0x602e7, 0b111, 7     a value; decimal too, where it stands alone
  0-2,5-7,9             bits: a list has a comma or a dash
  x87+sse+avx+pkru      names joined by +, in any case: see \`xsweep layout\`
  avx512 amx mpx cet    groups
  @xcr0 @xss @all       its user components, its supervisor ones, both
  @xcr0-amx             a name, group or @set behind - is taken away, in order

Output writes masks as 0x..., in lower case. A bit that names no component of
the processor is an error that lists the known ones; \`layout\` judges such a
mask instead.
`;

const CPUS = `CPU names a processor, on every command:

  sapphire-rapids       an id of the catalogue, in any case; see \`xsweep cpus\`
  spr, genoa, milan     what else it is called; see \`xsweep cpus --long\`
  6-143-8, 0x6-0x8f     family-model[-stepping]: decimal, or hex with 0x
  FILE                  a dump of any format, a boot log, a processor file
  -                     the same on stdin
  host                  this machine
  all, all:MASK         the whole catalogue, where that makes sense; cut down
  CPU:MASK              XCR0 and IA32_XSS cut down: zen-4:@xcr0-avx512

A processor file is made from a known one:
\`xsweep import sapphire-rapids > mine.json\`.
`;

const EXIT = `Exit codes:

  0              done: equal, holds, consistent
  1              a difference, a violated property, a lost mask, no match
  2              bad input or an error: a line on stderr says how to mend it
  3              not known: a bound was met, something left out, nothing judged
  129, 130, 143  ended by SIGHUP, SIGINT, SIGTERM, with nothing left behind

2 goes before 1, 1 before 3, 3 before 0. The help of each command says what
they mean there.
`;

export interface Topic {
  readonly name: string;
  readonly says: string;
  readonly text: () => string;
}

export const TOPICS: readonly Topic[] = [
  { name: "masks", says: "how a MASK is written", text: () => MASKS },
  {
    name: "cpus",
    says: "how a CPU is named",
    text: () =>
      `${CPUS}\n${wrap(`The catalogue: ${CATALOGUE.map(({ id }) => id).join(", ")}`, 80, " ").join("\n")}\n`,
  },
  { name: "exit", says: "what the exit codes mean", text: () => EXIT },
];
