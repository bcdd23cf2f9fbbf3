/** What is worth keeping for a processor: made once for each, dropped with it. */
import { asProcessor, type Processor } from "./processor.ts";

/** True of what `createProcessor` makes, here or in another copy of this library. */
const cannotChange = (cpu: Processor): boolean =>
  Object.isFrozen(cpu) && Object.isFrozen(cpu.components) && cpu.components.every(Object.isFrozen);

/** What no caller can give. */
const NOBODY = Object.freeze({}) as Processor;

/**
 * `make`, remembered for each processor that cannot change. Any other object gets what `plain`
 * makes, each time anew.
 */
export function perProcessor<T>(
  make: (cpu: Processor) => T,
  plain: (cpu: Processor) => T = make,
): (cpu: Processor) => T {
  const made = new WeakMap<Processor, T>();
  // Most programs ask about one processor: a comparison instead of a look-up.
  let lastCpu: Processor = NOBODY;
  let last: T;
  return (cpu) => {
    if (cpu === lastCpu) return last;
    let value = made.get(cpu);
    if (value === undefined) {
      if (!cannotChange(asProcessor(cpu))) return plain(cpu);
      value = make(cpu);
      made.set(cpu, value);
    }
    lastCpu = cpu;
    last = value;
    return value;
  };
}
