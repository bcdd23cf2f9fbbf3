/** What to ask next, at the end of the help of a command. */

// biome-ignore format: one command per row
const NEXT: Readonly<Record<string, readonly (readonly [command: string, says: string])[]>> = {
  cpus: [["help cpus", "how a CPU is named"], ["layout", "where its components lie"]],
  layout: [["find", "from a size back to the masks"], ["help masks", "how a MASK is written"]],
  sweep: [["diff", "where two rules or processors part"], ["find", "the masks of one size"]],
  diff: [["rules", "what the named rules stand for"], ["migrate", "what becomes of an image"]],
  limits: [["find", "any other buffer: --over, --sigframe"], ["kernel", "what a kernel sets aside"]],
  sgx: [["layout", "where the components of an XFRM lie"], ["limits", "buffers of a fixed size"]],
  propose: [["diff", "one rule or two processors, mask by mask"], ["check", "the promises, with their traces"], ["limits", "the buffers on measured processors"]],
  find: [["layout", "where the components of a mask lie"], ["explain", "a size in a log"]],
  migrate: [["xrstor", "what one image does there"], ["diff", "which components move, by which rule"]],
  import: [["explain", "what the dump says, checked"], ["formats", "what can be read"]],
  explain: [["import", "the processor of the dump as a file"], ["formats", "what can be read"]],
  formats: [["explain", "what a dump says, checked"]],
  xrstor: [["migrate", "every legal mask of two processors"], ["image", "the registers in an image"]],
  vectors: [["layout", "one mask as constants: --to c"], ["rules", "what the named rules stand for"]],
  cpuid: [["import", "a dump back to a processor"], ["layout", "where its components lie"]],
  core: [["explain", "what the dump of that machine says"]],
  check: [["claims", "what was said of these promises"], ["kernel", "the sizes behind them"]],
  claims: [["check", "the promises themselves"]],
  rules: [["diff", "where two of them part: --matrix for all"], ["help exit", "what the exit codes mean"]],
  image: [["xrstor", "what XRSTOR does with it"], ["core", "the registers in an ELF core"]],
  explore: [["report", "the same page with data inside, to send"], ["layout", "the same in a terminal"]],
  report: [["explore", "the page without data"], ["explain", "the same verdicts in a terminal"]],
  bench: [["sweep", "one sweep, with its own time"]],
  completion: [["help cpus", "how a CPU is named"], ["help masks", "how a MASK is written"]],
  kernel: [["check", "whether its promises hold"]],
};

/** "See also:" and a row per command; nothing where nothing is next. */
export function seeAlsoText(name: string): string {
  const rows = (NEXT[name] ?? []).map(
    ([command, says]) => `  xsweep ${command.padEnd(12)}${says}\n`,
  );
  return rows.length === 0 ? "" : `\nSee also:\n${rows.join("")}`;
}
