/** Processors that tests need and nobody makes. */
import type { StateComponent } from "../src/xsave/component.ts";
import { createProcessor, type Processor } from "../src/xsave/processor.ts";

/** `count` user components from bit 2 on, sizes multiples of `grain`, every fifth aligned. */
export function synthetic(count: number, grain = 8): Processor {
  let end = 576;
  const components = Array.from({ length: count }, (_, i): StateComponent => {
    const bit = i + 2;
    const size = grain * (1 + ((bit * 7) % 61));
    const offset = end;
    end += size;
    return {
      bit,
      name: `c${bit}`,
      size,
      offset,
      supervisor: false,
      align64: bit % 5 === 0,
      xfd: false,
    };
  });
  return createProcessor({
    id: `synthetic-${count}`,
    name: `${count} components`,
    vendor: "nobody",
    source: "test/processors.ts",
    hypothetical: true,
    xcr0: components.reduce((mask, { bit }) => mask | (1n << BigInt(bit)), 3n),
    xss: 0n,
    components,
  });
}
