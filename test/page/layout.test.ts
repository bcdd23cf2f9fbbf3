/** The layout of a link is the library's, on any processor and any mask; bits toggle by mouse and key. */
import { expect } from "vitest";
import { CATALOGUE, compactedSize, hex, isLegal, layout, standardSize } from "../../src/index.ts";
import { seeded } from "../random.ts";
import { explorer, test, text } from "./browser.ts";

test("200 random links: sizes, places and legality are the library's", async () => {
  const random = seeded(20_261_201);
  const page = await explorer();
  for (let i = 0; i < 200; i++) {
    const cpu = CATALOGUE[Math.floor(random() * CATALOGUE.length)] as (typeof CATALOGUE)[number];
    const mask = cpu.components.reduce(
      (sum, { bit }) => (random() < 0.5 ? sum | (1n << BigInt(bit)) : sum),
      random() < 0.8 ? 3n : 1n,
    );
    const shown = await page.evaluate(
      (hash) =>
        new Promise((resolve) => {
          location.hash = hash;
          const read = () => ({
            sizes: [...document.querySelectorAll(".answer b")].map((b) => b.textContent),
            legal: document.querySelector(".answer span")?.textContent,
            rows: [...document.querySelectorAll(".components tbody tr")].map((row) =>
              [...row.querySelectorAll("td")].map((cell) => cell.firstChild?.textContent ?? ""),
            ),
          });
          addEventListener("hashchange", () => setTimeout(() => resolve(read())), { once: true });
        }),
      `v=1&cpu=${cpu.id}&mask=${hex(mask)}&byte=${i}`,
    );
    const places = (["standard", "compacted"] as const).map((format) => {
      const { components } = layout(cpu, mask, format);
      return new Map(components.map((c) => [c.bit, `${c.offset}..${c.offset + c.size}`]));
    });
    expect(shown).toEqual({
      sizes: [`${standardSize(cpu, mask)}`, `${compactedSize(cpu, mask)}`],
      legal: isLegal(cpu, mask) ? "legal" : "illegal",
      rows: cpu.components
        .filter(({ bit }) => mask & (1n << BigInt(bit)))
        .map((c) => [
          `${c.bit}`,
          c.name,
          `${c.size}`,
          ...places.map((map) => map.get(c.bit) ?? "–"),
          [c.supervisor && "supervisor", c.align64 && "align64", c.xfd && "XFD"]
            .filter(Boolean)
            .join(" "),
        ]),
    });
  }
});

test("a click toggles a bit, and says what moved since", async () => {
  const page = await explorer("#v=1&cpu=zen-4&mask=0x2e7");
  const before = await text(page, ".answer");
  await page.click(".bit[data-bit='5']");
  expect(await text(page, ".answer")).not.toBe(before);
  expect(await text(page, ".answer span")).toBe("illegal");
  expect(await text(page, ".answer .names")).toContain("go together");
  // Compacted: what lies behind opmask (64 bytes) moves down by them.
  expect(await text(page, "tr[data-bit='6'] td.moved small")).toBe("was 896");
  expect(await text(page, "tr[data-bit='6'] td.moved")).toContain("832..1344");
  await page.keyboard.press("Control+z");
  expect(await text(page, ".answer")).toBe(before);
});

test("by keyboard alone: from bit to bit, a toggle, a component that stays marked", async () => {
  const page = await explorer("#v=1&cpu=zen-4&mask=0x2e7");
  await page.focus(".bit[data-bit='2']");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.bit)).toBe("5");
  expect(await page.locator("rect").count()).toBeGreaterThan(10);
  expect(await page.locator(".piece.marked").count()).toBe(2);
  await page.keyboard.press("Space");
  expect(await page.getAttribute(".bit[data-bit='5']", "aria-pressed")).toBe("false");
  expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.bit)).toBe("5");
  await page.focus("tr[data-bit='6'] button");
  await page.keyboard.press("Enter");
  await page.focus("#mask");
  expect(await page.locator(".piece.marked").count()).toBe(2);
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => location.hash)).toContain("&at=6");
});

test("the pointer on a bar marks its row and its bit, and a click makes it stay", async () => {
  const page = await explorer("#v=1&cpu=sapphire-rapids&mask=0x602e7");
  await page.hover(".piece[data-bit='7'] rect");
  expect(await page.getAttribute("tr[data-bit='7']", "class")).toBe("marked");
  expect(await page.getAttribute(".bit[data-bit='7']", "class")).toContain("marked");
  await page.click(".piece[data-bit='18'] >> nth=0");
  await page.mouse.move(5, 5);
  expect(await page.getAttribute("tr[data-bit='18']", "class")).toBe("marked");
});

test("a mask is typed in any form of the grammar; a wrong one is explained and changes nothing", async () => {
  const page = await explorer("#v=1&cpu=sapphire-rapids&mask=0x7");
  const type = async (mask: string) => {
    await page.fill("#mask", mask);
    await page.keyboard.press("Enter");
  };
  await type("x87+sse+avx+avx512+pkru+amx");
  expect(await text(page, ".answer b")).toBe("11008");
  await type("0-2,9");
  expect(await page.inputValue("#mask")).toBe("0x207");
  await type("0x7+nonsense");
  expect(await text(page, "#mask-help")).toContain('"nonsense" names no state component');
  expect(await text(page, ".answer b")).toBe("2696");
});

test("XTILEDATA does not flatten the rest, and can be drawn at its length", async () => {
  const page = await explorer("#v=1&cpu=sapphire-rapids&mask=0x602e7");
  const share = () =>
    page.evaluate(() => {
      const wide = (bit: number) =>
        document.querySelector(`.piece[data-bit='${bit}'] rect`)?.getBoundingClientRect().width ??
        0;
      return wide(18) / wide(7);
    });
  expect(await share()).toBeLessThan(1);
  expect(await page.locator(".break").count()).toBe(2);
  await page.click(".check input");
  expect(await share()).toBeCloseTo(8, 1);
  expect(await page.locator(".break").count()).toBe(0);
});

test("no byte is drawn twice: pieces and holes of a bar do not overlap", async () => {
  const page = await explorer("#v=1&cpu=granite-rapids-apx&mask=0xe02e7&scale=true");
  const overlaps = await page.evaluate(() =>
    [...document.querySelectorAll(".bar")].flatMap((bar) => {
      const boxes = [...bar.querySelectorAll("rect")]
        .map((rect) => [Number(rect.getAttribute("x")), Number(rect.getAttribute("width"))])
        .sort(([a = 0], [b = 0]) => a - b);
      return boxes.slice(1).filter(([x = 0], i) => {
        const [left = 0, wide = 0] = boxes[i] ?? [];
        return wide > 1.5 && left + wide > x + 0.01;
      });
    }),
  );
  expect(overlaps).toEqual([]);
});

test("what lies at a byte is said for both formats", async () => {
  const page = await explorer("#v=1&cpu=sapphire-rapids&mask=0x602e7&byte=1408");
  expect(await text(page, ".row.spread [role=status]")).toBe(
    "standard: ZMM_Hi256 + 256; compacted: Hi16_ZMM + 0",
  );
});
