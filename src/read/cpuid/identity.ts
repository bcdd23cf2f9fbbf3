/** Who a processor says it is: CPUID leaves 0, 1, 40000000H and 80000002H to 80000004H. */
import { type Block, LEAF_0D, type Registers, type Row } from "./rows.ts";

export interface Identity {
  /** "GenuineIntel"; null where the dump has no leaf 0. */
  readonly vendor: string | null;
  /** The brand string, else family and model; null where the dump has neither. */
  readonly name: string | null;
  /** Lower-case words joined by dashes. */
  readonly id: string | null;
  /** The highest basic leaf, from leaf 0; null where the dump has no leaf 0. */
  readonly highestLeaf: number | null;
}

export function identityOf({ rows }: Block): Identity {
  const leafOf = (leaf: number): Registers | undefined =>
    rows.find((row) => row.leaf === leaf && !row.subleaf)?.registers;
  const zero = leafOf(0);
  const vendor = zero ? textOf([zero.ebx, zero.edx, zero.ecx]) || null : null;
  const brand = [0x80000002, 0x80000003, 0x80000004]
    .map((leaf) => leafOf(leaf))
    .map((r) => (r ? textOf([r.eax, r.ebx, r.ecx, r.edx]) : ""))
    .join("")
    .replace(/\s+/g, " ")
    .trim();
  const model = modelOf(leafOf(1)?.eax);
  const name = brand || (model ? `${vendor ?? "x86"} ${model}` : vendor);
  return { vendor, name, id: name ? slug(name) : null, highestLeaf: zero?.eax ?? null };
}

/** True where leaf 0 says that leaf 0DH does not exist: what CPUID then answers is another leaf. */
export const lacksLeaf0D = ({ highestLeaf }: Identity): boolean =>
  highestLeaf !== null && highestLeaf < LEAF_0D;

/** Printable ASCII of little-endian registers, up to the first NUL. */
function textOf(registers: readonly (number | null)[]): string {
  const codes = registers.flatMap((r) =>
    [0, 8, 16, 24].map((shift) => ((r ?? 0) >>> shift) & 0xff),
  );
  const end = codes.indexOf(0);
  const text = String.fromCharCode(...(end < 0 ? codes : codes.slice(0, end)));
  return text.replace(/[^\x20-\x7e]/g, "");
}

/** "family 6 model 143 stepping 8" of leaf 1 EAX, extended fields added (SDM2 CPUID). */
function modelOf(signature: number | null | undefined): string | null {
  if (!signature) return null;
  const base = (signature >>> 8) & 0xf;
  const family = base === 0xf ? base + ((signature >>> 20) & 0xff) : base;
  const extended = base === 0xf || base === 6 ? ((signature >>> 16) & 0xf) << 4 : 0;
  return `family ${family} model ${extended | ((signature >>> 4) & 0xf)} stepping ${signature & 0xf}`;
}

/** A name as an id: "AMD EPYC 9654 96-Core Processor" is `amd-epyc-9654-96-core-processor`. */
export const slug = (name: string): string =>
  name
    .toLowerCase()
    .replace(/\((?:r|tm)\)/g, " ")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "processor";

/** The leaves that carry a vendor of twelve characters and a brand of at most 48, for readers of names. */
export function identityRows(vendor: string | undefined, brand: string | undefined): Row[] {
  const rows: Row[] = [];
  if (vendor?.length === 12) {
    const [ebx = 0, edx = 0, ecx = 0] = words(vendor);
    rows.push({ leaf: 0, subleaf: 0, registers: { eax: LEAF_0D, ebx, ecx, edx } });
  }
  const padded = brand?.slice(0, 48).padEnd(48, "\0") ?? "";
  for (let i = 0; i * 16 < padded.length; i++) {
    const [eax = 0, ebx = 0, ecx = 0, edx = 0] = words(padded.slice(i * 16, i * 16 + 16));
    rows.push({ leaf: 0x80000002 + i, subleaf: 0, registers: { eax, ebx, ecx, edx } });
  }
  return rows;
}

/** Four characters a register, the first in the lowest byte. */
const words = (text: string): number[] =>
  Array.from({ length: text.length / 4 }, (_, i) =>
    [3, 2, 1, 0].reduce((word, n) => word * 256 + (text.charCodeAt(i * 4 + n) & 0xff), 0),
  );
