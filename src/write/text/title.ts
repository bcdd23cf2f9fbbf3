/** A processor as every text that is about it opens. */
import type { Processor } from "../../xsave/processor.ts";

/** Name, with `hypothetical` where no silicon was measured. */
export const processorName = ({ name, hypothetical }: Processor): string =>
  hypothetical ? `${name} (hypothetical)` : name;

export const titleOf = (cpu: Processor): string => `${cpu.id}: ${processorName(cpu)}`;
