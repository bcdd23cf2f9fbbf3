/** The state of the page: one value, of which every panel is a function. */
import { CATALOGUE, described, enumerated, type Format, type Processor } from "../index.ts";
import { NEWEST } from "../linux/index.ts";

/** The panels, in the order of their tabs. */
export const VIEWS = [
  "layout",
  "judge",
  "find",
  "compare",
  "rules",
  "kernel",
  "masks",
  "model",
  "own",
  "report",
  "bench",
] as const;
export type View = (typeof VIEWS)[number];

export interface ExplorerState {
  readonly view: View;
  /** Of the catalogue, or one of the reader's own. */
  readonly cpu: Processor;
  /** State components of `cpu`, those it describes. */
  readonly mask: bigint;
  /** Whether a long component is drawn at its length, or broken so that the rest can be seen. */
  readonly scale: "broken" | "true";
  /** The component that stays marked; null where none does. */
  readonly at: number | null;
  /** The offset asked about, in bytes. */
  readonly byte: number | null;
  /** The size that `find` looks for, in bytes. */
  readonly bytes: number | null;
  /** The processors beside `cpu`, at most three. */
  readonly beside: readonly Processor[];
  /** The format that is compared, and that pictures are of. */
  readonly format: Format;
  /** Ids of the two rules that are compared. */
  readonly rules: readonly [a: string, b: string];
  /** The id of the kernel version. */
  readonly kernel: string;
  readonly vcpus: number;
  /** How the masks of a picture follow each other, and what its colours say. */
  readonly order: Order;
  readonly colour: Colour;
  /** What the host kernel has in XCR0 | IA32_XSS; null for all that Linux manages. */
  readonly host: bigint | null;
  /** User components that need permission; null for those with XFD. */
  readonly dynamic: bigint | null;
  /** The id of the promise whose trace is shown, and the step of it, from 1 on. */
  readonly promise: string | null;
  readonly step: number;
}

/** Counting order, or Gray code: neighbours differ in one component. */
export const ORDERS = ["count", "gray"] as const;
export type Order = (typeof ORDERS)[number];

/** The size; where the two rules disagree; the pages that the area takes. */
export const COLOURS = ["size", "apart", "pages"] as const;
export type Colour = (typeof COLOURS)[number];

/** Processors beside each other, the one shown among them. */
export const BESIDE_MOST = 3;

const first = (): Processor => {
  const found = CATALOGUE.find(({ id }) => id === "sapphire-rapids") ?? CATALOGUE[0];
  if (found === undefined) throw new RangeError("the catalogue is empty");
  return found;
};

/** What a link without a word opens: AMX, whose size moves most. */
export function startState(cpu: Processor = first()): ExplorerState {
  return {
    view: "layout",
    cpu,
    mask: cpu.xcr0 === 0n ? enumerated(cpu) : cpu.xcr0,
    scale: "broken",
    at: null,
    byte: null,
    bytes: null,
    beside: [],
    format: "compacted",
    rules: ["kvm-5.16-compacted", "sdm-compacted"],
    kernel: NEWEST.id,
    vcpus: 1,
    order: "count",
    colour: "size",
    host: null,
    dynamic: null,
    promise: null,
    step: 1,
  };
}

/** Another processor: of the mask, the components that it has; all of its XCR0 where none is left. */
export function withCpu(state: ExplorerState, cpu: Processor): ExplorerState {
  const kept = state.mask & described(cpu);
  return {
    ...state,
    cpu,
    mask: kept & ~3n ? kept : startState(cpu).mask,
    at: null,
    host: null,
    dynamic: null,
  };
}
