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
  readonly kernel?: readonly string[];
  readonly property?: readonly string[];
  readonly hostMask?: string;
  readonly dynamic?: string;
  readonly ops?: string;
  readonly everyMask?: boolean;
  readonly legal?: boolean;
  readonly maxStates?: number;
  readonly vcpus?: number;
  readonly format?: "standard" | "compacted";
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

function count(value: string): number {
  const n = Number(value);
  if (!/^\d+$/.test(value) || n < 1 || n > 1e9) {
    throw new InvalidArgumentError("It takes a whole number from 1 to 1000000000.");
  }
  return n;
}

// biome-ignore format: one flag a row
const FLAGS = {
  cpu: () => new Option("--cpu <CPU>", "a catalogue id (see `xsweep cpus`), a processor file or a dump of any format, - for stdin, or host").argParser(list),
  rule: () => new Option("--rule <RULE>", "a named rule (see `xsweep rules`) or a rule file; may be repeated").argParser(list),
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
  kernel: () => new Option("--kernel <VERSION>", "a kernel version, or a file that describes one; may be repeated (all, or for kernel the newest)").argParser(list),
  property: () => new Option("--property <P>", "only this property, by name or number; may be repeated").argParser(list),
  hostMask: () => new Option("--host-mask <MASK>", "what the host kernel has in XCR0 | IA32_XSS (default: all that Linux manages)"),
  dynamic: () => new Option("--dynamic <MASK>", "user components that need permission (default: those with XFD); `each`: one by one"),
  ops: () => new Option("--ops <LIST>", "explore more: of exec,clone,nomem,fault,xfd,xss, or all"),
  everyMask: () => new Option("--every-mask", "every host mask of the processor, not one"),
  maxStates: () => new Option("--max-states <N>", "give up after N states; what is not broken by then is undecided").argParser(count),
  format: () => new Option("--format <FORMAT>", "of the kernel's buffers: standard without XSAVES").choices(["standard", "compacted"]).default("compacted"),
  vcpus: () => new Option("--vcpus <N>", "vCPUs to add up").argParser(count).default(1),
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
