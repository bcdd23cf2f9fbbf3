/** From the blocks of a dump to readings: one for each logical processor that says something else. */
import { hex } from "../../xsave/mask.ts";
import { createProcessor, type Processor } from "../../xsave/processor.ts";
import type { Lists, Reading } from "../reading.ts";
import type { Warning, WarningName } from "../warning.ts";
import { type Identity, identityOf, lacksLeaf0D } from "./identity.ts";
import { judge } from "./leaf0d.ts";
import { type Block, isEmpty, LEAF_0D } from "./rows.ts";

/** What a reader answers: the readings, and doubts about the file as a whole. */
export interface Readings {
  readonly readings: readonly Reading[];
  readonly warnings: readonly Warning[];
}

/** The name of a file, its format: what the `source` of a processor says. */
export interface Origin {
  readonly format: string;
  readonly file: string;
  readonly lists?: Lists;
}

/**
 * One reading a distinct block.
 *
 * @throws {RangeError} if no block enumerates XSAVE, saying why.
 */
export function readingsOf(blocks: readonly Block[], origin: Origin): Readings {
  const found = new Map<string, Reading>();
  const refused: string[] = [];
  for (const [i, block] of blocks.entries()) {
    // A machine has hundreds of processors that say the same: that is judged once.
    const said = block.warnings.length > 0 ? `${i}` : saidBy(block);
    const before = found.get(said);
    if (before) {
      found.set(said, { ...before, count: before.count + 1 });
      continue;
    }
    const identity = identityOf(block);
    const why = refusal(block, identity);
    if (why) refused.push(`${block.label}: ${why}`);
    else found.set(said, readingOf(block, identity, origin));
  }
  const readings = [...found.values()];
  if (readings.length === 0) {
    throw new RangeError(refused[0] ?? "no row of CPUID leaf 0DH and no XSAVE line of a boot log");
  }
  const [first] = refused;
  const message =
    refused.length === 1 ? `${first}` : `${refused.length} processors, the first: ${first}`;
  return {
    readings: distinct(readings),
    warnings: first === undefined ? [] : [{ name: "no-xsave", message }],
  };
}

const asText = (_: string, value: unknown) =>
  value instanceof Map ? [...value] : typeof value === "bigint" ? hex(value) : value;

const saidBy = ({ rows }: Block): string => JSON.stringify(rows, asText);

function refusal({ rows }: Block, identity: Identity): string | undefined {
  if (lacksLeaf0D(identity)) {
    return `no leaf 0DH: leaf 0 gives ${hex(BigInt(identity.highestLeaf ?? 0))} as the highest basic leaf`;
  }
  const leaf = rows.filter((row) => row.leaf === LEAF_0D);
  const empty = leaf.every(({ registers }) => isEmpty(registers));
  return empty ? "no XSAVE: every row of leaf 0DH is zero" : undefined;
}

/** A dump whose rows could not be read, or are not where their labels say, is no list of all of them. */
const isWhole = (block: Block, doubts: readonly Warning[]): boolean =>
  block.warnings.length === 0 && !doubts.some(({ name }) => UNSURE.has(name));

const UNSURE: ReadonlySet<WarningName> = new Set([
  "renumbered-subleaves",
  "unlabelled-rows",
  "ambiguous-rows",
]);

/** The reading of one block. */
export function readingOf(block: Block, identity: Identity, origin: Origin): Reading {
  const judged = judge(block);
  return {
    label: block.label,
    count: 1,
    processor: processorFrom(identity, origin, judged),
    missing: judged.missing,
    inferred: judged.inferred,
    ...(origin.lists && isWhole(block, judged.warnings) ? { lists: origin.lists } : {}),
    leaf0d: judged.leaf0d,
    warnings: judged.warnings,
  };
}

/** A processor of `parts`, named by what the file says of it, else by its format. */
export const processorFrom = (
  { id, name, vendor }: Pick<Identity, "id" | "name" | "vendor">,
  { format, file }: Origin,
  parts: Pick<Processor, "xcr0" | "xss" | "eax1" | "components">,
): Processor =>
  createProcessor({
    id: id ?? format.replaceAll("_", "-"),
    name: name ?? "unnamed processor",
    vendor: vendor ?? "unknown",
    source: `${file} (${format})`,
    hypothetical: false,
    xcr0: parts.xcr0,
    xss: parts.xss,
    ...(parts.eax1 === undefined ? {} : { eax1: parts.eax1 }),
    components: parts.components,
  });

/** Those readings that differ in what they say; each counts the logical processors that agree. */
export function distinct(readings: readonly Reading[]): Reading[] {
  const found = new Map<string, Reading>();
  for (const reading of readings) {
    const key = keyOf(reading);
    const before = found.get(key);
    const count = (before?.count ?? 0) + reading.count;
    found.set(key, { ...(before ?? reading), count });
  }
  return [...found.values()];
}

/** Everything that a reading says of the area, names and places left out. */
const keyOf = ({ processor, leaf0d, log, missing }: Reading): string =>
  JSON.stringify([layoutKey(processor), hex(missing), leaf0d && [...leaf0d.rows], log], asText);

/** What makes two processors the same one: registers and components. */
export const layoutKey = ({ xcr0, xss, eax1, components }: Processor): string =>
  [
    hex(xcr0),
    hex(xss),
    `${eax1}`,
    ...components.map((c) => [c.bit, c.name, c.size, c.offset, c.align64, c.xfd].join(":")),
  ].join(" ");
