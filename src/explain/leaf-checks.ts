/** CPUID leaf 0DH, computed again: the totals of sub-leaves 0 and 1, what is announced, every offset. */
import { CATALOGUE } from "../catalogue/index.ts";
import type { Leaf0D } from "../read/cpuid/leaf0d.ts";
import { nameOf } from "../read/cpuid/leaf0d.ts";
import { isEmpty } from "../read/cpuid/rows.ts";
import type { Reading } from "../read/reading.ts";
import { hasXsaves } from "../xsave/features.ts";
import { bit, bitsOf, hex } from "../xsave/mask.ts";
import { type Check, fits, misfit } from "./check.ts";
import { compactedCheck, unrecorded } from "./compacted-total.ts";
import { completionsOf } from "./completed-dumps.ts";
import { askedCheck, currentCheck, maximumCheck } from "./standard-totals.ts";
import { counted } from "./words.ts";

/** The checks of one processor, in the order of the leaf. */
export function leafChecks(reading: Reading, leaf0d: Leaf0D): Check[] {
  const zero = leaf0d.rows.get(0);
  const one = leaf0d.rows.get(1);
  const byLinux = reading.log?.kind === "linux";
  const totals = completionsOf(reading, leaf0d).map((completion) => [
    ...(zero
      ? [
          numeric("0DH.0.EBX", zero.ebx, (n) =>
            zero.under ? askedCheck(completion, n, zero.under.xcr0) : currentCheck(completion, n),
          ),
        ]
      : []),
    ...(zero ? [numeric("0DH.0.ECX", zero.ecx, (n) => maximumCheck(completion, n, leaf0d))] : []),
    ...(one ? [compactedCheck(completion, leaf0d, byLinux)] : []),
  ]);
  return [
    ...printedChecks(zero?.printed, leaf0d),
    ...likeliest(totals),
    ...announcedChecks(reading, leaf0d),
    ...offsetChecks(reading, leaf0d),
  ];
}

/** The mask that CRIU logs: BNDREGS is lost with it, SSE is not, which it saves with the x87 state. */
function printedChecks(printed: bigint | undefined, { xcr0 }: Leaf0D): Check[] {
  if (printed === undefined || xcr0 === null) return [];
  const lost = bitsOf(xcr0 & ~printed & ~2n).map((n) => `${nameOf(n)} (${n})`);
  const what = `xfeatures_mask ${hex(printed)}`;
  const where = `${hex(printed)} is printed where XCR0 is ${hex(xcr0)}`;
  if (lost.length === 0)
    return [
      fits(what, null, `${where}: CRIU clears SSE by mistake, and saves it all the same`, [
        hex(xcr0),
      ]),
    ];
  const beyond = lost.some((name) => !name.startsWith("BNDREGS")) ? "; its table ends at PKRU" : "";
  const detail = `${where}: without ${lost.join(", ")}, which a restore may lose: CRIU clears SSE and BNDREGS by mistake${beyond}`;
  return [misfit(what, null, null, { cause: "masked-by-criu", explainedBy: [hex(xcr0)], detail })];
}

const numeric = (what: string, reported: number | null, check: (n: number) => Check): Check =>
  reported === null ? unrecorded(what) : check(reported);

/** Of the ways to complete the dump, the first that the most totals agree with. */
function likeliest(ways: readonly Check[][]): Check[] {
  const fitting = (checks: readonly Check[]) => checks.filter(({ ok }) => ok === true).length;
  return ways.reduce((best, way) => (fitting(way) > fitting(best) ? way : best), ways[0] ?? []);
}

/** What XCR0 and IA32_XSS promise: a sub-leaf each, and XSAVES for supervisor components. */
function announcedChecks({ missing, lists }: Reading, { rows, xcr0, xss }: Leaf0D): Check[] {
  const checks: Check[] = [];
  // A dump that was cut to what seemed to matter is no table: only where others are, one is missing.
  const table = lists === "table" || [...rows].some(([n, row]) => n >= 2 && row.eax);
  for (const n of bitsOf(missing)) {
    const row = rows.get(n);
    const zeros = row !== undefined && isEmpty(row);
    if (!zeros && !(lists && table && row === undefined)) continue;
    const register = ((xss ?? 0n) & bit(n)) !== 0n ? "IA32_XSS" : "XCR0";
    const mask = register === "XCR0" ? xcr0 : xss;
    const detail = `${nameOf(n)} is announced by ${register} ${hex(mask ?? 0n)}, but its sub-leaf is ${zeros ? "all zero" : "absent"}: what walks the table fails`;
    const cause = "announced-subleaf-missing";
    checks.push(misfit(`0DH.${n}`, null, null, { cause, explainedBy: [hex(bit(n))], detail }));
  }
  const features = rows.get(1)?.eax ?? null;
  if (features !== null && !hasXsaves(features) && xss) {
    const names = bitsOf(xss).map((n) => `${nameOf(n)} (${n})`);
    const detail = `${names.join(", ")} in IA32_XSS ${hex(xss)} without XSAVES (0DH.1.EAX[3]): Linux turns XSAVE off`;
    const cause = "supervisor-without-xsaves";
    checks.push(misfit("0DH.1.ECX", null, 0, { cause, explainedBy: [hex(xss)], detail }));
  }
  return checks;
}

/** Every described component: a place of its own, or the contradiction that the reader found. */
function offsetChecks({ processor }: Reading, leaf0d: Leaf0D): Check[] {
  const checks: Check[] = [];
  for (const [n, { eax: size, ebx }] of [...leaf0d.rows].sort(([a], [b]) => a - b)) {
    if (n < 2 || !size || ebx === null) continue;
    const what = `0DH.${n}.EBX`;
    const component = processor.components.find((c) => c.bit === n);
    const name = nameOf(n);
    if (!component) {
      const cause = "contradictory-subleaf";
      const detail = `${name}: contradicts the registers or another row`;
      checks.push(misfit(what, ebx, null, { cause, explainedBy: [], detail }));
      continue;
    }
    const ids = CATALOGUE.filter((cpu) =>
      cpu.components.some(
        (c) => c.bit === n && c.size === component.size && c.offset === component.offset,
      ),
    ).map(({ id }) => id);
    const place = component.supervisor
      ? `${name}: supervisor, so it has no standard offset`
      : `${name}: bytes ${component.offset}..${(component.offset ?? 0) + component.size}, ${ids.length > 0 ? `as on ${counted(ids.length, "processor")} of the catalogue` : "overlapping nothing; no processor of the catalogue has it there"}`;
    checks.push(fits(what, ebx, place, ids));
  }
  return checks;
}
