/**
 * The threads of an ELF core file and where each XSAVE area keeps what: by the layout note
 * (NT_X86_XSAVE_LAYOUT, Linux 6.12), else by the layouts of the catalogue that have this mask and size.
 */
import { EXTENDED_REGION, type StateComponent } from "../../xsave/component.ts";
import { bit, hasBit, hex } from "../../xsave/mask.ts";
import type { Bytes } from "../bytes.ts";
import { nameOf, namesOrRanges } from "../cpuid/leaf0d.ts";
import {
  distinct,
  type Origin,
  processorFrom,
  type Readings,
} from "../cpuid/logical-processors.ts";
import { anyComponent, type Candidate, candidatesFor, idList } from "../inference.ts";
import type { Reading } from "../reading.ts";
import type { Warning } from "../warning.ts";
import { type Note, notesOf } from "./notes.ts";

const NT_PRSTATUS = 1;
const NT_X86_XSTATE = 0x202;
const NT_X86_XSAVE_LAYOUT = 0x205;

/** Where Linux and FreeBSD leave XCR0 in the software-usable bytes of the legacy region. */
const XCR0_AT = 464;
const XSTATE_BV_AT = 512;
const XCOMP_BV_AT = 520;

/** A user component and its first byte in the area of a core file: always the standard format. */
export type Kept = StateComponent & { readonly offset: number };

export interface CoreThread {
  /** "thread 4711"; by number from 1 where the core has no pid for it. */
  readonly label: string;
  readonly pid: number | null;
  readonly xcr0: bigint;
  readonly xstateBv: bigint;
  readonly xcompBv: bigint;
  /** The whole XSAVE area. */
  readonly area: DataView;
  /** Extended components in the order of their bits, those of XCR0 whose place is known. */
  readonly components: readonly Kept[];
  /** "note", or "inferred" from the catalogue, or "unknown" where nothing fits. */
  readonly layout: "note" | "inferred" | "unknown";
  /** Inferred: every layout that fits, by catalogue ids; the first is `components`. */
  readonly candidates: readonly (readonly string[])[];
  readonly warnings: readonly Warning[];
}

export interface Core {
  readonly threads: readonly CoreThread[];
  readonly warnings: readonly Warning[];
}

/**
 * Every thread that saved extended state, in the order of the file.
 *
 * @throws {RangeError} if it is no core file of x86, or no thread of it has an XSAVE note.
 */
export function readCore(bytes: Bytes): Core {
  const { notes, bits, warnings } = notesOf(bytes);
  const doubts = [...warnings];
  const layoutNote = notes.find(({ type, owner }) => type === NT_X86_XSAVE_LAYOUT && isOurs(owner));
  const rows = layoutNote ? layoutRows(layoutNote, doubts) : null;
  const threads: CoreThread[] = [];
  const layouts = new Map<string, Found>();
  const layoutOf = (xcr0: bigint, length: number): Found => {
    const key = `${xcr0} ${length}`;
    const found =
      layouts.get(key) ?? (rows ? byNote(rows, xcr0, length) : byCatalogue(xcr0, length));
    layouts.set(key, found);
    return found;
  };
  let pid: number | null = null;
  for (const { type, owner, data } of notes) {
    if (type === NT_PRSTATUS && owner === "CORE") {
      const at = bits === 64 ? 32 : 24;
      pid = data.byteLength >= at + 4 ? data.getUint32(at, true) || null : null;
    }
    if (type !== NT_X86_XSTATE || !isOurs(owner)) continue;
    if (data.byteLength < EXTENDED_REGION) {
      doubts.push({
        name: "lying-note",
        message: `an XSAVE note of ${data.byteLength} bytes, less than ${EXTENDED_REGION}: left out`,
      });
    } else threads.push(threadOf(data, pid, threads.length + 1, layoutOf));
    pid = null;
  }
  if (threads.length === 0) {
    const lie = doubts[0] ? ` (${doubts[0].message})` : "";
    throw new RangeError(`no XSAVE note (NT_X86_XSTATE, 0x202) in the core file${lie}`);
  }
  return { threads, warnings: doubts };
}

const isOurs = (owner: string): boolean => owner === "LINUX" || owner === "FreeBSD";

interface Placement {
  readonly bit: number;
  readonly size: number;
  readonly offset: number;
}

