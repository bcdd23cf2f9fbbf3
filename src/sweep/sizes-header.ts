/**
 * The header of a file of sizes, "xsweep/sizes@2": 4,096 bytes of JSON, filled up with spaces and
 * ended by a newline, before the data. One page, so that the data can be mapped. docs/sizes-file.md.
 */
import type { Question } from "../questions/question.ts";
import type { Format } from "../xsave/component.ts";
import { hex, popcount } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";

export const SIZES_SCHEMA = "xsweep/sizes@2";
/** Bytes of the header: where the data begins. */
export const HEADER_BYTES = 4096;

export interface SizesRule {
  readonly rule: string;
  readonly format: Format;
  readonly universe: string;
  readonly fixed: string;
  readonly masks: string;
  /** Of the first size, from the beginning of the file. */
  readonly byteOffset: number;
}

export interface SizesHeader {
  readonly schema: typeof SIZES_SCHEMA;
  readonly cpu: string;
  readonly hypothetical?: boolean;
  readonly encoding: string;
  /** Bytes of the data, and their SHA-256. */
  readonly dataBytes: number;
  readonly sha256: string;
  readonly rules: readonly SizesRule[];
}

const ENCODING = "u32 little-endian, size of PDEP(i, universe) | fixed, in order of i";

export function headerOf(
  cpu: Processor,
  questions: readonly Question[],
  sha256: string,
): SizesHeader {
  let byteOffset = HEADER_BYTES;
  const rules = questions.map(({ rule, universe, fixed }): SizesRule => {
    const masks = 1n << BigInt(popcount(universe));
    const at = byteOffset;
    byteOffset += 4 * Number(masks);
    return {
      rule: rule.id,
      format: rule.format,
      universe: hex(universe),
      fixed: hex(fixed),
      masks: `${masks}`,
      byteOffset: at,
    };
  });
  return {
    schema: SIZES_SCHEMA,
    cpu: cpu.id,
    ...(cpu.hypothetical ? { hypothetical: true } : {}),
    encoding: ENCODING,
    dataBytes: byteOffset - HEADER_BYTES,
    sha256,
    rules,
  };
}

/** The bytes of `header`. @throws {RangeError} where it describes more rules than a page holds. */
export function headerBytes(header: SizesHeader): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  if (text.length >= HEADER_BYTES) {
    throw new RangeError(
      `${header.rules.length} rules need a header of ${text.length} bytes, and it has ${HEADER_BYTES}: fewer rules a file, please`,
    );
  }
  const bytes = new Uint8Array(HEADER_BYTES).fill(0x20);
  bytes.set(text);
  bytes[HEADER_BYTES - 1] = 0x0a;
  return bytes;
}

/** What the header says. @throws {RangeError} where it is none of ours, or breaks its own promises. */
export function readHeader(bytes: Uint8Array): SizesHeader {
  if (bytes.length < HEADER_BYTES) throw new RangeError("shorter than the header of a sizes file");
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new RangeError(`no ${SIZES_SCHEMA}: its first 4,096 bytes are no JSON`);
  }
  const header = json as Partial<SizesHeader> | null;
  if (header?.schema !== SIZES_SCHEMA) {
    throw new RangeError(`schema is ${JSON.stringify(header?.schema)}, not "${SIZES_SCHEMA}"`);
  }
  checkFields(header);
  return header as SizesHeader;
}

function checkFields({ cpu, dataBytes, sha256, rules }: Partial<SizesHeader>): void {
  const wrong = (field: string) => new RangeError(`the header: ${field} is missing or wrong`);
  if (typeof cpu !== "string") throw wrong("cpu");
  if (typeof dataBytes !== "number") throw wrong("dataBytes");
  if (typeof sha256 !== "string" || !/^[0-9a-f]{64}$/.test(sha256)) throw wrong("sha256");
  if (!Array.isArray(rules)) throw wrong("rules");
  let at = HEADER_BYTES;
  for (const row of rules as Partial<SizesRule>[]) {
    for (const mask of [row?.universe, row?.fixed]) {
      if (!/^0x[0-9a-f]{1,16}$/.test(mask ?? "")) throw wrong("a mask");
    }
    if (typeof row.rule !== "string") throw wrong("rule");
    const masks = 1n << BigInt(popcount(BigInt(row.universe as string)));
    if (row.masks !== `${masks}`) throw wrong("masks");
    if (row.byteOffset !== at) throw wrong("byteOffset");
    at += 4 * Number(masks);
  }
  if (at - HEADER_BYTES !== dataBytes) throw wrong("dataBytes");
}
