/**
 * The threads of an ELF core file and where each saved area keeps what: by the layout note
 * (NT_X86_XSAVE_LAYOUT, Linux 6.12), else by the layouts of the catalogue that the file allows.
 */
import { SOFTWARE_OFFSET, XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from "../../xsave/area.ts";
import { EXTENDED_REGION, LEGACY_MASK } from "../../xsave/component.ts";
import { bit } from "../../xsave/mask.ts";
import type { Bytes } from "../bytes.ts";
import {
  distinct,
  type Origin,
  processorFrom,
  type Readings,
} from "../cpuid/logical-processors.ts";
import { isMinidump, readMinidump } from "../image/minidump.ts";
import { LEGACY_ONLY, type Placement, placementOf } from "../image/placement.ts";
import {
  candidatesOf,
  impliedXcr0,
  type LayoutWord,
  layoutWord,
  type Saved,
} from "../image/saved.ts";
import type { Dump, Reading } from "../reading.ts";
import type { Warning } from "../warning.ts";
import { auxvOf, NO_AUXV } from "./auxv.ts";
import { byNote, layoutRows } from "./layout-note.ts";
import { isFsave, isOfXsave, noteKind, threadIn } from "./note-kinds.ts";
import { elfNotes, type Note } from "./notes.ts";
import { type Status, statusOf } from "./status.ts";

const NT_AUXV = 6;
const NT_X86_XSAVE_LAYOUT = 0x205;

export interface CoreThread extends Saved {
  readonly pid: number | null;
  readonly layout: LayoutWord;
  /** Of what is inferred: the catalogue ids of every layout that fits, the likeliest first. */
  readonly candidates: readonly (readonly string[])[];
}

export interface CoreFile {
  readonly threads: readonly CoreThread[];
  readonly warnings: readonly Warning[];
}

/** The notes of one thread: the kernel and gdb write NT_PRSTATUS before the others. */
interface Gathered {
  status: Status | null;
  xsave: DataView | null;
  fxsave: DataView | null;
}

/**
 * Every thread that saved registers, in the order of the file.
 *
 * A minidump is the core file of Windows.
 *
 * @throws {RangeError} if it is no core file of x86, or no thread of it has vector registers.
 */
export function readCore(bytes: Bytes): CoreFile {
  if (isMinidump(bytes)) {
    const { threads, warnings } = readMinidump(bytes);
    return { threads: threads.map(withLayout), warnings };
  }
  const { notes, bits, machine, warnings } = elfNotes(bytes);
  const doubts = [...warnings];
  const layoutNote = notes.find(
    ({ type, owner }) => type === NT_X86_XSAVE_LAYOUT && isOfXsave(owner),
  );
  const rows = layoutNote ? layoutRows(layoutNote, doubts) : null;
  const auxvNote = notes.find(({ type, owner }) => type === NT_AUXV && owner === "CORE");
  const auxv = auxvNote ? auxvOf(auxvNote.data, bits) : NO_AUXV;
  const placed = placements((xcr0, area) =>
    rows ? byNote(rows, xcr0, area.byteLength) : placementOf({ xcr0, area, ...auxv }),
  );
  const narrow = machine === "i386";
  const gathered = gather(notes, bits, doubts);
  const threads = gathered.map((one, i) => withLayout(threadOf(one, i + 1, narrow, placed)));
  if (!threads.some(({ kind }) => kind !== "none")) throw new RangeError(nothing(notes, doubts));
  return { threads, warnings: doubts };
}

const withLayout = (saved: Saved & { readonly pid: number | null }): CoreThread => ({
  ...saved,
  layout: layoutWord(saved),
  candidates: candidatesOf(saved),
});

function nothing(notes: readonly Note[], doubts: readonly Warning[]): string {
  const lie = doubts[0] ? ` (${doubts[0].message})` : "";
  const system = notes.map(({ owner }) => /^(NetBSD|OpenBSD)/.exec(owner)?.[1]).find(Boolean);
  const why = system
    ? `: ${system} writes its registers in notes of its own`
    : notes.some(isFsave)
      ? ": an FSAVE image alone, the x87 registers of a 32-bit process, no vector register"
      : "";
  return `no XSAVE note (NT_X86_XSTATE, 0x202) and no FXSAVE image in the core file${why}${lie}`;
}

function gather(notes: readonly Note[], bits: 32 | 64, doubts: Warning[]): Gathered[] {
  const threads: Gathered[] = [];
  let now: Gathered | null = null;
  const next = (status: Status | null): Gathered => {
    now = { status, xsave: null, fxsave: null };
    threads.push(now);
    return now;
  };
  for (const note of notes) {
    const kind = noteKind(note);
    const { owner, data } = note;
    if (kind === "status") next(statusOf(data, bits, owner === "FreeBSD" ? owner : "Linux"));
    if (kind === "fxsave") {
      const pid = threadIn(owner);
      const current: Gathered = pid === null ? (now ?? next(null)) : next({ pid, general: [] });
      current.fxsave = data;
    }
    if (kind !== "xsave") continue;
    if (data.byteLength < EXTENDED_REGION) {
      doubts.push({
        name: "lying-note",
        message: `an XSAVE note of ${data.byteLength} bytes, less than ${EXTENDED_REGION}: left out`,
      });
      continue;
    }
    const current: Gathered = now ?? next(null);
    (current.xsave ? next(null) : current).xsave = data;
  }
  return threads;
}

type Place = (xcr0: bigint, area: DataView) => Placement;

/** The same answer for threads alike: only what gcore lost depends on the bytes. */
function placements(place: Place): Place {
  const known = new Map<string, Placement>();
  return (xcr0, area) => {
    const key = `${xcr0} ${area.byteLength}`;
    const before = known.get(key);
    if (before) return before;
    const found = place(xcr0, area);
    if (!found.arrangements.some(({ by }) => by === "gcore")) known.set(key, found);
    return found;
  };
}

const EMPTY = new DataView(new ArrayBuffer(0));

function threadOf(
  { status, xsave, fxsave }: Gathered,
  number: number,
  narrow: boolean,
  place: Place,
): Saved & { pid: number | null } {
  const pid = status?.pid ?? null;
  const about = {
    label: pid === null ? `thread ${number}` : `thread ${pid}`,
    pid,
    narrow,
    general: status?.general ?? [],
  };
  if (!xsave) {
    const legacy = fxsave ? LEGACY_MASK : 0n;
    const message = "no XSAVE note, an FXSAVE image alone: x87, SSE and MXCSR; the rest is unknown";
    return {
      ...about,
      kind: fxsave ? "fxsave" : "none",
      ...{ xcr0: legacy, xstateBv: legacy, xcompBv: 0n },
      area: fxsave ?? EMPTY,
      arrangements: [LEGACY_ONLY],
      components: [],
      warnings: fxsave ? [{ name: "fxsave-only", message }] : [],
    };
  }
  const said = xsave.getBigUint64(SOFTWARE_OFFSET, true);
  const xstateBv = xsave.getBigUint64(XSTATE_BV_OFFSET, true);
  const { xcr0, doubt } =
    said === 0n ? impliedXcr0(xstateBv, xsave.byteLength) : { xcr0: said, doubt: null };
  const { arrangements, warnings } = place(xcr0, xsave);
  return {
    ...about,
    kind: "xsave",
    xcr0,
    xstateBv,
    xcompBv: xsave.getBigUint64(XCOMP_BV_OFFSET, true),
    area: xsave,
    arrangements,
    components: arrangements[0]?.components ?? [],
    warnings: [...(doubt ? [doubt] : []), ...warnings],
  };
}

/** A processor has one layout: the likeliest. */
const firstTaken = ({ name, message }: Warning): Warning => ({
  name,
  message: name === "ambiguous-layout" ? `${message}; the first is taken` : message,
});

/** The user part of a processor per distinct thread, for commands that want a processor. */
export function coreReadings(core: CoreFile, origin: Origin): Readings {
  const threads = core.threads.filter(({ kind }) => kind === "xsave");
  if (threads.length === 0) {
    throw new RangeError("no XSAVE note in the core file, so nothing of XCR0: FXSAVE images alone");
  }
  const found = threads.map((thread): Reading => {
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
        ...thread.warnings.map(firstTaken),
        {
          name: "user-components-only",
          message: "a core file says nothing of supervisor components: IA32_XSS is taken to be 0",
        },
      ],
    };
  });
  return { readings: distinct(found), warnings: core.warnings };
}

/** A core file as a dump, by place. @throws {RangeError} as `readCore`, and without an XSAVE note. */
export const coreDump = (bytes: Bytes, origin: Origin): Dump => ({
  format: origin.format,
  ...coreReadings(readCore(bytes), origin),
});
