/**
 * What the high positions do to every entry of the low table: one composed step a block.
 *
 * Entry k of a stack is the run from position k to the last. Counting up changes the low bits of
 * the block number, so only the entries below the highest changed bit are composed again: O(1) a
 * block, amortised.
 */
import { PAIR_BYTES, STEP_BYTES } from "../src/core/abi";
import { compose, setIdentity } from "./step";

function entry(stack: usize, k: u32): usize {
  return stack + <usize>k * STEP_BYTES;
}

/** Composes the entries from `top` down to `low` again, for block `h`. */
function recompose(stack: usize, pairs: usize, low: u32, top: u32, h: u32): void {
  for (let k = top + 1; k > low; k--) {
    const at = k - 1;
    const present = <usize>((h >> (at - low)) & 1);
    compose(
      entry(stack, at),
      pairs + <usize>at * PAIR_BYTES + present * STEP_BYTES,
      entry(stack, at + 1),
    );
  }
}

/** Prepares the stack for block `h`. */
export function seek(stack: usize, pairs: usize, low: u32, positions: u32, h: u32): void {
  setIdentity(entry(stack, positions));
  if (positions > low) recompose(stack, pairs, low, positions - 1, h);
}

/** Moves the stack on to block `h`, from the one before it. */
export function advance(stack: usize, pairs: usize, low: u32, h: u32): void {
  recompose(stack, pairs, low, low + ctz(h), h);
}

/** The step that block `h` applies to the low table. */
export function composed(stack: usize, low: u32): usize {
  return entry(stack, low);
}
