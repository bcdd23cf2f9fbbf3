/**
 * Options as callers give them: a misspelt one would be a question that nobody asked. One table an
 * options type says what each may be; nothing is converted, and undefined is as if it were left out.
 */

/** What a value may be. */
export interface Kind {
  /** As a message says it: "true or false". */
  readonly says: string;
  readonly fits: (value: unknown) => boolean;
  /** What is wrong with a value of the right type; null where nothing is. */
  readonly flaw?: (value: never) => string | null;
}

/** What each option of `T` may be. */
export type Table<T> = { readonly [Name in keyof Required<T>]: Kind };

const ofType = (type: string, says: string): Kind => ({
  says,
  fits: (value) => typeof value === type,
});

export const FLAG = /* @__PURE__ */ ofType("boolean", "true or false");
export const CALL = /* @__PURE__ */ ofType("function", "a function");
/** Its bits are judged where the processor is known. */
export const MASK = /* @__PURE__ */ ofType("bigint", "a mask, a bigint such as 0x602e7n");
export const TEXT = /* @__PURE__ */ ofType("string", "a text");
export const LIST: Kind = { says: "a list", fits: Array.isArray };
export const OBJECT: Kind = {
  says: "an object",
  fits: (value) => typeof value === "object" && value !== null,
};
export const SIGNAL: Kind = {
  says: "an AbortSignal",
  fits: (value) => OBJECT.fits(value) && typeof (value as AbortSignal).aborted === "boolean",
};

/** A whole number from `least` on; `endless` where Infinity will do as well. */
export const whole = (least: number, endless = false): Kind => ({
  says: `a whole number from ${least} on`,
  fits: (value) => typeof value === "number",
  flaw: (value: number) =>
    value >= least && (Number.isSafeInteger(value) || (endless && value === Infinity))
      ? null
      : `is ${value}, no whole number from ${least} on`,
});

/** One of `words`, each of which is a `noun`. */
export const oneOf = (noun: string, words: readonly string[]): Kind => ({
  says: `one of ${words.join(", ")}`,
  fits: (value) => typeof value === "string",
  flaw: (value: string) =>
    words.includes(value) ? null : `"${value}" is no ${noun} (${knownWords(value, words)})`,
});

/** Any of `words`, in a list. */
export const someOf = (noun: string, words: readonly string[]): Kind => ({
  says: `a list of ${words.join(", ")}`,
  fits: Array.isArray,
  flaw: (values: readonly unknown[]) => {
    const wrong = values.find((value) => !words.includes(value as string));
    return wrong === undefined
      ? null
      : `"${String(wrong)}" is no ${noun} (${knownWords(String(wrong), words)})`;
  },
});

/**
 * Holds `options` of the function `who` to `table`.
 *
 * @throws {TypeError} if there is one that `who` does not know, listing those known, or one of the
 *   wrong type.
 * @throws {RangeError} if one has a value of the right type that means nothing.
 */
export function checkOptions<T extends object>(who: string, options: T, table: Table<T>): void {
  if (!OBJECT.fits(options) || Array.isArray(options)) {
    throw new TypeError(`the options of ${who} are an object, not ${shown(options)}`);
  }
  const names = Object.keys(table);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(table, name)) {
      throw new TypeError(`"${name}" is no option of ${who} (${knownWords(name, names)})`);
    }
    if (value !== undefined) checkValue(`${name} of ${who}`, value, table[name as keyof T]);
  }
}

/** Holds `value`, called `name`, to `kind`. @throws as `checkOptions`. */
export function checkValue(name: string, value: unknown, { says, fits, flaw }: Kind): void {
  if (!fits(value)) throw new TypeError(`${name} is ${says}, not ${shown(value)}`);
  const wrong = flaw?.(value as never) ?? null;
  if (wrong !== null) throw new RangeError(wrong.startsWith("is ") ? `${name} ${wrong}` : wrong);
}

/** "known: a, b, c", and which of them may be meant by `word`. */
export function knownWords(word: string, words: readonly string[]): string {
  const meant = words.find((known) => isNear(word.toLowerCase(), known.toLowerCase()));
  const guess = meant === undefined ? "" : `; did you mean "${meant}"?`;
  return `known: ${words.join(", ")}${guess}`;
}

/** A value as a message shows it, short whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 60));
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

/** True if `a` becomes `b` by one or two letters left out, put in or changed; by one where short. */
function isNear(a: string, b: string): boolean {
  const most = Math.min(a.length, b.length) < 4 ? 1 : 2;
  // A row of the table of distances between the beginnings of both (Levenshtein).
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return (row[b.length] as number) <= most;
}
