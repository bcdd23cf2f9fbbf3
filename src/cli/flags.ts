/** Every flag of every command, in one table. A command names those it takes. */
import { InvalidArgumentError, Option } from "commander";
import { FORMAT_NAMES } from "../read/index.ts";

/** The flags as parsed; a repeated one is a list. */
export interface Flags {
  readonly cpu?: readonly string[];
  readonly rule?: readonly string[];
  readonly universe?: string;
  readonly fixed?: string;
  readonly method?: "exhaustive" | "symbolic" | "both";
  readonly only?: string;
  readonly threads?: number;
  readonly output?: string;
  readonly from?: string;
  readonly all?: boolean;
  readonly reg?: readonly string[];
  readonly lanes?: readonly string[];
  readonly json?: boolean;
  readonly color?: boolean;
  readonly debug?: boolean;
}

const list = (value: string, before: readonly string[] = []) => [...before, value];

function positive(value: string): number {
  const n = Number(value);
  if (!/^\d+$/.test(value) || n < 1 || n > 1024) {
    throw new InvalidArgumentError("It takes a whole number from 1 to 1024.");
  }
  return n;
}

// biome-ignore format: one flag a row
const FLAGS = {
  cpu: () => new Option("--cpu <CPU>", "a catalogue id (see `xsweep cpus`), a processor file or a dump of any format, - for stdin, or host").argParser(list),
  rule: () => new Option("--rule <RULE>", "a named rule (see `xsweep rules`); may be repeated").argParser(list),
  universe: () => new Option("--universe <MASK>", "the components that vary (default: all that the rule knows)"),
  fixed: () => new Option("--fixed <MASK>", "the components that are always present").default("0x3"),
  method: () => new Option("--method <METHOD>", "how the masks are counted").choices(["exhaustive", "symbolic", "both"]).default("exhaustive"),
  only: () => new Option("--only <FIGURES>", "of sum,min,max,checksum,histogram,offsets (default: all)"),
  threads: () => new Option("-j, --threads <N>", "worker threads (default: one a core)").argParser(positive),
  output: () => new Option("-o, --output <FILE>", "also write every size to FILE, u32 little-endian, and FILE.json beside it"),
  from: () => new Option("--from <FORMAT>", "the format of FILE, where its content is not to decide").choices([...FORMAT_NAMES.keys()]),
  all: () => new Option("--all", "every distinct processor, as JSON Lines"),
  reg: () => new Option("--reg <NAME>", "a register: k1, zmm17, ymm0-3, pkru, bnd0, tmm0 …; may be repeated").argParser(list),
  lanes: () => new Option("--lanes <TYPE>", "also the lanes of registers: u8, u16, u32, u64, f32, f64; may be repeated").argParser(list),
  json: () => new Option("--json", "print one JSON document"),
  color: () => new Option("--color", "colour even where stdout is no terminal"),
  noColor: () => new Option("--no-color", "no colour, as with NO_COLOR set"),
  debug: () => new Option("--debug", "print the stack of an error"),
} as const;

export type FlagName = keyof typeof FLAGS;

export const COMMON_FLAGS: readonly FlagName[] = ["json", "color", "noColor", "debug"];

export const flagOf = (name: FlagName): Option => FLAGS[name]();
