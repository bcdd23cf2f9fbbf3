/** A processor as somebody proposes to change it: components added, removed, of another size. */
import {
  COMPONENT_NAMES,
  EXTENDED_REGION,
  isUser,
  LAST_BIT,
  type StateComponent,
} from "../xsave/component.ts";
import { featuresOf, XFD_FEATURE, XSAVES_FEATURE } from "../xsave/features.ts";
import { SUPERVISOR } from "../xsave/legality.ts";
import { bit, hasBit } from "../xsave/mask.ts";
import { checkOptions, LIST, OBJECT, shown, type Table } from "../xsave/options.ts";
import { asProcessor, createProcessor, described, type Processor } from "../xsave/processor.ts";

/** A component to be added. */
export interface Addition {
  readonly bit: number;
  /** Bytes. */
  readonly size: number;
  /** In the standard format; the end of the area so far, rounded up to 64 bytes, if it is left out. */
  readonly offset?: number | null | undefined;
  readonly align64?: boolean | undefined;
  readonly xfd?: boolean | undefined;
  readonly supervisor?: boolean | undefined;
  /** That of the architecture, or `newN` where it names no component N, if it is left out. */
  readonly name?: string | null | undefined;
}

/** Another size of a component that is there, in bytes. */
export interface Resizing {
  readonly bit: number;
  readonly size: number;
}

/** Done in this order. */
export interface Proposal {
  readonly remove?: readonly number[] | undefined;
  readonly resize?: readonly Resizing[] | undefined;
  readonly add?: readonly Addition[] | undefined;
}

const PROPOSAL: Table<Proposal> = { remove: LIST, resize: LIST, add: LIST };

/** 0DH.1:EAX with what a new component asks for, without what none is left for. SDM1 13.2, 13.14. */
function featuresWith(
  cpu: Processor,
  add: readonly Addition[],
  components: readonly StateComponent[],
): number {
  const asked =
    (add.some(({ supervisor }) => supervisor) ? XSAVES_FEATURE : 0) |
    (add.some(({ xfd }) => xfd) ? XFD_FEATURE : 0);
  const left = components.some(({ xfd }) => xfd) ? ~0 : ~XFD_FEATURE;
  return (featuresOf(cpu) | asked) & left;
}

/**
 * `cpu` as `proposal` changes it, every new component enumerated: in XCR0, or in IA32_XSS where it is a
 * supervisor one. It is called ID-proposed, and is hypothetical.
 *
 * @throws {TypeError} if `cpu` is no processor, or `proposal` has what nobody knows.
 * @throws {RangeError} if a bit is taken, reserved, legacy, or not there to be removed or resized; if
 *   the kind is not that of the architecture; if two components overlap in the standard format.
 */
export function proposed(cpu: Processor, proposal: Proposal): Processor {
  asProcessor(cpu);
  checkOptions("proposed", proposal, PROPOSAL);
  const { remove = [], resize = [], add = [] } = proposal;
  let components = [...cpu.components];
  for (const n of remove) {
    here(cpu, components, n, "remove");
    components = components.filter((one) => one.bit !== n);
  }
  for (const { bit: n, size } of resize) {
    here(cpu, components, n, "resize");
    components = components.map((one) => (one.bit === n ? { ...one, size } : one));
  }
  const removed = remove.reduce((mask, n) => mask | bit(n), 0n);
  let { xcr0, xss } = { xcr0: cpu.xcr0 & ~removed, xss: cpu.xss & ~removed };
  for (const one of add) {
    components.push(componentOf(components, one));
    if (one.supervisor) xss |= bit(one.bit);
    else xcr0 |= bit(one.bit);
  }
  return createProcessor({
    ...cpu,
    id: `${cpu.id}-proposed`,
    name: `${cpu.name}, as proposed`,
    hypothetical: true,
    ...{ xcr0, xss, components, eax1: featuresWith(cpu, add, components) },
  });
}

function here(cpu: Processor, components: readonly StateComponent[], n: number, what: string) {
  if (n < 2) throw new RangeError(`bit ${n} is legacy state: x87 and SSE lie where they lie`);
  if (components.some((one) => one.bit === n)) return;
  const known = components.map((one) => `${one.bit} ${one.name}`).join(", ");
  throw new RangeError(`${cpu.id} has no component ${n} to ${what} (it has ${known || "none"})`);
}

/** Bytes up to the end of the last user component, at least those of an area without any. */
const standardEnd = (components: readonly StateComponent[]): number =>
  components
    .filter(isUser)
    .reduce((end, { offset, size }) => Math.max(end, offset + size), EXTENDED_REGION);

function componentOf(components: readonly StateComponent[], added: Addition): StateComponent {
  if (!OBJECT.fits(added)) {
    throw new TypeError(
      `a component to add is an object with a bit and a size, not ${shown(added)}`,
    );
  }
  const { bit: n, size, align64 = false, xfd = false, supervisor = false } = added;
  const asked = added.offset ?? null;
  if (n < 2) throw new RangeError(`bit ${n} is legacy state: a component has a bit of 2..62`);
  if (n > LAST_BIT) {
    throw new RangeError(`bit ${n}: a component has a bit of 2..62, 63 of XCOMP_BV is the format`);
  }
  const taken = components.find((one) => one.bit === n);
  if (taken) {
    throw new RangeError(
      `bit ${n} is taken by ${taken.name} (${taken.size} bytes): remove or resize it first`,
    );
  }
  const named = COMPONENT_NAMES.get(n);
  if (named !== undefined && hasBit(SUPERVISOR, n) !== supervisor) {
    throw new RangeError(
      supervisor
        ? `bit ${n} is ${named}, a user component: leave :supervisor`
        : `bit ${n} is ${named}, a supervisor component: write :supervisor`,
    );
  }
  if (supervisor && asked !== null) {
    throw new RangeError(`bit ${n}: a supervisor component has no offset, leave ${asked}`);
  }
  const offset = supervisor ? null : (asked ?? Math.ceil(standardEnd(components) / 64) * 64);
  return {
    ...{ bit: n, name: added.name ?? named ?? `new${n}`, size },
    offset,
    align64,
    xfd,
    supervisor,
  };
}

/** The components that are not as they were: new, gone, or of another size. */
export function changedBits(before: Processor, after: Processor): bigint {
  asProcessor(after);
  const same = before.components.filter((one) =>
    after.components.some((other) => other.bit === one.bit && alike(one, other)),
  );
  return (
    same.reduce((mask, one) => mask & ~bit(one.bit), described(before) | described(after)) & ~3n
  );
}

const alike = (a: StateComponent, b: StateComponent): boolean =>
  a.size === b.size &&
  a.offset === b.offset &&
  a.align64 === b.align64 &&
  a.supervisor === b.supervisor;
