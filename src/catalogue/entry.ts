/** One row per component, so that a catalogue file reads like the registers it was taken from. */
import type { StateComponent } from "../xsave/component.ts";
import { createProcessor, type Processor } from "../xsave/processor.ts";

/** Offset null marks a supervisor component: 0DH.i.EBX = 0, ECX[0] = 1. */
type Row = readonly [
  bit: number,
  name: string,
  size: number,
  offset: number | null,
  ...flags: ("align64" | "xfd")[],
];

type Facts = Omit<Processor, "components" | "hypothetical"> & { readonly hypothetical?: true };

const componentOf = ([bit, name, size, offset, ...flags]: Row): StateComponent => ({
  bit,
  name,
  size,
  offset,
  supervisor: offset === null,
  align64: flags.includes("align64"),
  xfd: flags.includes("xfd"),
});

/** A processor from its facts and its rows, lowest bit first. */
export const entry = /* @__NO_SIDE_EFFECTS__ */ (facts: Facts, rows: readonly Row[]): Processor =>
  createProcessor({ hypothetical: false, ...facts, components: rows.map(componentOf) });

/** `cpu` with APX as the documents place it: 128 bytes in the room MPX left. APX 3.1.4.3. */
export const withApx = /* @__NO_SIDE_EFFECTS__ */ (cpu: Processor): Processor =>
  createProcessor({
    ...cpu,
    id: `${cpu.id}-apx`,
    name: `${cpu.name} with APX`,
    source: `${cpu.source}; APX from Intel 355828 3.1.4.3, not measured`,
    hypothetical: true,
    xcr0: cpu.xcr0 | (1n << 19n),
    components: [...cpu.components, componentOf([19, "APX", 128, 960])],
  });
