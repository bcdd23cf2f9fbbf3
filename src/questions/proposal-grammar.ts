/**
 * What --add, --remove and --resize say: `20:1024:align64`, `12:16:supervisor:CET_S`, `20`, `18:16384`.
 * Numbers are decimal or 0x; words are in any case and any order, a name is the last.
 */
import { knownWords, shown } from "../xsave/options.ts";
import type { Addition, Resizing } from "./proposal.ts";

/** The words that say what a component is like. */
export const ADDITION_WORDS = ["align64", "xfd", "supervisor"] as const;
type Word = (typeof ADDITION_WORDS)[number];

const FORM = "BIT:SIZE[:OFFSET][:align64][:xfd][:supervisor][:NAME]";
const NUMBER = /^(?:0x[0-9a-f]+|\d+)$/i;

/** A number of a part, which `what` names. @throws {RangeError} if it is none. */
function numberOf(part: string | undefined, what: string, form: string): number {
  if (part === undefined || part === "") throw new RangeError(`no ${what} (write ${form})`);
  if (NUMBER.test(part)) return Number(part);
  throw new RangeError(`${what} is a number, decimal or 0x, not "${part}" (write ${form})`);
}

function sizeOf(part: string | undefined, form: string): number {
  const size = numberOf(part, "SIZE", form);
  if (size === 0) throw new RangeError("SIZE is 0 bytes: a component has one at least");
  return size;
}

/**
 * The component that `text` describes. Whether a processor has room for it, `proposed` says.
 *
 * @throws {RangeError} naming the part that is missing, no number, twice there, or behind the name.
 */
export function parseAddition(text: string): Addition {
  if (typeof text !== "string") {
    throw new TypeError(`a component to add is read from a text, not ${shown(text)}`);
  }
  const [first, second, ...rest] = text.trim().split(":");
  const bit = numberOf(first, "BIT", FORM);
  const size = sizeOf(second, FORM);
  const hasOffset = rest[0] !== undefined && /^\d/.test(rest[0]);
  const offset = hasOffset ? numberOf(rest.shift(), "OFFSET", FORM) : null;
  const said = new Set<Word>();
  let name: string | null = null;
  for (const part of rest) {
    const word = ADDITION_WORDS.find((known) => known === part.toLowerCase());
    if (part === "") throw new RangeError(`an empty part between colons (write ${FORM})`);
    if (name !== null)
      throw new RangeError(`"${part}" behind the name "${name}": a name is the last part`);
    if (word !== undefined && said.has(word)) throw new RangeError(`"${part}" twice`);
    if (word !== undefined) said.add(word);
    else if (/^[\d-]/.test(part)) {
      throw new RangeError(`"${part}": an offset comes right behind SIZE (write ${FORM})`);
    } else name = nameOf(part);
  }
  const [align64, xfd, supervisor] = ADDITION_WORDS.map((word) => said.has(word)) as [
    boolean,
    boolean,
    boolean,
  ];
  return { bit, size, offset, align64, xfd, supervisor, name };
}

/** A name; one that is nearly a word of the grammar is hardly meant. @throws {RangeError} */
function nameOf(part: string): string {
  const known = knownWords(part, ADDITION_WORDS);
  if (/did you mean/.test(known)) throw new RangeError(`"${part}" is no word (${known})`);
  return part;
}

/** `BIT:SIZE`. @throws {RangeError} naming the part that is missing or no number. */
export function parseResizing(text: string): Resizing {
  const [first, second, ...rest] = text.trim().split(":");
  const form = "BIT:SIZE";
  if (rest.length > 0) throw new RangeError(`"${rest.join(":")}" is too much (write ${form})`);
  return { bit: numberOf(first, "BIT", form), size: sizeOf(second, form) };
}

/** A bit. @throws {RangeError} if it is no number. */
export const parseBit = (text: string): number => numberOf(text.trim(), "BIT", "BIT, a number");
