/** Where a text stops being JSON: engines word that differently, and some give no place. RFC 8259. */

type Expect = "value" | "value or ]" | "name or }" | "name" | ":" | ", or }" | ", or ]" | "end";

/** The index of the first character that no JSON text continues with, and what was expected there. */
export function firstFault(text: string): { readonly index: number; readonly expected: string } {
  const open: ("{" | "[")[] = [];
  const after = (): Expect =>
    open.length === 0 ? "end" : open.at(-1) === "{" ? ", or }" : ", or ]";
  let expect: Expect = "value";
  let index = 0;
  for (;;) {
    while (/[ \t\n\r]/.test(text[index] ?? "")) index++;
    const c = text[index];
    const fault = { index, expected: expect };
    if (c === undefined || expect === "end") return fault;
    const wantsValue: boolean = expect === "value" || expect === "value or ]";
    if (wantsValue && (c === "{" || c === "[")) {
      open.push(c);
      expect = c === "{" ? "name or }" : "value or ]";
      index++;
    } else if ((c === "}" && /}$/.test(expect)) || (c === "]" && /]$/.test(expect))) {
      open.pop();
      expect = after();
      index++;
    } else if (c === "," && expect.startsWith(",")) {
      expect = open.at(-1) === "{" ? "name" : "value";
      index++;
    } else if (c === ":" && expect === ":") {
      expect = "value";
      index++;
    } else if (c === '"' && (wantsValue || expect.startsWith("name"))) {
      const end = stringEnd(text, index);
      if (end.fault) return { index: end.index, expected: "the rest of a string" };
      index = end.index;
      expect = wantsValue ? after() : ":";
    } else {
      SCALAR.lastIndex = index;
      const scalar = wantsValue ? SCALAR.exec(text) : null;
      if (!scalar?.[0]) return fault;
      index += scalar[0].length;
      expect = after();
    }
  }
}

const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** The index after the string that begins at `start`, or of the character that cannot be in one. */
function stringEnd(text: string, start: number): { index: number; fault: boolean } {
  let index = start + 1;
  while (index < text.length) {
    const c = text[index] ?? "";
    if (c === '"') return { index: index + 1, fault: false };
    if (c < " ") return { index, fault: true };
    if (c === "\\") {
      ESCAPE.lastIndex = index;
      const escaped = ESCAPE.exec(text);
      if (!escaped) return { index, fault: true };
      index += escaped[0].length;
    } else index++;
  }
  return { index, fault: true };
}

/** "line 3, column 7" of `text` at `index`. */
export function placeOf(text: string, index: number): string {
  const before = text.slice(0, index).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

/**
 * The value of a JSON text.
 *
 * @throws {RangeError} with line, column and what was expected there.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const { index, expected } = firstFault(text);
    const found = index < text.length ? JSON.stringify(text[index]) : "the end";
    throw new RangeError(`no JSON: ${placeOf(text, index)}: expected ${expected}, found ${found}`);
  }
}
