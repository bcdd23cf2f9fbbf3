/** From a number of bytes to masks, processors and rules, as the command answers it. */
import { expect } from "vitest";
import { CATALOGUE, findAll, occurringSizes, RULES } from "../../src/index.ts";
import { explorer, test, text } from "./browser.ts";

test("10704 bytes: every match of the library, and the nearest misses", async () => {
  const page = await explorer("#v=1&view=find&bytes=10704");
  await page.waitForSelector(".verdict");
  const { matches } = findAll(CATALOGUE, RULES, { kind: "size", bytes: 10704 });
  const cpus = new Set(matches.map(({ cpu }) => cpu)).size;
  const rules = new Set(matches.map(({ rule }) => rule)).size;
  expect(await text(page, ".verdict")).toBe(`10704 bytes: ${cpus} processors, ${rules} rules`);
  const all = page.getByText(/^Show all/);
  if ((await all.count()) > 0) await all.click();
  expect(await page.locator("tbody tr").count()).toBe(matches.length);
  const sizes = CATALOGUE.flatMap((cpu) =>
    RULES.filter(({ steps }) => steps !== undefined).flatMap((rule) => {
      try {
        return occurringSizes(cpu, rule).map(({ size }) => size);
      } catch {
        return [];
      }
    }),
  );
  const below = Math.max(...sizes.filter((size) => size < 10704));
  expect(await text(page, ".near b")).toBe(`${below}`);
});

test("a click on a mask opens it; back leads to the answers", async () => {
  const page = await explorer("#v=1&view=find&bytes=2696");
  await page.waitForSelector("tbody button.link");
  await page.click("tbody button.link");
  await page.waitForSelector(".components");
  expect(await text(page, ".answer")).toContain("2696");
  await page.waitForTimeout(250);
  await page.goBack();
  await page.waitForSelector(".near");
});

test("a size that nothing has is said to be none, with the nearest", async () => {
  const page = await explorer("#v=1&view=find");
  await page.fill("input[name=bytes]", "577");
  await page.click("button.main");
  await page.waitForSelector(".verdict.bad");
  expect(await page.locator(".near li").count()).toBeGreaterThan(1);
});

test("a worker that dies says so, and there is no number", async () => {
  const page = await explorer("#v=1&view=find");
  await page.fill("input[name=bytes]", "10704");
  await page.click("button.main");
  // While it works: what it has found so far must not be shown.
  await page.waitForFunction(() =>
    /^[1-9]\d* of/.test(document.querySelector("p[role=status].quiet")?.textContent ?? ""),
  );
  for (const worker of page.workers()) void worker.evaluate(() => self.close()).catch(() => {});
  await page.waitForSelector(".verdict.bad");
  expect(await text(page, ".verdict.bad")).toBe(
    "the worker died before it was done: there is no result",
  );
  expect(await page.locator("table, .near").count()).toBe(0);
});
