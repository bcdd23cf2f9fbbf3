/** What a file claims beside its numbers, or what a number alone can be: judged where it is read. */

export interface ReadFinding {
  /** "xfeatures_mask", "host", "as XCR0". */
  readonly what: string;
  readonly reported: number | null;
  readonly computed: number | null;
  /** False where somebody is at fault; null where nothing can be judged. */
  readonly ok: boolean | null;
  /** By its name in explain; null where nothing needs one. */
  readonly cause: "masked-by-criu" | "host-lacks-component" | "buffer-too-small" | null;
  readonly masks: readonly bigint[];
  readonly detail: string;
}

/** One that is told, not judged. */
export const told = (
  what: string,
  detail: string,
  masks: readonly bigint[] = [],
  reported: number | null = null,
): ReadFinding => ({ what, reported, computed: null, ok: null, cause: null, masks, detail });

/** One that is at fault. */
export const blamed = (
  what: string,
  cause: Exclude<ReadFinding["cause"], null>,
  detail: string,
  masks: readonly bigint[] = [],
  reported: number | null = null,
  computed: number | null = null,
): ReadFinding => ({ what, reported, computed, ok: false, cause, masks, detail });
