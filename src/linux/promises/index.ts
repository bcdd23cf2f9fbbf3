/**
 * What the kernel promises, each a predicate over the process after any sequence of operations.
 * Which version breaks which is held in test/linux against the notes the project began with.
 */
import type { Configuration } from "../kernel/configuration.ts";
import type { Process } from "../model/process.ts";
import { BUFFER_PROPERTIES } from "./buffer.ts";
import { GUEST_PROPERTIES } from "./guest.ts";
import { PERM_PROPERTIES } from "./permission.ts";

export interface KernelProperty {
  /** As `--property` takes it: `buffer-fits`. */
  readonly name: string;
  /** As the notes count it: B1. */
  readonly id: string;
  /** One sentence: what it protects. */
  readonly protects: string;
  /** The mail or the commit that promises it. */
  readonly source: string;
  readonly holds: (config: Configuration, process: Process) => boolean;
  /** In a state that breaks it: the bytes between what is and what should be. */
  readonly shortfall?: (config: Configuration, process: Process) => number;
  /** It compares masks: broken with a shortfall of 0 bytes, it is hidden by padding. */
  readonly comparesMasks?: true;
  /** In a state that breaks it: the numbers. */
  readonly detail: (config: Configuration, process: Process) => string;
}

const ORDER = "P1 P2 P3 P4 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 S5".split(" ");

/** Every property, in the order of the notes. */
export const PROPERTIES: readonly KernelProperty[] = [
  ...PERM_PROPERTIES,
  ...BUFFER_PROPERTIES,
  ...GUEST_PROPERTIES,
].sort((a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id));