/** u32 type, size, offset, flags a component. */
function layoutRows({ data }: Note, warnings: Warning[]): Placement[] {
  const rows: Placement[] = [];
  for (let at = 0; at + 16 <= data.byteLength && rows.length < 62; at += 16) {
    const [n = 0, size = 0, offset = 0] = [0, 4, 8].map((d) => data.getUint32(at + d, true));
    const overlaps = rows.some(
      (row) => row.offset < offset + size && offset < row.offset + row.size,
    );
    const twice = rows.some((row) => row.bit === n);
    if (n < 2 || n > 62 || size === 0 || offset < EXTENDED_REGION || overlaps || twice) {
      warnings.push({
        name: "lying-note",
        message: `the layout note places component ${n} at ${offset}..${offset + size}: left out`,
      });
    } else rows.push({ bit: n, size, offset });
  }
  return rows.sort((a, b) => a.bit - b.bit);
}

function threadOf(
  area: DataView,
  pid: number | null,
  number: number,
  layoutOf: (xcr0: bigint, length: number) => Found,
): CoreThread {
  const xcr0 = area.getBigUint64(XCR0_AT, true);
  return {
    label: pid === null ? `thread ${number}` : `thread ${pid}`,
    pid,
    xcr0,
    xstateBv: area.getBigUint64(XSTATE_BV_AT, true),
    xcompBv: area.getBigUint64(XCOMP_BV_AT, true),
    area,
    ...layoutOf(xcr0, area.byteLength),
  };
}

type Found = Pick<CoreThread, "components" | "layout" | "candidates" | "warnings">;

function byNote(rows: readonly Placement[], xcr0: bigint, length: number): Found {
  const warnings: Warning[] = [];
  const components: Kept[] = [];
  for (const row of rows) {
    if (!hasBit(xcr0, row.bit)) continue;
    if (row.offset + row.size > length) {
      warnings.push({
        name: "lying-note",
        message: `the layout note places ${nameOf(row.bit)} (${row.bit}) at ${row.offset}..${row.offset + row.size}, the area has ${length} bytes: left out`,
      });
    } else components.push(keptFrom(row));
  }
  const missing = missingOf(xcr0, components);
  if (missing) warnings.push(missing);
  return { components, layout: "note", candidates: [], warnings };
}

const keptFrom = ({ bit: n, size, offset }: Placement): Kept => {
  const { align64 = false, xfd = false } = anyComponent(n) ?? {};
  return { bit: n, name: nameOf(n), size, offset, supervisor: false, align64, xfd };
};

function missingOf(xcr0: bigint, components: readonly Kept[]): Warning | null {
  const missing = components.reduce((mask, c) => mask & ~bit(c.bit), xcr0 & ~3n & ~(1n << 63n));
  const message = `XCR0 (${hex(xcr0)}) holds ${namesOrRanges(missing)}, which nothing places: left out`;
  return missing === 0n ? null : { name: "missing-subleaf", message };
}

function byCatalogue(xcr0: bigint, length: number): Found {
  const mask = xcr0 & ~3n;
  const candidates = mask >> 63n ? [] : candidatesFor({ mask, standardSize: length });
  const components = candidates[0]?.components.filter((c): c is Kept => c.offset !== null) ?? [];
  const warnings: Warning[] = [];
  if (candidates.length > 0 && mask !== 0n) {
    warnings.push({
      name: "inferred-layout",
      message: `no layout note: (XCR0 ${hex(xcr0)}, ${length} bytes) is the layout of ${idList(candidates[0]?.ids ?? [])}`,
    });
  }
  if (candidates.length > 1) warnings.push(ambiguous(candidates));
  const missing = missingOf(xcr0, components);
  if (missing) warnings.push(missing);
  return {
    components,
    layout: candidates.length > 0 ? "inferred" : "unknown",
    candidates: candidates.map(({ ids }) => ids),
    warnings,
  };
}

const ambiguous = (candidates: readonly Candidate[]): Warning => ({
  name: "ambiguous-layout",
  message: `${candidates.length} layouts have that mask and size: ${candidates.map(({ ids }) => idList(ids)).join("; or ")}; the first is taken`,
});

/** The user part of a processor a distinct thread, for commands that want a processor. */
export function coreReadings(core: Core, origin: Origin): Readings {
  const readings = core.threads.map((thread): Reading => {
    const kept = thread.components.reduce((mask, c) => mask | bit(c.bit), thread.xcr0 & 3n);
    const processor = processorFrom({ id: null, name: null, vendor: null }, origin, {
      xcr0: kept,
      xss: 0n,
      components: thread.components,
    });
    return {
      label: thread.label,
      count: 1,
      processor,
      missing: thread.xcr0 & ~kept & ~(1n << 63n),
      area: thread.area.byteLength,
      warnings: [
        ...thread.warnings,
        {
          name: "user-components-only",
          message: "a core file says nothing of supervisor components: IA32_XSS is taken to be 0",
        },
      ],
    };
  });
  return { readings: distinct(readings), warnings: core.warnings };
}
