/** Pictures: that of the README is what its script draws; a state looks the same however it was reached. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import pixelmatch from "pixelmatch";
import type { Page } from "playwright-core";
import { PNG } from "pngjs";
import { expect } from "vitest";
import { explorer, test } from "./browser.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Pixels that differ, of all; all of them where the sizes differ. */
function apart(a: Buffer, b: Buffer): number {
  const [one, other] = [PNG.sync.read(a), PNG.sync.read(b)];
  const { width, height } = one;
  if (other.width !== width || other.height !== height) return 1;
  return pixelmatch(one.data, other.data, undefined, width, height) / (width * height);
}

test("the README opens with the picture that its script draws", () => {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  expect(readme.slice(0, 600)).toContain("(docs/explorer.png)");
  const folder = mkdtempSync(join(tmpdir(), "xsweep-picture-"));
  try {
    const file = join(folder, "explorer.png");
    execFileSync(process.execPath, ["scripts/picture.mjs", file], { cwd: ROOT });
    const kept = readFileSync(join(ROOT, "docs/explorer.png"));
    expect(kept.length).toBeLessThan(200_000);
    // Letters differ a little from one machine to the next; bars, colours and places do not.
    expect(apart(readFileSync(file), kept)).toBeLessThan(0.04);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

/** Links, and how one comes there from another by hand. */
const STATES: readonly (readonly [
  link: string,
  from: string,
  by: (page: Page) => Promise<void>,
])[] = [
  [
    "#v=1&cpu=zen-4&mask=0x2e7&at=9",
    "#v=1&cpu=zen-4&mask=0x2e7",
    (page) => page.click("tr[data-bit='9'] button"),
  ],
  [
    "#v=1&cpu=sapphire-rapids&mask=0x602e7&scale=true",
    "#v=1&cpu=sapphire-rapids&mask=0x602e7",
    (page) => page.click(".check input"),
  ],
  [
    "#v=1&view=compare&cpu=ice-lake-client&mask=0x2e7&with=zen-4",
    "#v=1&view=compare&cpu=ice-lake-client&mask=0x2e7",
    async (page) => {
      await page.selectOption("#beside-more", "zen-4");
    },
  ],
  [
    "#v=1&view=rules&cpu=zen-4&mask=0x2e7&rules=qemu-compacted,sdm-compacted",
    "#v=1&view=rules&cpu=zen-4&mask=0x2e7",
    async (page) => {
      await page.selectOption("#rule-0", "qemu-compacted");
    },
  ],
  [
    "#v=1&view=kernel&cpu=sapphire-rapids&mask=0x602e7&kernel=linux-6.16",
    "#v=1&view=kernel&cpu=sapphire-rapids&mask=0x602e7",
    async (page) => {
      await page.selectOption("#kernel", "linux-6.16");
    },
  ],
  [
    "#v=1&view=own&cpu=zen-4&mask=0x2e7",
    "#v=1&view=layout&cpu=zen-4&mask=0x2e7",
    (page) => page.getByRole("button", { name: "Your processor" }).click(),
  ],
];

/** The page at rest: nothing pointed at or focused, every count and job over, nothing to undo. */
async function shot(page: Page): Promise<Buffer> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await page.mouse.move(0, 0);
  await page.waitForTimeout(600);
  return page.screenshot({ mask: [page.locator(".tools")], fullPage: true });
}

test.each(STATES.flatMap((state) => [1280, 390].map((width) => [...state, width] as const)))(
  "%s looks the same as a link as by hand, from %s",
  async (link, from, by, width) => {
    const linked = await explorer(link, { width });
    const before = await explorer(from, { width });
    const start = await shot(before);
    await by(before);
    const reached = await shot(before);
    expect(apart(await shot(linked), reached)).toBe(0);
    expect(apart(start, reached)).toBeGreaterThan(0);
  },
);
