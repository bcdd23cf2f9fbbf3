/** A made-up processor with more components than any has, to see how far the counting goes. */
import { createProcessor, type Processor } from "../index.ts";

/** `count` components from bit 2 on, every third of them aligned, sizes from 64 to 960 bytes. */
export function wideProcessor(count: number): Processor {
  let offset = 576;
  const components = Array.from({ length: count }, (_, i) => {
    const size = 64 + 8 * ((i * 37) % 113);
    const at = offset;
    offset = Math.ceil((offset + size) / 64) * 64;
    return { bit: i + 2, name: `C${i + 2}`, size, offset: at, align64: i % 3 === 0 };
  });
  return createProcessor({
    id: `made-up-${count}`,
    name: `a made-up processor of ${count} components`,
    source: "this page",
    hypothetical: true,
    components,
  });
}
