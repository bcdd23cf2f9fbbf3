// The best plain TypeScript walk that we know: typed arrays, set bits only, no allocation.

/** Sum of the compacted sizes of the first `count` subsets of all components of `cpu`. */
export function plainWalk(cpu, count) {
  const sizes = Int32Array.from(cpu.components, ({ size }) => size);
  const masks = Int32Array.from(cpu.components, ({ align64 }) => (align64 ? 63 : 0));
  let sum = 0;
  for (let subset = 0; subset < count; subset++) {
    let end = 576;
    for (let rest = subset; rest !== 0; rest &= rest - 1) {
      const i = 31 - Math.clz32(rest & -rest);
      end = ((end + masks[i]) & ~masks[i]) + sizes[i];
    }
    sum += end;
  }
  return sum;
}
