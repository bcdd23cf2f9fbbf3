/**
 * The threads of a Windows minidump of x86-64: CONTEXT with its FXSAVE image, and behind it, where the
 * system saved it, the extended part of an XSAVE area. minidumpapiset.h, winnt.h (CONTEXT_EX).
 */
import { XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from "../../xsave/area.ts";
import { LEGACY_MASK, LEGACY_REGION } from "../../xsave/component.ts";
import { hasBit } from "../../xsave/mask.ts";
import { type Bytes, bytesWithin } from "../bytes.ts";
import { nameOf } from "../cpuid/leaf0d.ts";
import { anyComponent } from "../inference.ts";
import type { Warning } from "../warning.ts";
import { compacted } from "./compacted.ts";
import { missingFrom } from "./missing.ts";
import { type Kept, knowsAll, LEGACY_ONLY, type Placement, placementOf } from "./placement.ts";
import type { GeneralRegister, Saved } from "./saved.ts";

/** "MDMP". */
const MAGIC = 0x504d444d;
const THREAD_LIST = 3;
const SYSTEM_INFO = 7;
const MISC_INFO = 15;
const AMD64 = 9;
const THREAD_BYTES = 48;
const CONTEXT_BYTES = 1232;
const FLAGS_AT = 48;
/** CONTEXT_XSTATE without the bit of the architecture. */
const HAS_XSTATE = 0x40;
const FXSAVE_AT = 256;
/** XSTATE_CONFIG_FEATURE_MSC_INFO in MINIDUMP_MISC_INFO_5. */
const XSTATE_AT = 832;
const FEATURES_AT = 16;
const THREADS_MAX = 100_000;

// biome-ignore format: name, place, bytes
const GENERAL: readonly (readonly [name: string, at: number, size: number])[] = [
  ["rip", 0xf8, 8], ["rsp", 0x98, 8], ["rbp", 0xa0, 8], ["rax", 0x78, 8], ["rbx", 0x90, 8], ["rcx", 0x80, 8],
  ["rdx", 0x88, 8], ["rsi", 0xa8, 8], ["rdi", 0xb0, 8], ["r8", 0xb8, 8], ["r9", 0xc0, 8], ["r10", 0xc8, 8],
  ["r11", 0xd0, 8], ["r12", 0xd8, 8], ["r13", 0xe0, 8], ["r14", 0xe8, 8], ["r15", 0xf0, 8], ["eflags", 0x44, 4],
  ["cs", 0x38, 2], ["ss", 0x42, 2], ["ds", 0x3a, 2], ["es", 0x3c, 2], ["fs", 0x3e, 2], ["gs", 0x40, 2],
];

export const isMinidump = (bytes: Bytes): boolean =>
  bytes.length >= 32 && bytes.slice(0, 4).getUint32(0, true) === MAGIC;

/** What the misc info of the dump says of the standard format. */
interface Configuration {
  readonly features: bigint;
  readonly components: readonly Kept[];
}

/** Every thread with a context. @throws {RangeError} where there is none of x86-64. */
export function readMinidump(bytes: Bytes): {
  threads: (Saved & { pid: number })[];
  warnings: Warning[];
} {
  const streams = streamsOf(bytes);
  const system = streams.get(SYSTEM_INFO);
  const machine = system && system.byteLength >= 2 ? system.getUint16(0, true) : null;
  const list = streams.get(THREAD_LIST);
  const configuration = configurationOf(streams.get(MISC_INFO));
  const warnings: Warning[] = [];
  const threads: (Saved & { pid: number })[] = [];
  const count = list && list.byteLength >= 4 ? Math.min(list.getUint32(0, true), THREADS_MAX) : 0;
  for (let i = 0; list && i < count; i++) {
    const at = 4 + i * THREAD_BYTES;
    if (at + THREAD_BYTES > list.byteLength) break;
    const [pid, size, rva] = [0, 40, 44].map((d) => list.getUint32(at + d, true));
    if (pid === undefined || size === undefined || rva === undefined) break;
    if (size < CONTEXT_BYTES || !bytesWithin(bytes, rva, size)) {
      const message = `thread ${pid} has a context of ${size} bytes, of the dump or outside it: left out`;
      warnings.push({ name: "lying-note", message });
    } else threads.push(threadOf(pid, bytes.slice(rva, size), configuration));
  }
  if (threads.length > 0 && (machine === null || machine === AMD64)) return { threads, warnings };
  const of =
    machine === null || machine === AMD64 ? "" : ` of architecture ${machine}, not x86-64 (9)`;
  throw new RangeError(
    `a Windows minidump${of}, without a thread whose registers can be read here: WinDbg or lldb reads it`,
  );
}

function streamsOf(bytes: Bytes): Map<number, DataView> {
  const header = bytes.slice(0, 32);
  const [count = 0, directory = 0] = [8, 12].map((at) => header.getUint32(at, true));
  const streams = new Map<number, DataView>();
  for (let i = 0; i < Math.min(count, 1000); i++) {
    const at = directory + 12 * i;
    if (!bytesWithin(bytes, at, 12)) break;
    const entry = bytes.slice(at, 12);
    const [type = 0, size = 0, rva = 0] = [0, 4, 8].map((d) => entry.getUint32(d, true));
    // Only what is read here: a full dump has gigabytes in its memory stream.
    const wanted = [THREAD_LIST, SYSTEM_INFO, MISC_INFO].includes(type);
    if (wanted && bytesWithin(bytes, rva, size)) streams.set(type, bytes.slice(rva, size));
  }
  return streams;
}

function configurationOf(misc: DataView | undefined): Configuration | null {
  if (!misc || misc.byteLength < XSTATE_AT + FEATURES_AT + 64 * 8) return null;
  const features = misc.getBigUint64(XSTATE_AT + 8, true);
  const components: Kept[] = [];
  for (let n = 2; n <= 62; n++) {
    const at = XSTATE_AT + FEATURES_AT + 8 * n;
    const [offset, size] = [misc.getUint32(at, true), misc.getUint32(at + 4, true)];
    if (!hasBit(features, n) || size === 0) continue;
    const { align64 = false, xfd = false } = anyComponent(n) ?? {};
    components.push({ bit: n, name: nameOf(n), size, offset, supervisor: false, align64, xfd });
  }
  return features === 0n ? null : { features, components };
}

function threadOf(
  pid: number,
  context: DataView,
  configuration: Configuration | null,
): Saved & { pid: number } {
  const about = { pid, label: `thread ${pid}`, narrow: false, general: generalOf(context) };
  const extended = extendedOf(context);
  if (!extended) {
    const { buffer, byteOffset } = context;
    const message = "no extended part in the context: x87, SSE and MXCSR; the rest is unknown";
    return {
      ...about,
      kind: "fxsave",
      ...{ xcr0: LEGACY_MASK, xstateBv: LEGACY_MASK, xcompBv: 0n },
      area: new DataView(buffer, byteOffset + FXSAVE_AT, LEGACY_REGION),
      arrangements: [LEGACY_ONLY],
      components: [],
      warnings: [{ name: "fxsave-only", message }],
    };
  }
  const area = areaOf(context, extended);
  const xcompBv = area.getBigUint64(XCOMP_BV_OFFSET, true);
  const isCompacted = xcompBv >> 63n !== 0n;
  const xstateBv = area.getBigUint64(XSTATE_BV_OFFSET, true);
  // Without the table of the dump there is what is in use, and the layouts that have it.
  const mask = isCompacted ? xcompBv & ~(1n << 63n) : (configuration?.features ?? xstateBv);
  const xcr0 = mask | LEGACY_MASK;
  const { arrangements, warnings } = isCompacted
    ? compacted(xcr0, area)
    : configuration
      ? byConfiguration(configuration, xcr0, area)
      : placementOf({ xcr0, area, raw: true });
  return {
    ...about,
    kind: "xsave",
    xcr0,
    // The context has its own FXSAVE image, whatever the header says of bits 0 and 1.
    xstateBv: xstateBv | LEGACY_MASK,
    xcompBv,
    area,
    arrangements,
    components: arrangements[0]?.components ?? [],
    warnings,
  };
}

function byConfiguration(configuration: Configuration, xcr0: bigint, area: DataView): Placement {
  const components = configuration.components.filter(
    ({ offset, size }) => offset >= LEGACY_REGION + 64 && offset + size <= area.byteLength,
  );
  return {
    arrangements: [{ by: "misc-info", ids: [], components, knows: knowsAll }],
    warnings: missingFrom(xcr0, components),
  };
}

/** Where the header and the components lie in the context: CONTEXT_EX.XState, behind CONTEXT. */
function extendedOf(context: DataView): { at: number; size: number } | null {
  if ((context.getUint32(FLAGS_AT, true) & HAS_XSTATE) === 0) return null;
  if (context.byteLength < CONTEXT_BYTES + 24) return null;
  const at = CONTEXT_BYTES + context.getInt32(CONTEXT_BYTES + 16, true);
  const size = context.getUint32(CONTEXT_BYTES + 20, true);
  return at >= CONTEXT_BYTES && size >= 64 && at + size <= context.byteLength ? { at, size } : null;
}

/** The two parts put together as XSAVE has them. */
function areaOf(context: DataView, { at, size }: { at: number; size: number }): DataView {
  const bytes = new Uint8Array(LEGACY_REGION + size);
  const { buffer, byteOffset } = context;
  bytes.set(new Uint8Array(buffer, byteOffset + FXSAVE_AT, LEGACY_REGION));
  bytes.set(new Uint8Array(buffer, byteOffset + at, size), LEGACY_REGION);
  return new DataView(bytes.buffer);
}

const generalOf = ({ buffer, byteOffset }: DataView): GeneralRegister[] =>
  GENERAL.map(([name, at, size]) => ({
    name,
    bytes: new Uint8Array(buffer, byteOffset + at, size),
  }));
