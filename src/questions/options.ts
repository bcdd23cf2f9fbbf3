/** Options as callers give them: a misspelt one would be a question that nobody asked. */
import { METHODS, type Method } from "./question.ts";

/** @throws {TypeError} if `options` has one that `who` does not know, listing those known. */
export function checkOptions(who: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`"${unknown}" is no option of ${who} (known: ${known.join(", ")})`);
}

/** `method`, once it is one. @throws {RangeError} if it is none. */
export function checkMethod(method: Method): Method {
  if (METHODS.includes(method)) return method;
  throw new RangeError(`"${method}" is no method (known: ${METHODS.join(", ")})`);
}
