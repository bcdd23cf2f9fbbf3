/** Every flag of every command, in one table. A command names those it takes. */
import { InvalidArgumentError, Option } from "commander";
import { FORMAT_NAMES } from "../read/index.ts";

/** A flag, and in its type what it parses to. */
interface Flag<Value> {
  readonly option: () => Option;
  /** Never there: it ties the type of the value to the row of the table. */
  readonly value?: Value;
}

const add = (value: string, before: readonly string[] = []) => [...before, value];

const text = (words: string, says: string, otherwise?: string): Flag<string> => ({
  option: () => withDefault(new Option(words, says), otherwise),
});
const list = (words: string, says: string): Flag<readonly string[]> => ({
  option: () => new Option(words, says).argParser(add),
});
const yes = (words: string, says: string): Flag<boolean> => ({
  option: () => new Option(words, says),
});
const oneOf = <const Word extends string>(
  words: string,
  says: string,
  choices: readonly Word[],
  otherwise?: Word,
): Flag<Word> => ({
  option: () => withDefault(new Option(words, says).choices([...choices]), otherwise),
});
const number = (
  words: string,
  says: string,
  parse: (value: string) => number,
  otherwise?: number,
): Flag<number> => ({
  option: () => withDefault(new Option(words, says).argParser(parse), otherwise),
});

/** One notation that means another thing in another command: kept under a name of its own. */
const under = <Value>(name: string, flag: Flag<Value>): Flag<Value> => ({
  option: () => Object.assign(flag.option(), { attributeName: () => name }),
});

/** A flag that still works and is in no help. */
const hidden = <Value>({ option }: Flag<Value>): Flag<Value> => ({
  option: () => option().hideHelp(),
});

const withDefault = (option: Option, value: unknown): Option =>
  value === undefined ? option : option.default(value);

/** A whole number from 1 to `most`. */
const upTo =
  (most: number) =>
  (value: string): number => {
    const n = Number(value);
    if (/^\d+$/.test(value) && n >= 1 && n <= most) return n;
    throw new InvalidArgumentError(`It takes a whole number from 1 to ${most}.`);
  };
const threads = upTo(1024);
const count = upTo(1e9);

const UNITS: Readonly<Record<string, number>> = { "": 1, K: 1e3, M: 1e6, G: 1e9 };

/** Bytes: 4000, 64M, 2G. */
function bytes(value: string): number {
  const [, digits = "", unit = ""] = /^(\d+)([KMG]?)B?$/i.exec(value) ?? [];
  const n = Number(digits) * (UNITS[unit.toUpperCase()] ?? 0);
  if (n >= 1 && n <= 4e9) return n;
  throw new InvalidArgumentError("It takes a number of bytes, 1 to 4G: 4000, 64M.");
}

const CPU_SAYS =
  "a name of the catalogue (see `xsweep cpus`), a processor file or a dump of any format, - for stdin, or host; CPU:MASK cuts it down (see `xsweep help cpus`)";

