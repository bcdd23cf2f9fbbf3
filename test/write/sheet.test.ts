/** Tables for other programs: what is read back is what was there. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Sheet, sheetText } from "../../src/write/sheet.ts";

/** RFC 4180, read the plain way: one character after the other. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') {
        field += c;
        i++;
      } else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === ",") {
      row.push(field);
      field = "";
    } else if (c === "\n") {
      rows.push([...row, field]);
      row = [];
      field = "";
    } else field += c;
  }
  return rows;
}

const word = fc.string({ unit: fc.constantFrom(...'ab,"|\\\r\n -0') });
const sheet = fc
  .array(fc.tuple(word, word), { maxLength: 5 })
  .map((rows): Sheet => ({ align: ["left", "right"], heads: ["A", "B, C"], rows }));

test("always: CSV gives every cell back", () => {
  fc.assert(
    fc.property(sheet, (one) => {
      expect(readCsv(sheetText(one, "csv"))).toEqual([one.heads, ...one.rows]);
    }),
  );
});

test("always: a Markdown table has a line per row, and bars only between its cells", () => {
  fc.assert(
    fc.property(sheet, (one) => {
      const lines = sheetText(one, "markdown").trimEnd().split("\n");
      expect(lines[1]).toBe("| --- | --: |");
      expect(lines.length).toBe(one.rows.length + 2);
      for (const line of lines) {
        const bars = line.replaceAll(/\\./g, "").match(/\|/g) ?? [];
        expect([line, bars.length]).toEqual([line, 3]);
      }
    }),
  );
});
