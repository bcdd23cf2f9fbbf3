/**
 * Areas outside of core files: KVM_GET_XSAVE, NT_X86_XSTATE, signal frames, CRIU images, hex dumps.
 * Header, layout by mask, size and content, and what does not fit. Checked by test/read/image/read.test.ts.
 */
import { XCOMP_BV_OFFSET, XSTATE_BV_OFFSET } from "../../xsave/area.ts";
import { COMPONENT_NAMES, type Format, LEGACY_MASK } from "../../xsave/component.ts";
import { layout } from "../../xsave/layout.ts";
import { hex } from "../../xsave/mask.ts";
import { described, type Processor } from "../../xsave/processor.ts";
import { bytesOf } from "../bytes.ts";
import { foreignName } from "../elf/foreign.ts";
import { isElf } from "../elf/notes.ts";
import { isSnpPage } from "../format/snp-page.ts";
import type { Warning } from "../warning.ts";
import { compacted, placedOn } from "./compacted.ts";
import { isCriuCore, readCriuCore } from "./criu.ts";
import { hexDumpOf } from "./hex-dump.ts";
import { findingsOf, type ImageFinding } from "./judge.ts";
import { type AreaPiece, piecesIn } from "./pieces.ts";
import { LEGACY_ONLY, type Placement, placementOf } from "./placement.ts";
import { impliedXcr0, type Saved } from "./saved.ts";

export interface ImageOptions {
  /** The processor whose layout it is, where it is known. */
  readonly cpu?: Processor | undefined;
  readonly xcr0?: bigint | undefined;
  readonly format?: Format | "auto" | undefined;
}

export interface Image extends Saved {
  readonly source: AreaPiece["source"] | "criu";
  /** "hex dump, address 0x7ffe0000", where the bytes came out of text. */
  readonly from: string | null;
  /** Where the area begins in the bytes. */
  readonly at: number;
  readonly format: Format;
  readonly findings: readonly ImageFinding[];
}

const NO_DUMP =
  "text, but no hex dump of gdb, QEMU, xxd or hexdump -C; dumps of CPUID and logs are read by `xsweep explain FILE`";

/** Every saved area of a file. @throws {RangeError} where there is none, or it is a file of another kind. */
export function readImages(file: Uint8Array, options: ImageOptions = {}): Image[] {
  if (isElf(bytesOf(file))) throw new RangeError("an ELF file: `xsweep core FILE` reads it");
  if (isCriuCore(file)) {
    const saved = readCriuCore(file);
    return [image(saved, { source: "criu", from: null, at: 0, format: "standard" }, true)];
  }
  if (isSnpPage(file)) {
    throw new RangeError("the CPUID page of an SEV-SNP guest: `xsweep explain FILE` reads it");
  }
  const dump = isText(file) ? hexDumpOf(new TextDecoder().decode(file)) : null;
  if (!dump) {
    const foreign = foreignName(bytesOf(file));
    if (foreign) throw new RangeError(foreign);
    if (isText(file)) throw new RangeError(NO_DUMP);
  }
  const from = dump ? `hex dump, address ${hex(dump.address)}` : null;
  return piecesIn(dump?.bytes ?? file).map((piece) => {
    const format = formatOf(piece, options);
    const { source, at, closed } = piece;
    return image(savedOf(piece, format, options), { source, from, at, format }, closed);
  });
}

const image = (
  saved: Saved,
  about: Pick<Image, "source" | "from" | "at" | "format">,
  closed: boolean,
): Image => ({ ...saved, ...about, findings: findingsOf(saved, about.format, closed) });

/** No byte of the first 4,096 that a text has not. */
const isText = (file: Uint8Array): boolean =>
  file.length > 0 &&
  file.subarray(0, 4096).every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13);

function formatOf({ area, source }: AreaPiece, { format = "auto" }: ImageOptions): Format {
  if (format !== "auto") return format;
  const compacted = source === "area" && area.getBigUint64(XCOMP_BV_OFFSET, true) >> 63n !== 0n;
  return compacted ? "compacted" : "standard";
}

function savedOf(piece: AreaPiece, format: Format, options: ImageOptions): Saved {
  const { area, label, source } = piece;
  const about = { label, area, narrow: false, general: [] };
  if (source === "fxsave") {
    const legacy = { xcr0: LEGACY_MASK, xstateBv: LEGACY_MASK, xcompBv: 0n, components: [] };
    const message = "512 bytes, an FXSAVE image: x87, SSE and MXCSR; the rest is unknown";
    const warnings = [{ name: "fxsave-only", message } as const];
    return { ...about, ...legacy, kind: "fxsave", arrangements: [LEGACY_ONLY], warnings };
  }
  const xstateBv = area.getBigUint64(XSTATE_BV_OFFSET, true);
  const xcompBv = area.getBigUint64(XCOMP_BV_OFFSET, true);
  const { xcr0, doubts } =
    format === "compacted"
      ? { xcr0: xcompBv & ~(1n << 63n), doubts: [] }
      : xcr0Of(piece, xstateBv, options);
  const { arrangements, warnings } =
    format === "compacted" ? compacted(xcr0, area, options.cpu) : standard(xcr0, area, options);
  const components = arrangements[0]?.components ?? [];
  return {
    ...about,
    ...{ xcr0, xstateBv, xcompBv, arrangements, components },
    kind: "xsave",
    warnings: [...doubts, ...warnings],
  };
}

const KNOWN = [...COMPONENT_NAMES.keys()].reduce((mask, n) => mask | (1n << BigInt(n)), 0n);

/** What was asked for; else what the software bytes say, where that can be an XCR0; else what fits. */
function xcr0Of(
  { area, said }: AreaPiece,
  xstateBv: bigint,
  { xcr0, cpu }: ImageOptions,
): { xcr0: bigint; doubts: Warning[] } {
  if (xcr0 !== undefined) return { xcr0, doubts: [] };
  // XSAVE itself leaves the software bytes as they were: anything may stand there.
  const plausible = (said & 1n) !== 0n && (said & ~KNOWN) === 0n;
  if (plausible) return { xcr0: said, doubts: [] };
  if (cpu) return { xcr0: cpu.xcr0, doubts: [] };
  const implied = impliedXcr0(xstateBv, area.byteLength);
  return { xcr0: implied.xcr0, doubts: [implied.doubt] };
}

function standard(xcr0: bigint, area: DataView, { cpu }: ImageOptions): Placement {
  if (!cpu) return placementOf({ xcr0, area, raw: true });
  return placedOn(
    cpu,
    layout(cpu, xcr0 & described(cpu), "standard").components,
    xcr0,
    area,
    "cpu",
  );
}
