/**
 * A text as every reader of rows sees it: quoting, wrapping marks and escapes of mails and markdown
 * are off, and each place in it is still known by line and column of the file.
 * Checked by test/read/text.test.ts.
 */

export interface Source {
  /** Lines joined by "\n"; a row that a mail wrapped still spans lines, so readers take `\s+`. */
  readonly text: string;
  /** "line 3, column 7" of the file for an index of `text`. */
  place(index: number): string;
}

/** Of each line of the file: where it begins in `text`, and the characters that were taken before. */
interface Lines {
  readonly starts: readonly number[];
  readonly marks: readonly number[];
}

/** The characters of a file: UTF-8, or UTF-16 where a byte order mark says so; no mark left. */
export function decode(input: string | Uint8Array): string {
  if (typeof input === "string") return input.replace(/^\ufeff/, "");
  const [first, second] = input;
  const utf16 = first === 0xff && second === 0xfe ? "utf-16le" : undefined;
  const label = first === 0xfe && second === 0xff ? "utf-16be" : (utf16 ?? "utf-8");
  return new TextDecoder(label).decode(input);
}

/** `input` without what mailers and web pages add to it. */
export function sourceOf(input: string | Uint8Array): Source {
  const given = decode(input);
  if (!CHANGED.test(given)) return asItIs(given);
  const lines = given.split(/\r\n|\n|\r/);
  const quotedPrintable = lines.some((line) => line.endsWith("=") && SOFT_BREAK.test(line));
  const starts: number[] = [];
  const marks: number[] = [];
  const parts: string[] = [];
  let length = 0;
  let joined = false;
  for (const [i, raw] of lines.entries()) {
    const soft = quotedPrintable && raw.endsWith("=") && i + 1 < lines.length;
    // A soft break is inside a line that was quoted before: what follows has no mark of its own.
    const mark = joined ? 0 : quoteOf(raw);
    const body = raw.slice(mark, soft ? -1 : undefined);
    const text = plain(quotedPrintable ? body.replace(QP_PAIRS, decodePair) : body);
    starts.push(length);
    marks.push(mark);
    // No line end after the last line: a reader can see that the file may have been cut there.
    const open = soft || i + 1 === lines.length;
    parts.push(open ? text : `${text}\n`);
    length += text.length + (open ? 0 : 1);
    joined = soft;
  }
  const text = parts.join("");
  return { text, place: (index) => placeIn({ starts, marks }, index) };
}

/** Anything that is taken away or changed below; most files have none of it. */
const CHANGED = /[\\&>|\r\u2018\u2019\u00a0\u2007\u2028\u2029\u202f\v\f]|=\n|=$/;

/** A text that stays as it is; its lines are counted when somebody asks for a place. */
function asItIs(text: string): Source {
  let lines: Lines | undefined;
  return {
    text,
    place(index) {
      lines ??= {
        starts: [0, ...Array.from(text.matchAll(/\n/g), (end) => end.index + 1)],
        marks: [],
      };
      return placeIn(lines, index);
    },
  };
}

/** A line that goes on in the next by quoted-printable: no row of `=`, as programs draw them. */
const SOFT_BREAK = /[^=\s]=$|[^=]\s=$/;

/** `> > ` or `| ` before a quoted line. */
const QUOTE_MARKS = /^(?:[ \t]*[>|])+[ \t]?/;
const quoteOf = (line: string): number => QUOTE_MARKS.exec(line)?.[0].length ?? 0;
/** Only the pairs that logs need: a literal `=` is always written as one. */
const QP_PAIRS = /=(3D|20|09|5B|5D|5F|27)/gi;
const decodePair = (_: string, digits: string) => String.fromCharCode(Number.parseInt(digits, 16));

const ENTITIES: Readonly<Record<string, string>> = {
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
  "&quot;": '"',
  "&#39;": "'",
};

/** A line without markdown escapes, HTML entities, typographic quotes and odd blanks. */
const plain = (line: string): string => (NOISE.test(line) ? cleaned(line) : line);

// U+2028 and U+2029 are line ends to a multiline `^` but blanks to `\s`: a run of them would be read
// once from each of its places. Vertical tabs and form feeds are blanks too.
const NOISE = /[\\&\u2018\u2019\u00a0\u2007\u2028\u2029\u202f\v\f]/;

const cleaned = (line: string): string =>
  line
    .replace(/\\([[\]_*<>#.'"`()|-])/g, "$1")
    .replace(/&(?:lt|gt|amp|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u00a0\u2007\u2028\u2029\u202f\v\f]/g, " ");

function placeIn({ starts, marks }: Lines, index: number): string {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return `line ${low + 1}, column ${(marks[low] ?? 0) + 1 + index - (starts[low] ?? 0)}`;
}
