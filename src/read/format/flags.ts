/**
 * CPU flags, as kernels and tools list them: which components they imply. None of them holds a size
 * or a place, and that is said. Sources: SDM1 13.1 and 13.4; xsave_cpuid_features[] of
 * arch/x86/kernel/fpu/xstate.c; the names are those of /proc/cpuinfo, QEMU and the BSDs.
 */
import { hex } from "../../xsave/mask.ts";
import { type Identity, slug } from "../cpuid/identity.ts";
import { namesOrRanges } from "../cpuid/leaf0d.ts";
import { distinct, type Origin, type Readings } from "../cpuid/logical-processors.ts";
import type { Registers } from "../cpuid/rows.ts";
import { told } from "../finding.ts";
import { vendorOf } from "../log/processor.ts";
import { possibleSizesText } from "../possible.ts";
import type { Reading } from "../reading.ts";
import type { Warning } from "../warning.ts";
import { readingOfSaid } from "./said.ts";

/** Flags to the components of XCR0 that they need. */
const IMPLIED: readonly (readonly [string[], bigint])[] = [
  [["avx"], 0x4n],
  [["mpx"], 0x18n],
  [["avx512f", "avx_512_f", "avx_512"], 0xe0n],
  [["pku", "ospke"], 0x200n],
  [["amx_tile", "amxtile"], 0x60000n],
  [["apx", "apxf", "apx_f"], 0x80000n],
  [["lwp"], 1n << 62n],
];

/** Flags whose state lies under IA32_XSS; which of them are enabled no list of flags says. */
const SUPERVISOR: readonly (readonly [string[], bigint])[] = [
  [["user_shstk", "shstk", "cet_ss", "ibt", "cet_ibt"], 0x1800n],
  [["enqcmd"], 0x400n],
  [["arch_lbr"], 0x8000n],
];

/** What one processor of a list says. */
export interface Listed {
  readonly label: string;
  readonly flags: ReadonlySet<string>;
  /** The brand string; null where the list has none. */
  readonly brand: string | null;
  /** 0DH.1.EAX, where the list has it as a number. */
  readonly features?: number;
  /** The model whose own flags are not listed, "" where it has no name; only where there is one. */
  readonly open?: string;
}

/** The words of a list, in lower case with `_` for every other mark. */
export const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[\s,<>]+/)
    .filter((word) => word !== "")
    .map((word) => word.replace(/[-.]/g, "_"));

const maskFor = (table: typeof IMPLIED, flags: ReadonlySet<string>): bigint =>
  table.reduce((m, [names, mask]) => (names.some((name) => flags.has(name)) ? m | mask : m), 0n);

/** No file has more distinct processors; where it seems so it was made to take long. */
const LISTS_MAX = 256;

/**
 * A reading for each list that differs.
 *
 * @throws {RangeError} if no list has XSAVE.
 */
export function readingsOfFlags(lists: readonly Listed[], origin: Origin): Readings {
  const able = lists.filter(
    ({ flags, open, features }) => flags.has("xsave") || open !== undefined || features,
  );
  const [first] = lists;
  if (!first) throw new RangeError("no list of CPU flags");
  if (able.length === 0) {
    throw new RangeError(
      `${first.label}: no XSAVE: the flags are there, and xsave is not among them`,
    );
  }
  const readings = distinct(able.slice(0, LISTS_MAX).map((list) => readingOfFlags(list, origin)));
  const lacking = lists.length - able.length;
  const message = `${lacking} lists of flags without xsave`;
  return { readings, warnings: lacking > 0 ? [{ name: "no-xsave", message }] : [] };
}

function readingOfFlags({ label, flags, brand, features, open }: Listed, origin: Origin): Reading {
  const xcr0 = 3n | maskFor(IMPLIED, flags);
  const supervisor = maskFor(SUPERVISOR, flags);
  const warnings: Warning[] = [
    {
      name: "implied-components",
      message: `flags imply the components; the file holds no size and no place${open === undefined ? "" : `, and not the flags of ${open ? `model ${open}` : "the model"}`}: cpuid -1 -r -l 0xd has them`,
    },
  ];
  const sizes = possibleSizesText(xcr0, "standard") ?? "no processor of the catalogue has them all";
  const findings = [
    told(
      "flags",
      `imply XCR0 ${hex(xcr0)}${xcr0 === 3n ? "" : `: ${namesOrRanges(xcr0 & ~3n)}`}, where the system enables them; no size is in the file: ${sizes} by the catalogue`,
      [xcr0],
    ),
    ...(supervisor === 0n
      ? []
      : [
          told(
            "flags",
            `${namesOrRanges(supervisor)} may be enabled in IA32_XSS: flags do not say`,
            [supervisor],
          ),
        ]),
  ];
  const rows = new Map<number, Registers>();
  if (features !== undefined) rows.set(1, { eax: features, ebx: null, ecx: null, edx: null });
  return readingOfSaid(
    { label, identity: identityOfBrand(brand), xcr0, xss: null, rows, findings, warnings },
    origin,
  );
}

const identityOfBrand = (brand: string | null): Pick<Identity, "id" | "name" | "vendor"> => ({
  vendor: vendorOf(brand),
  name: brand,
  id: brand === null ? null : slug(brand),
});
