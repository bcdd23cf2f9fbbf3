/** The promises checked live, the trace that breaks one, a processor of one's own and what it breaks. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { layout, lostExchange, processor, proposal, proposed } from "../../src/index.ts";
import { check, VERSIONS, version } from "../../src/linux/index.ts";
import { readProcessor } from "../../src/read/index.ts";
import { explorer, test, text } from "./browser.ts";

const SPR = processor("sapphire-rapids");
const HOST = 0x610e7n;
const LINK = "#v=1&view=model&cpu=sapphire-rapids&kernel=mail-v6-preserve&host=0x610e7&promise=B1";

test("every promise stands as the checker says, and the trace is walked step by step", async () => {
  const page = await explorer(LINK);
  await page.waitForSelector(".trace");
  const report = check(SPR, version("mail-v6-preserve"), { hostMask: HOST });
  const stands = await page.evaluate(() =>
    [...document.querySelectorAll("section[aria-label=Promises] tbody tr")].map((row) =>
      row.querySelectorAll("td")[1]?.textContent?.trim(),
    ),
  );
  expect(stands).toEqual(
    report.properties.map(({ holds, steps, shortfall }) =>
      holds
        ? "holds"
        : `broken in ${steps} ${steps === 1 ? "step" : "steps"}${shortfall === null ? "" : `, ${shortfall} ${shortfall === 1 ? "byte" : "bytes"} short`}`,
    ),
  );
  const b1 = report.properties.find(({ id }) => id === "B1");
  expect(b1?.trace.length).toBe(3);
  for (const [i, step] of (b1?.trace ?? []).entries()) {
    expect(await text(page, ".steps [aria-current]")).toBe(`${i + 1}. ${step.op} = ${step.result}`);
    const fields = await page.locator(".changed tbody tr td:first-child").allTextContents();
    expect(fields).toEqual(Object.keys(step.changed));
    if (i < 2) await page.getByRole("button", { name: "Next" }).click();
  }
  expect(await text(page, ".flip.on")).toBe("+XTILEDATA");
  expect(await text(page, ".short text")).toBe("64 bytes short");
  await page.waitForTimeout(250);
  expect(await page.evaluate(() => location.hash)).toContain("promise=B1&step=3");
});

test("every version side by side, and a click leads to its trace", async () => {
  const page = await explorer(LINK);
  await expect
    .poll(() => page.locator(".versions tbody tr").count(), { timeout: 60_000 })
    .toBe(VERSIONS.length);
  await page.waitForTimeout(500);
  for (const [i, { id }] of VERSIONS.entries()) {
    const { properties } = check(SPR, version(id), { hostMask: HOST });
    const cells = await page.locator(".versions tbody tr").nth(i).locator("td").allTextContents();
    expect(cells).toEqual([
      id,
      ...properties.map(({ holds, steps }) =>
        holds ? "holds" : `${steps} ${steps === 1 ? "step" : "steps"}`,
      ),
    ]);
  }
  await page.getByRole("button", { name: /^linux-5.16 breaks P1/ }).click();
  await expect.poll(() => text(page, ".trace h2")).toContain("P1");
});

test("a host mask that is none is explained; the claims are decided on request", async () => {
  const page = await explorer(LINK);
  await page.fill("#model-host", "nonsense");
  await page.keyboard.press("Enter");
  expect(await text(page, ".field .wrong[role=alert]")).toContain('"nonsense" names no state');
  await page.getByRole("button", { name: "Decide them now" }).click();
  await page.waitForSelector(".claims", { timeout: 60_000 });
  expect(await page.locator(".claims tbody tr").count()).toBeGreaterThan(20);
});

test("a processor of one's own: edited, added to, held against what it came from, saved", async () => {
  const page = await explorer("#v=1&view=own&cpu=sapphire-rapids&mask=0x602e7");
  await page.fill("input[name=addition]", "20:1024:align64:NEW");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.waitForSelector("section[aria-label=Consequences]", { timeout: 60_000 });
  const after = proposed(SPR, {
    add: [{ bit: 20, size: 1024, align64: true, name: "NEW" }],
  });
  const { rules, limits, exchange } = proposal(SPR, after);
  const worse = rules.filter(({ turn }) => ["wrong", "worse", "ends"].includes(turn)).length;
  const over = limits.filter(({ turn }) => turn === "overflows" || turn === "more").length;
  const lost = exchange.filter((turn) => Object.values(lostExchange(turn)).includes(true)).length;
  expect(await text(page, "section[aria-label=Consequences] .verdict")).toContain(
    `${worse} rules, ${over} buffers, exchange with ${lost} processors`,
  );
  await page.fill("input[aria-label='size of AVX, bytes']", "128");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  expect(await text(page, ".answer")).toContain("compacted");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Save as a processor file" }).click(),
  ]);
  const saved = readProcessor(readFileSync(await download.path(), "utf8"));
  expect(saved.components.find(({ bit }) => bit === 2)?.size).toBe(128);
  expect(saved.components.find(({ bit }) => bit === 20)?.name).toBe("NEW");
  expect(await text(page, ".answer b:nth-of-type(2)")).toBe(
    `${layout(saved, 0x602e7n, "compacted").size}`,
  );
});

test("an edit that no processor can have is refused in a sentence, and changes nothing", async () => {
  const page = await explorer("#v=1&view=own&cpu=zen-4");
  await page.fill(
    "input[aria-label='standard offset of AVX, bytes'], input[aria-label='offset of AVX, bytes']",
    "600",
  );
  await page.keyboard.press("Tab");
  await expect.poll(() => text(page, ".verdict.bad")).toContain("AVX");
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => location.hash)).toContain("cpu=zen-4");
});
