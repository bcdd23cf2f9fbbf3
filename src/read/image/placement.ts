/**
 * Where a saved area keeps what, when nothing in the file says so: the layouts of the catalogue that
 * its mask, its length and the rest of the file allow. All of them, never one by luck.
 * Checked by test/read/image/placement.test.ts.
 */
import { CATALOGUE } from "../../catalogue/index.ts";
import { SIGFRAME_KINDS, sigframeSize } from "../../rules/frame.ts";
import { isUser, LEGACY_MASK, type UserComponent } from "../../xsave/component.ts";
import { standardSize } from "../../xsave/layout.ts";
import { bit, bitsOf, hasBit, hex } from "../../xsave/mask.ts";
import { componentsOf, described, type Processor } from "../../xsave/processor.ts";
import { candidatesFor, idList } from "../inference.ts";
import type { Warning } from "../warning.ts";
import { byContent } from "./content.ts";
import { gcoreKnows, gcoreMayHaveWritten } from "./gcore.ts";
import { missingFrom } from "./missing.ts";

/** A component and its first byte in the area. */
export type Kept = UserComponent;

/** What is known of an area in the standard format. */
export interface PlacementEvidence {
  readonly xcr0: bigint;
  readonly area: DataView;
  /** AT_MINSIGSTKSZ of the same process, which tells the size of the user area. */
  readonly minimumStack?: number | null;
  /** From AT_HWCAP: flags that no AMD processor sets. */
  readonly notAmd?: boolean;
  /** No debugger has written it. */
  readonly raw?: boolean;
}

/** One way to read the area. */
export interface Arrangement {
  readonly components: readonly Kept[];
  /**
   * "legacy": nothing beyond x87 and SSE; "note": a note says so; "kernel": XCR0 and length do;
   * "gcore": a debugger lost parts; "part": another length, what lies inside; "cpu": the processor
   * that was named; "compacted": XCOMP_BV; "fields": the file keeps each component by itself;
   * "misc-info": the table in a minidump.
   */
  readonly by:
    | "legacy"
    | "note"
    | "kernel"
    | "gcore"
    | "part"
    | "cpu"
    | "compacted"
    | "fields"
    | "misc-info";
  /** Catalogue ids that lie so; none with "note". */
  readonly ids: readonly string[];
  /** Whether byte `at` of the area, of component `n`, is what the processor had there. */
  knows(at: number, n: number): boolean;
}

export interface Placement {
  /** All that remain possible; none where nothing fits. */
  readonly arrangements: readonly Arrangement[];
  readonly warnings: readonly Warning[];
}

/** An arrangement with the processors behind it, as the file's other evidence judges them. */
interface Option extends Arrangement {
  readonly cpus: readonly Processor[];
}

export const knowsAll = (): boolean => true;

/** What lies in the legacy region alone. */
export const LEGACY_ONLY: Arrangement = { by: "legacy", ids: [], components: [], knows: knowsAll };

/** Every arrangement that the evidence allows, the likeliest first, with the doubts that remain. */
export function placementOf(evidence: PlacementEvidence): Placement {
  const { xcr0, area } = evidence;
  const mask = xcr0 & ~LEGACY_MASK;
  if (mask === 0n) return { arrangements: [legacyOn(area.byteLength)], warnings: [] };
  if (mask >> 63n) return { arrangements: [], warnings: missingFrom(xcr0, []) };
  const length = area.byteLength;
  const exact = candidatesFor({ mask, standardSize: length }).map(({ components, ids }) =>
    option("kernel", ids, components.filter(isUser)),
  );
  const whole = [...exact, ...gcoreOptions(evidence, mask, exact)];
  const options = whole.length > 0 ? whole : partsWithin(mask, length);
  const framed = byFrame(options, mask, evidence.minimumStack ?? null);
  const chosen = evidence.raw ? byContent(framed.chosen, area) : framed.chosen;
  const [first] = chosen;
  return {
    arrangements: chosen,
    warnings: [
      ...chosen.slice(0, 1).map((one) => inferred(one, xcr0, length)),
      ...(chosen.length > 1 ? [ambiguous(chosen)] : []),
      ...framed.warnings,
      ...(chosen.length < framed.chosen.length && first ? [byBytes(first)] : []),
      ...missingFrom(xcr0, first?.components ?? [], first?.cpus),
    ],
  };
}

/** No component beyond the header: it lies so everywhere. */
function legacyOn(standardSize: number): Arrangement {
  const ids = candidatesFor({ mask: 0n, standardSize }).flatMap((one) => one.ids);
  return ids.length > 0 ? { ...LEGACY_ONLY, by: "kernel", ids } : LEGACY_ONLY;
}

const option = (by: Arrangement["by"], ids: readonly string[], components: Kept[]): Option => ({
  by,
  ids,
  components,
  cpus: CATALOGUE.filter((cpu) => ids.includes(cpu.id)),
  knows: knowsAll,
});

const keyOf = (components: readonly Kept[]): string =>
  components.map((c) => `${c.bit}:${c.size}@${c.offset}`).join(" ");

/** `cpus` by where they have the components of `mask` that end within `length`. */
function grouped(cpus: readonly Processor[], mask: bigint, length: number) {
  const groups = new Map<string, { components: Kept[]; ids: string[] }>();
  for (const cpu of cpus) {
    const components = componentsOf(cpu, mask)
      .filter(isUser)
      .filter((c) => c.offset + c.size <= length);
    const key = keyOf(components);
    const group = groups.get(key);
    if (group) group.ids.push(cpu.id);
    else groups.set(key, { components, ids: [cpu.id] });
  }
  return [...groups.values()];
}

const REAL = CATALOGUE.filter((cpu) => !cpu.hypothetical);
/** Every user component of `mask` is one of the processor's. */
const holds = (cpu: Processor, mask: bigint): boolean => (mask & ~cpu.xcr0) === 0n;

