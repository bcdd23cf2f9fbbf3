/**
 * Whether two processors can restore each other's images of what they share. Held to `migration`, which
 * goes through every mask, in test/questions/proposal.test.ts.
 */
import type { StateComponent } from "../xsave/component.ts";
import { featuresOf, hasCompaction } from "../xsave/features.ts";
import { bit } from "../xsave/mask.ts";
import { componentsOf, enumerated, type Processor, userPart } from "../xsave/processor.ts";
import { sharedComponents } from "./moves.ts";

export interface Exchange {
  /** Components that both enumerate, of the same kind, x87 and SSE among them. */
  readonly shared: bigint;
  /** Those of them that spoil it: of another size, or elsewhere. */
  readonly standard: bigint;
  /** Of another size, or aligned on one side only; null where one of the two has no compacted format. */
  readonly compacted: bigint | null;
}

/**
 * Images of `a` on `b` and of `b` on `a`, of every mask of what both enumerate. A mask holds whatever
 * lies below a component in a compacted area, so that equal size and alignment of each are the same
 * place in all; in the standard format each has its place (SDM1 13.4.3).
 */
export function exchange(a: Processor, b: Processor): Exchange {
  const shared = sharedComponents(a, b);
  const there = new Map(b.components.map((component) => [component.bit, component]));
  const spoiling = (mask: bigint, alike: (one: StateComponent, other: StateComponent) => boolean) =>
    componentsOf(a, mask)
      .filter((one) => !alike(one, there.get(one.bit) ?? one))
      .reduce((bits, one) => bits | bit(one.bit), 0n);
  const compact = [a, b].every((cpu) => hasCompaction(featuresOf(cpu)));
  return {
    shared,
    standard: spoiling(
      userPart(a, shared),
      (one, other) => one.size === other.size && one.offset === other.offset,
    ),
    compacted: compact
      ? spoiling(shared, (one, other) => one.size === other.size && one.align64 === other.align64)
      : null,
  };
}

export interface ExchangeTurn {
  readonly cpu: string;
  readonly hypothetical: boolean;
  readonly before: Exchange;
  readonly after: Exchange;
  /** Changed components that this processor has none of: their images fault there. */
  readonly lacks: bigint;
}

/** Every one of `cpus` beside a processor before and after a change to its components `changed`. */
export const exchangesTurned = (
  before: Processor,
  after: Processor,
  changed: bigint,
  cpus: readonly Processor[],
): ExchangeTurn[] =>
  cpus.map((cpu) => ({
    ...{ cpu: cpu.id, hypothetical: cpu.hypothetical },
    ...{ before: exchange(before, cpu), after: exchange(after, cpu) },
    lacks: changed & enumerated(after) & ~sharedComponents(after, cpu),
  }));

/** What images of either format no longer go both ways, where they did. */
export const lostExchange = ({ before, after }: ExchangeTurn) => ({
  standard: before.standard === 0n && after.standard !== 0n,
  compacted: before.compacted === 0n && after.compacted !== null && after.compacted !== 0n,
});
