/** Every flag of every command, in one table. A command names those it takes. */
import { InvalidArgumentError, Option } from "commander";

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
  readonly legal?: boolean;
  readonly domain?: "all" | "legal" | "own";
  readonly matrix?: boolean;
  readonly assert?: readonly string[];
  readonly size?: string;
  readonly fits?: string;
  readonly pages?: string;
  readonly order?: string;
  readonly limit?: string;
  readonly to?: "c" | "rust" | "json";
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
  cpu: () => new Option("--cpu <CPU>", "a catalogue id (see `xsweep cpus`), a processor file, or - for stdin").argParser(list),
  rule: () => new Option("--rule <RULE>", "a named rule (see `xsweep rules`) or a rule file; may be repeated").argParser(list),
  universe: () => new Option("--universe <MASK>", "the components that vary (default: all that the rule knows)"),
  fixed: () => new Option("--fixed <MASK>", "the components that are always present").default("0x3"),
  method: () => new Option("--method <METHOD>", "how the masks are counted").choices(["exhaustive", "symbolic", "both"]).default("exhaustive"),
  only: () => new Option("--only <FIGURES>", "of sum,min,max,checksum,histogram,offsets (default: all)"),
  threads: () => new Option("-j, --threads <N>", "worker threads (default: one a core)").argParser(positive),
  output: () => new Option("-o, --output <FILE>", "also write every size to FILE, u32 little-endian, and FILE.json beside it"),
  legal: () => new Option("--legal", "only masks that can be enabled: a legal XCR0, any part of IA32_XSS"),
  domain: () => new Option("--domain <DOMAIN>", "all masks, the legal ones, or those that the rules' own callers can pass").choices(["all", "legal", "own"]),
  matrix: () => new Option("--matrix", "every named rule against the architecture, over --cpu (default: all)"),
  assert: () => new Option("--assert <NAME>", "a predicate that every mask must satisfy; may be repeated").argParser(list),
  size: () => new Option("--size <N>", "masks whose area takes exactly N bytes"),
  fits: () => new Option("--fits <N>", "masks whose area fits N bytes"),
  pages: () => new Option("--pages <N>", "masks whose area takes N pages of 4096 bytes"),
  order: () => new Option("--order <N>", "masks whose area needs an allocation of 2^N pages"),
  limit: () => new Option("--limit <N>", "masks listed for each match").default("10"),
  to: () => new Option("--to <LANGUAGE>", "test vectors of the mask instead, to compile or to parse").choices(["c", "rust", "json"]),
  json: () => new Option("--json", "print one JSON document"),
  color: () => new Option("--color", "colour even where stdout is no terminal"),
  noColor: () => new Option("--no-color", "no colour, as with NO_COLOR set"),
  debug: () => new Option("--debug", "print the stack of an error"),
} as const;

export type FlagName = keyof typeof FLAGS;

export const COMMON_FLAGS: readonly FlagName[] = ["json", "color", "noColor", "debug"];

export const flagOf = (name: FlagName): Option => FLAGS[name]();
