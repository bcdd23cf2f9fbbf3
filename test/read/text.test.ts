/** What mailers and web pages add is off, and every place is still that of the file. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { decode, sourceOf } from "../../src/read/text.ts";

test.each([
  ["quotes", "> > a b\n>c\n| d", "a b\nc\nd"],
  ["line ends of all kinds", "a\r\nb\rc\n", "a\nb\nc\n"],
  ["soft breaks", "a long=\n line =3D 1=\n", "a long line = 1"],
  ["an equals sign that is none of quoted-printable's", "eax=3D0\nb\n", "eax=3D0\nb\n"],
  ["markdown", "xstate\\_offset\\[2\\]: \\*", "xstate_offset[2]: *"],
  ["HTML", "&lt;6&gt; &#39;x&#39; &amp;c", "<6> 'x' &c"],
  ["typography", "\u2018compacted\u2019\u00a0x", "'compacted' x"],
])("%s", (_, text, plain) => {
  expect(sourceOf(text).text).toBe(plain);
});

test("byte order marks tell the encoding and are no text", () => {
  expect(decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]))).toBe("a");
  expect(decode(new Uint8Array([0xff, 0xfe, 0x61, 0]))).toBe("a");
  expect(decode(new Uint8Array([0xfe, 0xff, 0, 0x61]))).toBe("a");
  expect(decode("\ufeffa")).toBe("a");
});

test("a place is line and column of the file, behind quotes and soft breaks too", () => {
  const { text, place } = sourceOf("> first\n>> second li=\nne\nx third\n");
  expect(text).toBe("first\nsecond line\nx third\n");
  for (const [word, where] of [
    ["first", "line 1, column 3"],
    ["second", "line 2, column 4"],
    ["ne\n", "line 3, column 1"],
    ["third", "line 4, column 3"],
  ] as const) {
    expect([word, place(text.indexOf(word))]).toEqual([word, where]);
  }
});

test("a text with nothing to take away stays as it is, every place the same", () => {
  const lines = fc.array(fc.stringMatching(/^[a-z0-9= ]{0,6}[a-z0-9]$|^$/), { maxLength: 8 });
  fc.assert(
    fc.property(lines, (some) => {
      const text = some.join("\n");
      // A quoted line behind it has every line looked at.
      const [left, looked] = [sourceOf(text), sourceOf(`${text}\n> x`)];
      expect([left.text, looked.text]).toEqual([text, `${text}\nx`]);
      for (let at = 0; at <= text.length; at++) expect(left.place(at)).toBe(looked.place(at));
    }),
  );
});
