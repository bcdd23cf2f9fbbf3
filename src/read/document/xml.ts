/**
 * XML, a tag at a time: elements, attributes, text, in the order of the document. XML 1.0 without
 * what the dialects of CPUID have no use for: no entity but the five of the language and those by
 * number, so nothing expands; a DOCTYPE is skipped, and nothing is fetched. Every step is a sticky
 * expression or a search that moves on, so the time is linear in the text.
 */

/** What stands at `at`, an index into the text. */
export type XmlToken =
  | {
      readonly kind: "open";
      readonly name: string;
      readonly attributes: ReadonlyMap<string, string>;
      readonly at: number;
    }
  | { readonly kind: "close"; readonly name: string; readonly at: number }
  | { readonly kind: "text"; readonly text: string; readonly at: number }
  /** The last one of a text that is no XML from there on. */
  | { readonly kind: "fault"; readonly why: string; readonly at: number };

const NAME = String.raw`[^\s=/>"'<!?&]+`;
const OPEN = new RegExp(`<(${NAME})`, "y");
const CLOSE = new RegExp(String.raw`</(${NAME})\s*>`, "y");
const END_OF_TAG = /\s*(\/?)>/y;
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})`, "y");
const VALUE = /\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
/** Its internal part, where it has one, stands in brackets. */
const DOCTYPE = /<!DOCTYPE[^[\]<>]*(?:\[[^\]]*\]\s*)?>/iy;
const SPACE = /\s*/y;

/** What is skipped, and what is taken as it stands: from its first mark to its last. */
const SPANS = [
  ["<!--", "-->", "a comment"],
  ["<?", "?>", "an instruction"],
  ["<![CDATA[", "]]>", "a CDATA section"],
] as const;

/** The tokens of `text` from `start` on, several documents one after the other included. */
export function* xmlTokens(text: string, start = 0): Generator<XmlToken, void> {
  const open: string[] = [];
  let at = start;
  while (at < text.length) {
    if (text[at] !== "<") {
      const next = text.indexOf("<", at);
      const end = next < 0 ? text.length : next;
      // Outside of an element there is the prompt of a terminal, the rest of a mail.
      if (open.length > 0) yield { kind: "text", text: resolved(text.slice(at, end)), at };
      at = end;
      continue;
    }
    const span = SPANS.find(([first]) => text.startsWith(first, at));
    if (span) {
      const [first, last, what] = span;
      const end = text.indexOf(last, at + first.length);
      if (end < 0) return yield { kind: "fault", why: `${what} without its ${last}`, at };
      const inner = text.slice(at + first.length, end);
      if (first === "<![CDATA[" && open.length > 0) yield { kind: "text", text: inner, at };
      at = end + last.length;
      continue;
    }
    const doctype = match(DOCTYPE, text, at);
    if (doctype) {
      at += doctype[0].length;
      continue;
    }
    const close = match(CLOSE, text, at);
    if (close) {
      const [{ length }, name = ""] = close;
      const expected = open.pop();
      if (name !== expected) return yield { kind: "fault", why: unexpected(name, expected), at };
      yield { kind: "close", name, at };
      at += length;
      continue;
    }
    const tag = tagAt(text, at);
    if ("why" in tag) return yield { kind: "fault", ...tag };
    const { name, attributes, empty } = tag;
    yield { kind: "open", name, attributes, at };
    if (empty) yield { kind: "close", name, at };
    else open.push(name);
    at = tag.end;
  }
  const last = open.at(-1);
  if (last !== undefined) yield { kind: "fault", why: `<${last}> is not closed`, at };
}

const unexpected = (name: string, expected: string | undefined): string =>
  `</${name}> closes ${expected === undefined ? "nothing" : `<${expected}>`}`;

type Tag =
  | {
      readonly name: string;
      readonly attributes: Map<string, string>;
      readonly empty: boolean;
      readonly end: number;
    }
  | { readonly why: string; readonly at: number };

/** The tag that begins at `start`, with its attributes. */
function tagAt(text: string, start: number): Tag {
  const [{ length } = "", name] = match(OPEN, text, start) ?? [];
  if (name === undefined) return { why: "no tag begins so", at: start };
  const attributes = new Map<string, string>();
  let at = start + length;
  for (;;) {
    const end = match(END_OF_TAG, text, at);
    if (end) return { name, attributes, empty: end[1] === "/", end: at + end[0].length };
    const [attribute, key] = match(ATTRIBUTE, text, at) ?? [];
    if (attribute === undefined || key === undefined) {
      return { why: `<${name} has no end`, at: at + (match(SPACE, text, at)?.[0].length ?? 0) };
    }
    at += attribute.length;
    const value = match(VALUE, text, at);
    if (!value) return { why: `${key} of <${name}> has no value in quotes`, at };
    if (attributes.has(key)) return { why: `${key} of <${name}> is there twice`, at };
    attributes.set(key, resolved(value[1] ?? value[2] ?? ""));
    at += value[0].length;
  }
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"' };

/** `text` with its entities; one that the language does not know stays as it is written. */
const resolved = (text: string): string =>
  text.includes("&")
    ? text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{2,4}));/gi, (all, dec, hex, name) => {
        if (name !== undefined) return name === "apos" ? "'" : (ENTITIES[name] ?? all);
        const code = dec === undefined ? Number.parseInt(hex, 16) : Number(dec);
        return code <= 0x10ffff ? String.fromCodePoint(code) : all;
      })
    : text;
