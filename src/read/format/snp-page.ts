/**
 * The CPUID page of an SEV-SNP guest: 4096 bytes, `struct snp_cpuid_table` of Linux
 * (arch/x86/include/asm/sev.h), AMD 56860 "SEV Secure Nested Paging Firmware ABI" 7.1: a count, 12
 * reserved bytes, then entries of 48: EAX_IN, ECX_IN, XCR0_IN, XSS_IN, EAX to EDX, 8 reserved.
 */
import { hex } from "../../xsave/mask.ts";
import { type Block, LEAF_0D, type Row } from "../cpuid/rows.ts";

/** Bytes of the page, of what comes before its entries, and of an entry. */
export const SNP = { page: 4096, head: 16, entry: 48 } as const;
const ENTRIES_MAX = 64;

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** True if the bytes are such a page, with an entry of leaf 0DH. */
export function isSnpPage(bytes: Uint8Array): boolean {
  if (bytes.length !== SNP.page) return false;
  const view = viewOf(bytes);
  const count = view.getUint32(0, true);
  if (count < 1 || count > ENTRIES_MAX || bytes.slice(4, SNP.head).some((byte) => byte !== 0)) {
    return false;
  }
  const leaves = Array.from({ length: count }, (_, i) =>
    view.getUint32(SNP.head + i * SNP.entry, true),
  );
  return leaves.includes(LEAF_0D);
}

interface Entry {
  readonly row: Row;
  /** "XCR0_IN 0x1, XSS_IN 0x0": the totals of sub-leaves 0 and 1 are those for it. */
  readonly key: string;
}

/**
 * The block of the page; one for each XCR0_IN and XSS_IN where sub-leaf 0 or 1 stands there twice.
 *
 * @throws {RangeError} if it is no page, or counts more entries than one has.
 */
export function snpBlocks(bytes: Uint8Array): Block[] {
  if (bytes.length !== SNP.page) {
    throw new RangeError(`an SNP CPUID page has ${SNP.page} bytes, not ${bytes.length}`);
  }
  const view = viewOf(bytes);
  const count = view.getUint32(0, true);
  if (count > ENTRIES_MAX) {
    throw new RangeError(`an SNP CPUID page has at most ${ENTRIES_MAX} entries, not ${count}`);
  }
  const entries = Array.from({ length: count }, (_, i) => entryAt(view, SNP.head + i * SNP.entry));
  const totals = entries.filter(({ row }) => row.leaf === LEAF_0D && (row.subleaf ?? 0) < 2);
  const keys = [...new Set(totals.map(({ key }) => key))];
  if (keys.length < 2)
    return [
      blockOf(
        "page",
        entries.map(({ row }) => row),
      ),
    ];
  return keys.map((key) => {
    const own = entries.filter((entry) => !totals.includes(entry) || entry.key === key);
    return blockOf(
      key,
      own.map(({ row }) => row),
    );
  });
}

const blockOf = (label: string, rows: readonly Row[]): Block => ({ label, rows, warnings: [] });

function entryAt(view: DataView, at: number): Entry {
  const word = (n: number) => view.getUint32(at + n, true);
  const [eax, ebx, ecx, edx] = [word(24), word(28), word(32), word(36)];
  const [xcr0, xss] = [view.getBigUint64(at + 8, true), view.getBigUint64(at + 16, true)];
  // XCR0 always holds x87: 0 is a row that was made without.
  const under = xcr0 === 0n ? {} : { under: { xcr0, xss } };
  return {
    row: { leaf: word(0), subleaf: word(4), registers: { eax, ebx, ecx, edx, ...under } },
    key: `XCR0_IN ${hex(xcr0)}, XSS_IN ${hex(xss)}`,
  };
}
