/**
 * Text from strangers, so that a terminal shows it and does not obey it: control characters (C0, C1),
 * line and paragraph separators and marks of direction are written as `\u001b`. Within JSON that is
 * the same string, so a document may be passed through too.
 */

/** All but the end of a line, which our own text is made of. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const HIDDEN = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** `text` with its lines, every other control character escaped. */
export const visible = (text: string): string => text.replace(HIDDEN, escaped);

/** `text` as one line: a name with a line end cannot add a line of its own. */
export const visibleLine = (text: string): string => visible(text).replaceAll("\n", "\\n");
