/**
 * How much there is, once. `STATED` is written by hand, held by test/spaces.test.ts; every other
 * test compares what it has covered with a count that is derived here, from the components of each
 * processor alone: by none of the code that is under test, but legality.
 */
import { CATALOGUE } from "../src/catalogue/index.ts";
import { PEERS, RULES } from "../src/rules/index.ts";
import { type Rule, refusalOf } from "../src/rules/rule.ts";
import type { StateComponent } from "../src/xsave/component.ts";
import { compactedSize, standardSize } from "../src/xsave/layout.ts";
import { isLegal } from "../src/xsave/legality.ts";
import { hasBit } from "../src/xsave/mask.ts";
import type { Processor } from "../src/xsave/processor.ts";

/** What a change of the catalogue or of the rules makes another number. */
export const STATED = {
  /** Processors with a dump. */
  measured: 46,
  /** Processors that nobody has measured, in the order of the catalogue. */
  hypothetical: ["panther-lake-apx", "granite-rapids-apx"],
  /** Named rules, the two of the architecture among them. */
  rules: 37,
  /** Peers that give the architecture's size on every mask of every processor. */
  exact: [
    "linux-5.16-compacted",
    "linux-5.18-compacted",
    "linux-6.16-standard",
    "linux-6.16-compacted",
    "kvm-5.17-standard",
    "kvm-5.17-compacted",
    "xen-standard",
    "xen-compacted",
    "linux-snp-standard",
    "svsm-standard",
    "nvmm-standard",
    "fuchsia-standard",
    "fuchsia-compacted",
  ],
  /** Masks of all processors, x87 and SSE in each. */
  masks: 71_267,
  /** Those of user components alone: all that a standard image can hold. */
  userMasks: 1_682,
  /** Legal ones among `masks`. */
  legal: 8_818,
  /** Legal ones among `userMasks`. */
  legalUser: 275,
  /** What Linux manages, over all processors. */
  linux: 26_680,
  /** Masks of measured processors. */
  realMasks: 37_987,
  /** Those of them whose compacted image is larger than the standard one. */
  compactedExceeds: 8_038,
} as const;

export const PROCESSORS = CATALOGUE.length;
/** What the matrix compares with the architecture's two rules, a row each. */
export { PEERS };
/** Processors that `rule` gives a size on. */
export const servedBy = (rule: Rule, cpus = CATALOGUE): readonly Processor[] =>
  cpus.filter((cpu) => refusalOf(rule, cpu) === null);
/** The named rules that give a size on `cpu`. */
export const rulesOn = (cpu: Processor): readonly Rule[] =>
  RULES.filter((rule) => refusalOf(rule, cpu) === null);
export const REAL = CATALOGUE.filter(({ hypothetical }) => !hypothetical);

/** One processor per component table, XCR0 and IA32_XSS: all that sizes and legality depend on. */
export const TABLES: readonly Processor[] = [
  ...new Map(
    CATALOGUE.map((cpu) => [JSON.stringify([cpu.components, `${cpu.xcr0} ${cpu.xss}`]), cpu]),
  ).values(),
];

const isOn = ({ xcr0, xss }: Processor, n: number) => hasBit(xcr0, n) || hasBit(xss, n);
const power = (cpu: Processor, counts: (component: StateComponent) => boolean): number =>
  2 ** cpu.components.filter(counts).length;

/** Masks of one processor: every subset of its enumerated extended components. */
export const masksOf = (cpu: Processor): number => power(cpu, ({ bit }) => isOn(cpu, bit));
export const userMasksOf = (cpu: Processor): number =>
  power(cpu, ({ bit, supervisor }) => isOn(cpu, bit) && !supervisor);
/** Every subset of what `cpu` describes, enumerated or not, x87 and SSE as well. */
export const describedMasksOf = (cpu: Processor): number => 4 * power(cpu, () => true);
/** Every subset of what Linux manages, x87 and SSE as well: neither PT, nor HDC, LBR and HWP. */
export const linuxMasksOf = (cpu: Processor): number =>
  4 * power(cpu, ({ bit }) => isOn(cpu, bit) && LINUX.includes(bit));
const LINUX = [2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 17, 18, 19];

/** The sum of `count` over `cpus`, the whole catalogue where nothing else is said. */
export const total = (count: (cpu: Processor) => number, cpus = CATALOGUE): number =>
  cpus.reduce((sum, cpu) => sum + count(cpu), 0);

/** The masks that `masksOf` counts, or those of components that `counts` takes. */
function listed(cpu: Processor, counts = (_: StateComponent) => true): bigint[] {
  let masks = [3n];
  for (const component of cpu.components) {
    if (!isOn(cpu, component.bit) || !counts(component)) continue;
    masks = masks.flatMap((mask) => [mask, mask | (1n << BigInt(component.bit))]);
  }
  return masks;
}
const isUser = ({ supervisor }: StateComponent) => !supervisor;

const legalAmong = (cpu: Processor, masks: readonly bigint[]): number =>
  masks.filter((mask) => isLegal(cpu, mask)).length;
export const legalMasksOf = (cpu: Processor): number => legalAmong(cpu, listed(cpu));
export const legalUserMasksOf = (cpu: Processor): number => legalAmong(cpu, listed(cpu, isUser));

/** Peers whose walk is the architecture's, mask by mask. */
export function exactPeers(): string[] {
  const exact = new Set(PEERS);
  for (const cpu of CATALOGUE) {
    for (const format of ["standard", "compacted"] as const) {
      const right = format === "standard" ? standardSize : compactedSize;
      for (const mask of listed(cpu, format === "standard" ? isUser : undefined)) {
        const size = right(cpu, mask);
        for (const peer of exact) {
          if (peer.format !== format) continue;
          if (refusalOf(peer, cpu) !== null || peer.walk(cpu, mask) !== size) exact.delete(peer);
        }
      }
    }
  }
  return [...exact].map(({ id }) => id);
}
