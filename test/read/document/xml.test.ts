import fc from "fast-check";
import { expect, test } from "vitest";
import { type XmlToken, xmlTokens } from "../../../src/read/document/xml.ts";

/** A token in a word: `<a k=v>`, `</a>`, the text, `! why`. */
const wordOf = (token: XmlToken): string => {
  if (token.kind === "text") return token.text;
  if (token.kind === "close") return `</${token.name}>`;
  if (token.kind === "fault") return `! ${token.why}`;
  return `<${[token.name, ...[...token.attributes].map((pair) => pair.join("="))].join(" ")}>`;
};
const wordsOf = (text: string): string[] => [...xmlTokens(text)].map(wordOf);

test.each<readonly [string, string, readonly string[]]>([
  ["elements", "<a><b/>x</a>", ["<a>", "<b>", "</b>", "x", "</a>"]],
  ["either quote", `<a k = 'x"' l="y'"/>`, [`<a k=x" l=y'>`, "</a>"]],
  ["entities", "<a k='&lt;&#65;&#x42;&nbsp;'>&amp;lt;</a>", ["<a k=<AB&nbsp;>", "&lt;", "</a>"]],
  ["a comment", "<a><!-- <b> --></a>", ["<a>", "</a>"]],
  ["CDATA", "<a><![CDATA[<b>&lt;]]></a>", ["<a>", "<b>&lt;", "</a>"]],
  ["an instruction", "<?xml version='1.0'?><a/>", ["<a>", "</a>"]],
  ["a DOCTYPE", `<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>`, ["<a>", "&b;", "</a>"]],
  ["documents in a row, words between", "<a/>\nvirsh # \n<b/>", ["<a>", "</a>", "<b>", "</b>"]],
  ["another end", "<a><b></a>", ["<a>", "<b>", "! </a> closes <b>"]],
  ["an end of nothing", "</a>", ["! </a> closes nothing"]],
  ["no end", "<a><b/>", ["<a>", "<b>", "</b>", "! <a> is not closed"]],
  ["no quotes", "<a k=1>", ["! k of <a> has no value in quotes"]],
  ["twice the same", "<a k='1' k='2'>", ["! k of <a> is there twice"]],
  ["a tag that breaks off", "<a k='1' ", ["! <a has no end"]],
  ["a comment that breaks off", "<a><!-- x", ["<a>", "! a comment without its -->"]],
  ["no tag", "<a>1 < 2</a>", ["<a>", "1 ", "! no tag begins so"]],
  [
    "names that objects have",
    "<a __proto__='1' constructor='2'/>",
    ["<a __proto__=1 constructor=2>", "</a>"],
  ],
])("%s", (_, text, words) => {
  expect(wordsOf(text)).toEqual(words);
});

test("a place is where the token begins, that of a fault where it shows", () => {
  expect([...xmlTokens("<a>\n<b k=1>")].map(({ at }) => at)).toEqual([0, 3, 8]);
});

const name = fc.stringMatching(/^[a-z]{1,3}$/);
const value = fc.string({ unit: "grapheme", maxLength: 6 });
const escaped = (text: string) => text.replaceAll(/[<>&'"]/g, (c) => `&#${c.codePointAt(0)};`);
type Element = { readonly xml: string; readonly words: readonly string[] };
const around = (inner: fc.Arbitrary<readonly Element[]>): fc.Arbitrary<Element> =>
  fc.tuple(name, fc.dictionary(name, value, { maxKeys: 3 }), inner).map(([tag, given, within]) => {
    const pairs = Object.entries(given);
    const written = pairs.map(([key, text]) => ` ${key}="${escaped(text)}"`).join("");
    return {
      xml: `<${tag}${written}>${within.map(({ xml }) => xml).join("")}</${tag}>`,
      words: [
        `<${[tag, ...pairs.map((pair) => pair.join("="))].join(" ")}>`,
        ...within.flatMap(({ words }) => words),
        `</${tag}>`,
      ],
    };
  });
const none: fc.Arbitrary<readonly Element[]> = fc.constant([]);
const some = (of: fc.Arbitrary<Element>) => fc.array(of, { maxLength: 3 });
const element = around(some(around(some(around(none)))));

test("what is written is read back", () => {
  fc.assert(
    fc.property(element, ({ xml, words }) => {
      expect(wordsOf(xml)).toEqual(words);
    }),
  );
});

test("XML cut off anywhere gives its first tokens, then a fault", () => {
  fc.assert(
    fc.property(element, fc.nat(), ({ xml, words }, n) => {
      const cut = wordsOf(xml.slice(0, 1 + (n % (xml.length - 1))));
      expect(cut.at(-1)).toMatch(/^! /);
      expect(cut.slice(0, -1)).toEqual(words.slice(0, cut.length - 1));
    }),
  );
});

test.each(["<", "<a>", "<a ", "<!--", "<a k=' ", "&#", "<![CDATA[", "<!DOCTYPE [", "</", " k=''"])(
  "a run of %s ends, in time that grows with it",
  (unit) => {
    const text = `<a>${unit.repeat(1_000_000 / unit.length)}`;
    const start = process.cpuUsage().user;
    for (const token of xmlTokens(text)) if (token.at < 0) throw new Error("before the text");
    // Quadratic time is minutes for a million characters.
    expect((process.cpuUsage().user - start) / 1e6).toBeLessThan(5);
  },
);
