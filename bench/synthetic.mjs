// Processors that nobody makes: as many components as a question needs.
import { createProcessor } from "../src/index.ts";

/** A processor with `count` components whose sizes are multiples of `grain`, every fifth aligned. */
export function synthetic(count, grain = 8) {
  let offset = 576;
  const components = Array.from({ length: count }, (_, i) => {
    const bit = i + 2;
    const size = grain * (1 + ((bit * 7) % 61));
    const component = { bit, name: `component-${bit}`, size, offset, supervisor: false };
    offset += size;
    return { ...component, align64: bit % 5 === 0, xfd: false };
  });
  return createProcessor({
    id: `synthetic-${count}`,
    name: `${count} components`,
    vendor: "nobody",
    source: "bench/synthetic.mjs",
    hypothetical: true,
    xcr0: components.reduce((mask, { bit }) => mask | (1n << BigInt(bit)), 3n),
    xss: 0n,
    components,
  });
}
