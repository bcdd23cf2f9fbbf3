/** Which components of a processor a kernel does not manage, and how to add them to its host mask. */
import { unmanagedIn } from "../../linux/kernel/host.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { wrap } from "./wrap.ts";

/** One sentence, wrapped; no line where everything is in `hostMask` or managed, in `release` or ever. */
export function unmanagedText(
  cpu: Processor,
  hostMask: bigint,
  columns: number,
  release: string | null = null,
): string[] {
  const left = unmanagedIn(cpu, release) & ~hostMask;
  if (left === 0n) return [];
  const all = hex(hostMask | left);
  return wrap(
    `left out   ${maskNames(cpu, left)}: ${release === null ? "Linux" : `Linux ${release}`} manages none of it; --host-mask ${all} adds it`,
    columns,
    "+",
  );
}