// biome-ignore format: one flag per row
const FLAGS = {
  cpu: list("--cpu <CPU>", CPU_SAYS),
  kernelCpu: under("cpu", list("--cpu <CPU>", `${CPU_SAYS} (default: sapphire-rapids, the first with AMX)`)),
  rule: list("--rule <RULE>", "a named rule (see `xsweep rules`) or a rule file; may be repeated"),
  universe: text("--universe <MASK>", "the components that vary (default: all that the rule knows)"),
  fixed: text("--fixed <MASK>", "the components that are always present", "0x3"),
  method: oneOf("--method <METHOD>", "how the masks are counted", ["exhaustive", "symbolic", "both"], "exhaustive"),
  only: text("--only <FIGURES>", "of sum,min,max,checksum,histogram,offsets (default: all)"),
  threads: number("-j, --threads <N>", "worker threads (default: one per core)", threads),
  output: text("-o, --output <FILE>", "also write every size to FILE, u32 little-endian behind a header (docs/sizes-file.md); - for stdout"),
  reportOutput: under("output", text("-o, --output <FILE>", "where the page goes; - for stdout")),
  serve: yes("--serve", "serve the page on a free port of loopback until Ctrl-C, and leave nothing behind"),
  verify: text("--verify <FILE>", "read FILE of --output back: length, checksum, every size against a computation"),
  maxInput: number("--max-input <BYTES>", "refuse an input of more bytes (default: 512M)", bytes),
  force: yes("--force", "start as many threads as -j says"),
  as: oneOf("--as <KIND>", "what MASK is: XSETBV judges an xcr0 alone (default: XCR0, with any part of IA32_XSS)", ["xcr0", "rfbm", "xstate-bv"]),
  style: oneOf("--style <STYLE>", "how it is drawn: a table and a map, or a struct as pahole has it (default: table)", ["table", "pahole"]),
  readAs: oneOf("--read-as <FORMAT>", "the format of FILE, where its content is not to decide", [...FORMAT_NAMES.keys()]),
  from: hidden(oneOf("--from <FORMAT>", "the old name of --read-as", [...FORMAT_NAMES.keys()])),
  all: yes("--all", "every distinct processor, as JSON Lines"),
  reg: list("--reg <NAME>", "a register: k1, zmm17, ymm0-3, pkru, bnd0, tmm0 …; may be repeated"),
  lanes: list("--lanes <TYPE>", "also the lanes of registers: u8, u16, u32, u64, f32, f64; may be repeated"),
  kernel: list("--kernel <VERSION>", "a release (6.12), the id of a version, or a file that describes one; may be repeated (default: all)"),
  oneKernel: under("kernel", list("--kernel <VERSION>", "a release (6.12), the id of a version, or a file that describes one (default: the newest)")),
  property: list("--property <P>", "only this property, by name or number; may be repeated"),
  hostMask: text("--host-mask <MASK>", "what the host kernel has in XCR0 | IA32_XSS (default: all that Linux manages)"),
  dynamic: text("--dynamic <MASK>", "user components that need permission (default: those with XFD); `each`: one by one"),
  ops: text("--ops <LIST>", "explore more: of exec,clone,nomem,badid,fault,xfd,xss, or all"),
  everyMask: yes("--every-mask", "every host mask of the processor, not one"),
  maxStates: number("--max-states <N>", "give up after N states; what is not broken by then is undecided", count),
  format: oneOf("--format <FORMAT>", "of the kernel's buffers (default: compacted where the processor has XSAVES, or XSAVEC from 5.19 on)", ["standard", "compacted"]),
  xsave: oneOf("--xsave <STATE>", "off: the kernel gave XSAVE up at boot, frames are FXSAVE images (default: on)", ["on", "off"]),
  areaFormat: under("areaFormat", oneOf("--format <FORMAT>", "of the area: auto goes by bit 63 of XCOMP_BV", ["auto", "standard", "compacted"], "auto")),
  xcr0: text("--xcr0 <MASK>", "XCR0 of who saved it (default: its software bytes, then CPU, then what fits)"),
  literal: yes("--literal", "with --proof: IA32_XSS case by case too, which takes minutes for all pairs"),
  proof: yes("--proof", "every XSTATE_BV of every legal XCR0, on every legal XCR0 of the other, one by one"),
  op: oneOf("--op <OP>", "the instruction", ["xrstor", "xrstors"], "xrstor"),
  registerXcr0: under("registerXcr0", text("--xcr0 <MASK>", "XCR0 at that time (default: all that CPU enumerates)")),
  registerXss: under("registerXss", text("--xss <MASK>", "IA32_XSS at that time (default: 0 for xrstor, all for xrstors)")),
  rfbm: text("--rfbm <MASK>", "EDX:EAX, any 64 bits (default: all ones)"),
  xstateBv: text("--xstate-bv <MASK>", "XSTATE_BV of the image, any 64 bits"),
  xcompBv: text("--xcomp-bv <MASK>", "XCOMP_BV of the image, any 64 bits (default: 0; for xrstors XSTATE_BV with bit 63)"),
  image: text("--image <FILE>", "the image itself instead: raw, signal frame or hex dump; - for stdin"),
  fromCpu: under("fromCpu", text("--from <CPU>", "the processor that wrote the image, by whose layout")),
  xfd: text("--xfd <MASK>", "IA32_XFD at that time (default: 0)"),
  runXcr0: under("runXcr0", text("--xcr0 <MASK>", "XCR0 at run time (default: all of it)")),
  runXss: under("runXss", text("--xss <MASK>", "IA32_XSS at run time (default: 0)")),
  xfrm: text("--xfrm <MASK>", "XFRM of the enclave (default: every one that is legal)"),
  everyLegal: yes("--every-legal", "the totals for every legal XCR0 and every part of IA32_XSS"),
  add: list("--add <COMPONENT>", "a component that is not there: BIT:SIZE[:OFFSET][:align64][:xfd][:supervisor][:NAME]; may be repeated"),
  remove: list("--remove <BIT>", "a component that goes, before anything is added; may be repeated"),
  resize: list("--resize <BIT:SIZE>", "a component of another size, in its place; may be repeated"),
  changed: yes("--changed", "which release changed which number, and by which commit"),
  vcpus: number("--vcpus <N>", "vCPUs to add up (default: 1)", count),
  legal: yes("--legal", "only masks that can be enabled: a legal XCR0, any part of IA32_XSS"),
  domain: oneOf("--domain <DOMAIN>", "all masks, the legal ones, or those that the rules' own callers can pass", ["all", "legal", "own"]),
  legality: list("--legality <PERMIT>", "compare who admits an XCR0, not sizes: two permit rules (see `xsweep rules`), or fixed:ALLOWED:REQUIRED; one is compared with the architecture"),
  matrix: yes("--matrix", "every named rule against the architecture, over --cpu (default: all)"),
  assert: list("--assert <NAME>", "a predicate that every mask must satisfy, fits-N for any N; may be repeated"),
  size: text("--size <N>", "masks whose area takes exactly N bytes"),
  fits: text("--fits <N>", "masks whose area fits N bytes"),
  over: text("--over <N>", "masks whose area takes more than N bytes"),
  sigframe: text("--sigframe <N>", "legal masks whose 64-bit signal frame takes more than N bytes"),
  pages: text("--pages <N>", "masks whose area takes N pages of 4096 bytes"),
  order: text("--order <N>", "masks whose area needs an allocation of 2^N pages"),
  limit: text("--limit <N>", "masks listed for each match", "10"),
  to: oneOf("--to <LANGUAGE>", "test vectors of the mask instead, to compile or to parse", ["c", "rust", "json"]),
  vectorsTo: under("vectorsTo", oneOf("--to <LANGUAGE>", "how they are written (default: json); c, rust, go and python have a check of your own function", ["json", "csv", "c", "rust", "go", "python"])),
  cpuidTo: under("cpuidTo", oneOf("--to <FORM>", "how it is written: rows of `cpuid -r`, or what a hypervisor takes", ["raw", "json", "kvm", "firecracker", "libvirt", "snp", "c", "rust"])),
  tableTo: under("tableTo", oneOf("--to <FORM>", "the table for other programs; json is --json, jsonl a line per row of it", ["csv", "markdown", "json", "jsonl"])),
  long: yes("--long", "other names and sources too"),
  quiet: yes("-q, --quiet", "no progress and no remarks on stderr, only errors"),
  importTo: under("importTo", oneOf("--to <KIND>", "the processor's file of the catalogue and its record of registers, instead of JSON", ["catalogue"])),
  id: text("--id <ID>", "what the processor is called from now on: lower-case words joined by dashes"),
  source: text("--source <TEXT>", "where its registers were read: owner/repository:path@commit"),
  json: yes("--json", "print one JSON document"),
  color: yes("--color", "colour even where stdout is no terminal"),
  noColor: yes("--no-color", "no colour, as with NO_COLOR set"),
  debug: yes("--debug", "print the stack of an error"),
} as const;

export type FlagName = keyof typeof FLAGS;

/** The flags as parsed, each of the type of its row. --no-color is parsed into color. */
export type Flags = {
  readonly [Name in Exclude<FlagName, "noColor">]?:
    | NonNullable<(typeof FLAGS)[Name]["value"]>
    | undefined;
};

export const COMMON_FLAGS: readonly FlagName[] = ["json", "quiet", "debug"];

export const flagOf = (name: FlagName): Option => FLAGS[name].option();