/** AMD, and Hygon, whose processors are Zen. */
const OF_AMD = /AMD|Hygon/;

/** Processors whose area gdb up to 13 would have written in its own way. */
function gcoreOptions(
  evidence: PlacementEvidence,
  mask: bigint,
  exact: readonly Option[],
): Option[] {
  const { area, xcr0, notAmd, raw } = evidence;
  if (raw) return [];
  const taken = exact.flatMap(({ ids }) => ids);
  const cpus = REAL.filter(
    (cpu) =>
      holds(cpu, mask) &&
      !taken.includes(cpu.id) &&
      !(notAmd && OF_AMD.test(cpu.vendor)) &&
      gcoreMayHaveWritten(cpu, xcr0, area),
  );
  return grouped(cpus, mask, Number.POSITIVE_INFINITY).map(({ components, ids }) => ({
    ...option("gcore", ids, components),
    knows: gcoreKnows(area, xcr0),
  }));
}

/**
 * The area is shorter or longer than XCR0 implies: what ends inside lies where the processors with
 * those components have it. Those first that something ends at that length on, a component that XCR0
 * does not hold (PKRU behind AVX-512); then those whose XCR0 is this one.
 */
function partsWithin(mask: bigint, length: number): Option[] {
  const able = REAL.filter((cpu) => holds(cpu, mask));
  const pool = able.length > 0 ? able : CATALOGUE.filter((cpu) => holds(cpu, mask));
  if (pool.length === 0) return agreed(mask, length);
  const ends = (cpu: Processor) =>
    cpu.components.some((c) => c.offset !== null && c.offset + c.size === length);
  const exactly = (cpu: Processor) => (cpu.xcr0 & ~LEGACY_MASK) === mask;
  const best = [ends, exactly, knowsAll].find((rank) => pool.some(rank)) ?? knowsAll;
  return grouped(pool.filter(best), mask, length)
    .filter(({ components }) => components.length > 0)
    .map(({ components, ids }) => option("part", ids, components));
}

/** No processor has that mask: each component that lies in one place wherever it is known. */
function agreed(mask: bigint, length: number): Option[] {
  const components = bitsOf(mask).flatMap((n) => {
    const [place, ...others] = grouped(
      REAL.filter((cpu) => hasBit(described(cpu) & cpu.xcr0, n)),
      bit(n),
      length,
    );
    return place && others.length === 0 ? place.components : [];
  });
  if (components.length === 0) return [];
  const ids = REAL.filter((cpu) => components.every((c) => hasBit(cpu.xcr0, c.bit)));
  return [
    option(
      "part",
      ids.map(({ id }) => id),
      components,
    ),
  ];
}

/**
 * AT_MINSIGSTKSZ is the frame around the user area as the kernel makes it. It counts what needs
 * permission, though the area of a process that never asked has none of it (measured on Linux 6.18
 * with AMX: 11952, around 11008 bytes); the area without it is allowed too. It chooses, or vetoes.
 */
function byFrame(options: readonly Option[], mask: bigint, stack: number | null) {
  if (stack === null || options.length === 0) return { chosen: options, warnings: [] };
  const chosen = options.filter(({ cpus }) => cpus.some((cpu) => frames(cpu, mask, stack)));
  if (chosen.length > 0) return { chosen, warnings: [] };
  const message = `AT_MINSIGSTKSZ ${stack} in the same file is the signal frame of none of the layouts that fit: the size of the area may not be the kernel's`;
  return { chosen: options, warnings: [{ name: "frame-disagrees", message } as const] };
}

function frames(cpu: Processor, mask: bigint, stack: number): boolean {
  const xfd = cpu.components.reduce((sum, c) => (c.xfd ? sum | bit(c.bit) : sum), 0n);
  return [mask & ~xfd, mask | (xfd & cpu.xcr0)].some((all) =>
    SIGFRAME_KINDS.some((kind) => sigframeSize(standardSize(cpu, all), kind) === stack),
  );
}

const AS: { readonly [By in Arrangement["by"]]?: string } = {
  kernel: "is the layout of",
  gcore: "was written by gcore of gdb 13 or before, which does not know the layout of",
  part: "is no size of that mask; what lies inside is placed as on",
};

const inferred = ({ by, ids }: Arrangement, xcr0: bigint, length: number): Warning => ({
  name: by === "gcore" ? "gcore-layout" : by === "part" ? "other-length" : "inferred-layout",
  message: `no layout note: (XCR0 ${hex(xcr0)}, ${length} bytes) ${AS[by]} ${idList(ids)}`,
});

const byBytes = (chosen: Arrangement): Warning => ({
  name: "content-chooses",
  message: `${arrangementText(chosen)}: other layouts of that mask leave bytes that are not 0 between the components`,
});

const ambiguous = (options: readonly Arrangement[]): Warning => ({
  name: "ambiguous-layout",
  message: `${options.length} layouts remain possible: ${options.map(arrangementText).join("; or ")}`,
});

const WORDS: { readonly [By in Arrangement["by"]]?: string } = {
  legacy: "the legacy region alone",
  note: "from the note NT_X86_XSAVE_LAYOUT",
  compacted: "compacted, in the order of XCOMP_BV",
  fields: "each component in a field of its own",
  "misc-info": "from XSTATE_CONFIG_FEATURE_MSC_INFO of the dump",
};

/** "as on zen-4, written by gcore of gdb 13 or before". */
export const arrangementText = ({ by, ids }: Arrangement): string => {
  const words = WORDS[by];
  return (
    words ?? `as on ${idList(ids)}${by === "gcore" ? ", written by gcore of gdb 13 or before" : ""}`
  );
};
