/** The state of the page: one value, of which every panel is a function. */
import { CATALOGUE, enumerated, type Processor } from "../index.ts";

/** The panels, in the order of their tabs. */
export const VIEWS = ["layout", "judge", "find", "report"] as const;
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
}

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
  };
}

/** The components that `cpu` describes, the two legacy ones included: the bits one can toggle. */
export const describedBy = (cpu: Processor): bigint =>
  cpu.components.reduce((mask, { bit }) => mask | (1n << BigInt(bit)), 3n);

/** Another processor: of the mask, the components that it has; all of its XCR0 where none is left. */
export function withCpu(state: ExplorerState, cpu: Processor): ExplorerState {
  const kept = state.mask & describedBy(cpu);
  return { ...state, cpu, mask: kept & ~3n ? kept : startState(cpu).mask, at: null };
}
