/** Which components of a processor a kernel does not manage, and how to add them to its host mask. */
import { unmanaged } from "../../linux/kernel/configuration.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { wrap } from "./wrap.ts";

/** One sentence, wrapped; no line where everything is in `hostMask` or managed. */
export function unmanagedText(cpu: Processor, hostMask: bigint, columns: number): string[] {
  const left = unmanaged(cpu) & ~hostMask;
  if (left === 0n) return [];
  const all = hex(hostMask | left);
  return wrap(
    `left out   ${maskNames(cpu, left)}: Linux manages none of it; --host-mask ${all} adds it`,
    columns,
    "+",
  );
}
