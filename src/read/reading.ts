/** What a reader gives: one reading per processor, each with the doubts that remain, by name. */
import type { Processor } from "../xsave/processor.ts";
import type { Leaf0D } from "./cpuid/leaf0d.ts";
import type { ReadFinding } from "./finding.ts";
import type { BootLog } from "./log/linux.ts";
import type { Warning } from "./warning.ts";

/**
 * Whether a row that is not there says something: "sub-leaves" of a format that lists each that is not
 * zero, where it lists any; "table" of one made for a guest, which has nothing but it.
 */
export type Lists = "sub-leaves" | "table";

/** One processor, or one boot, or one thread of a file. */
export interface Reading {
  /** "CPU 0", "boot 1", "thread 4711", "guest". */
  readonly label: string;
  /** Logical processors of the file that say exactly this. */
  readonly count: number;
  readonly processor: Processor;
  /** Enumerated components that the file does not describe; `processor` goes without them, */
  readonly missing: bigint;
  /** but for these, which it has as on the processors of the catalogue that fit. */
  readonly inferred?: bigint;
  readonly lists?: Lists;
  /** CPUID leaf 0DH as reported, where the file carries it. */
  readonly leaf0d?: Leaf0D;
  /** What a kernel or hypervisor printed at boot, where the file carries it. */
  readonly log?: BootLog;
  /** Bytes of the XSAVE area itself, where the file holds one. */
  readonly area?: number;
  /** What the file claims beside its numbers. */
  readonly findings?: readonly ReadFinding[];
  readonly warnings: readonly Warning[];
}

/** A file, read. */
export interface Dump {
  readonly format: string;
  readonly readings: readonly Reading[];
  /** Doubts about the file as a whole. */
  readonly warnings: readonly Warning[];
}
