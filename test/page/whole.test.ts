/** What holds of the page as a whole: its size, its policy, its links, its looks for everybody. */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import axe from "axe-core";
import { PNG } from "pngjs";
import { expect } from "vitest";
import { VIEWS } from "../../src/explorer/state.ts";
import { BIN } from "../cli/run.ts";
import { explorer, FILE, fixture, fixtureText, paste, test, text, wentWrong } from "./browser.ts";

/** What each panel shows once it has something to show. */
const LINKS: Readonly<Record<(typeof VIEWS)[number], string>> = {
  layout: "#v=1&view=layout&cpu=sapphire-rapids&mask=0x602e7&at=18&byte=1408",
  judge: "#v=1&view=judge",
  find: "#v=1&view=find&bytes=10704",
  compare: "#v=1&view=compare&cpu=sapphire-rapids&mask=0x602e7&with=granite-rapids-apx,zen-4",
  rules: "#v=1&view=rules&cpu=sapphire-rapids&mask=0x602e7",
  kernel: "#v=1&view=kernel&cpu=sapphire-rapids&mask=0x602e7&vcpus=64",
  masks: "#v=1&view=masks&cpu=sapphire-rapids&mask=0x602e7",
  model:
    "#v=1&view=model&cpu=sapphire-rapids&kernel=mail-v6-preserve&host=0x610e7&promise=B1&step=3",
  own: "#v=1&view=own&cpu=sapphire-rapids",
  report: "#v=1&view=report",
  bench: "#bench",
};

test("the whole page is under 150 KB, packed", () => {
  expect(gzipSync(readFileSync(FILE)).length).toBeLessThan(150_000);
});

test.each(
  VIEWS.flatMap((view) => (["light", "dark"] as const).map((theme) => [view, theme] as const)),
)("axe finds nothing in %s, %s", async (view, theme) => {
  for (const width of [1280, 390]) {
    const page = await explorer(LINKS[view], { theme, width });
    if (view === "judge") await paste(page, fixtureText("zen-4-guest.dmesg.txt"));
    if (view === "judge" || view === "find") await page.waitForSelector(".verdict");
    if (view === "rules") await page.waitForSelector(".matrix");
    if (view === "bench") await page.waitForSelector("text=/^measured$/", { timeout: 60_000 });
    if (view === "model") await page.waitForSelector(".short");
    if (view === "masks") await page.waitForSelector("canvas");
    await page.evaluate(axe.source);
    const violations = await page.evaluate(async () => {
      // biome-ignore lint/suspicious/noExplicitAny: axe is a global of the page
      const { violations } = await (window as any).axe.run();
      return violations.map((v: { id: string; nodes: { html: string }[] }) => [
        v.id,
        v.nodes.map(({ html }) => html.slice(0, 120)),
      ]);
    });
    expect(violations).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  }
});

test("the policy bites: no script of another, no request", async () => {
  const page = await explorer();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.body.append(script);
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.body.append(style);
    const image = document.createElement("img");
    image.src = "https://example.com/x.png";
    document.body.append(image);
  });
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  const said = wentWrong().join("\n");
  for (const refused of [
    "script-src-elem inline",
    "style-src-elem inline",
    "img-src https://example.com/x.png",
  ]) {
    expect(said).toContain(`policy: ${refused}`);
  }
  const policy = await page.getAttribute("meta[http-equiv]", "content");
  expect(policy).not.toContain("unsafe-inline");
  expect(policy).toContain("connect-src 'none'");
});

test("back and forward go through the states, undo through the changes", async () => {
  const page = await explorer("#v=1&cpu=zen-4&mask=0x7");
  const size = () => text(page, ".answer b");
  expect(await size()).toBe("832");
  await page.click(".bit[data-bit='9']");
  await page.waitForTimeout(250);
  expect(await size()).toBe("2440");
  await page.selectOption("select", "skylake-sp");
  await page.waitForTimeout(250);
  expect(await size()).toBe("2696");
  await page.goBack();
  await expect.poll(size).toBe("2440");
  await page.goBack();
  await expect.poll(size).toBe("832");
  await page.goForward();
  await expect.poll(size).toBe("2440");
});

test("a link that cannot be read opens what can, and says the rest", async () => {
  const page = await explorer("#v=1&cpu=zen-4&mask=0x2e7&at=40&view=%3Cimg%3E&scale=%zz&bytes=-1");
  expect(await text(page, ".answer b")).toBe("2440");
  const notes = await page.locator(".notes li").allTextContents();
  expect(notes).toHaveLength(4);
  const newer = await explorer("#v=9&cpu=zen-4");
  expect(await text(newer, ".notes li")).toContain("version 9");
});

test("copy as: each form shows what the library writes", async () => {
  const page = await explorer("#v=1&cpu=zen-4&mask=0x2e7");
  const forms = {
    "Command line": "xsweep layout 0x2e7 --cpu zen-4",
    Markdown: "| 9 | PKRU | 8 | 2432 | 2432 |",
    C: "#define XSWEEP_STANDARD_SIZE UINT32_C(2440)",
    Rust: "pub const STANDARD_SIZE: u32 = 2440;",
    Go: '{"zen-4", "sdm-standard"',
    Python: '("zen-4", "sdm-standard"',
    JSON: '"schema": "xsweep/layout@1"',
    SVG: 'xmlns="http://www.w3.org/2000/svg"',
    Link: "#v=1&view=layout&cpu=zen-4&mask=0x2e7",
  };
  for (const [name, says] of Object.entries(forms)) {
    await page.getByRole("button", { name, exact: true }).click();
    await expect.poll(() => text(page, ".copied")).toContain(says);
  }
});

test("copy as: the PNG is the drawing, twice as fine; where none is shown, that is said", async () => {
  const page = await explorer("#v=1&cpu=zen-4&mask=0x2e7");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "PNG", exact: true }).click(),
  ]);
  const { width, height, data } = PNG.sync.read(readFileSync(await download.path()));
  const shown = await page.locator("#panel svg.stack").first().boundingBox();
  expect([width, height]).toEqual(
    [shown?.width, shown?.height].map((n) => Math.floor(2 * (n ?? 0))),
  );
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += 4) colours.add(data.subarray(i, i + 3).join());
  // The ground of the page and the bars, as the style sheet has them.
  expect(colours).toContain("251,251,249");
  const fills = await page.evaluate(() =>
    [...document.querySelectorAll("#panel svg.stack rect")].map(
      (bar) => getComputedStyle(bar).fill,
    ),
  );
  const bars = fills.flatMap(
    (fill) => /^rgb\((\d+), (\d+), (\d+)\)$/.exec(fill)?.slice(1).join() ?? [],
  );
  expect(bars.length).toBeGreaterThan(3);
  for (const bar of bars) expect(colours).toContain(bar);

  const rules = await explorer("#v=1&view=rules&cpu=zen-4&mask=0x2e7");
  for (const name of ["PNG", "SVG"]) {
    await rules.getByRole("button", { name, exact: true }).click();
    await expect
      .poll(() => text(rules, ".copies [role=status]"))
      .toBe(`${name}: no drawing is shown here`);
  }
});

test("served on loopback or opened as a file, the theme is the reader's", async () => {
  const page = await explorer("", { theme: "dark" });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(await ground()).toBe("rgb(20, 22, 26)");
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("button", { name: /^Theme/ }).click();
  expect(await ground()).toBe("rgb(251, 251, 249)");
});

test("a report shows what it carries, offline and without a finding of axe", async () => {
  const folder = mkdtempSync(join(tmpdir(), "xsweep-report-"));
  try {
    const file = join(folder, "report.html");
    const files = ["zen-4-guest.cpuid.txt", "zen-4-guest.dmesg.txt"].map(fixture);
    execFileSync(process.execPath, [
      BIN,
      "report",
      "-q",
      "--cpu",
      "sapphire-rapids",
      ...files,
      "-o",
      file,
    ]);
    const page = await explorer("", { file });
    expect(await page.locator(".verdict.good").count()).toBe(2);
    expect(await page.locator(".swept tbody tr").count()).toBeGreaterThan(1);
    const [first] = await page.locator("details").all();
    await first?.locator("summary").click();
    expect(await first?.locator("ol li").count()).toBeGreaterThan(1);
    await page.evaluate(axe.source);
    // biome-ignore lint/suspicious/noExplicitAny: axe is a global of the page
    const found = await page.evaluate(async () => (await (window as any).axe.run()).violations);
    expect(found).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("by keyboard alone: every panel, and what it asks for", async () => {
  const page = await explorer("#v=1&cpu=sapphire-rapids&mask=0x602e7");
  const focused = () =>
    page.evaluate(() => {
      const on = document.activeElement;
      return `${on?.tagName} ${on?.id || on?.getAttribute("name") || on?.textContent?.trim() || ""}`;
    });
  /** Tab until that has the focus; a page that keeps it away never gets there. */
  const tabTo = async (what: string) => {
    for (let i = 0; i < 150; i++) {
      if ((await focused()).includes(what)) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`Tab does not lead to ${what}`);
  };
  await tabTo("SELECT cpu");
  await page.keyboard.press("ArrowDown");
  await tabTo("INPUT mask");
  await page.keyboard.press("Control+a");
  await page.keyboard.type("0x7");
  await page.keyboard.press("Enter");
  expect(await text(page, ".answer b")).toBe("832");
  for (const [tab, then] of [
    ["Judge a dump", "TEXTAREA dump"],
    ["Find a size", "INPUT bytes"],
    ["Compare", "SELECT beside-more"],
    ["Rules", "SELECT rule-0"],
    ["Kernel", "SELECT kernel"],
    ["Every mask", "SELECT colour"],
    ["Promises", "INPUT model-host"],
    ["Your processor", "INPUT addition"],
  ] as const) {
    await tabTo(`BUTTON ${tab}`);
    await page.keyboard.press("Enter");
    await tabTo(then);
    // Back to the head, so that the next tab lies ahead.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  }
  await tabTo("BUTTON Layout");
  await page.keyboard.press("Enter");
  await tabTo("BUTTON AVX");
  await page.keyboard.press("Space");
  expect(await page.locator(".piece.marked").count()).toBe(2);
  await tabTo("BUTTON Markdown");
  await page.keyboard.press("Enter");
  await expect.poll(() => text(page, ".copied")).toContain("| 2 | AVX | 256 | 576 | 576 |");
});
