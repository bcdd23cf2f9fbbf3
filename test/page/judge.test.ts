/** A dump by paste, by drop and by file: the verdict of the library, and the processor found is shown. */
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect } from "vitest";
import { explain, verdictOf } from "../../src/explain/index.ts";
import { FORMAT_SAMPLES, readDump } from "../../src/read/index.ts";
import { explorer, fixture, fixtureText, paste, test, text } from "./browser.ts";

const verdictFor = (input: string | Uint8Array) => {
  const [first] = readDump(input).readings;
  return first === undefined ? "" : verdictOf(explain(first));
};

test.each(["zen-4-guest.cpuid.txt", "zen-4-guest.dmesg.txt"])(
  "%s, pasted anywhere",
  async (name) => {
    const page = await explorer();
    await paste(page, fixtureText(name));
    await page.waitForSelector(".verdict");
    expect(await text(page, ".verdict")).toBe(verdictFor(fixtureText(name)));
    expect(await page.locator("select").first().locator("option").first().textContent()).toContain(
      "(yours)",
    );
  },
);

test("a core file by the file field", async () => {
  const page = await explorer("#v=1&view=judge");
  await page.setInputFiles("input[type=file]", fixture("zen-4-guest.core"));
  await page.waitForSelector(".verdict");
  expect(await text(page, ".verdict")).toMatch(/^consistent/);
});

test("a packed dump, dropped", async () => {
  const page = await explorer();
  const packed = [...gzipSync(fixtureText("zen-4-guest.cpuid.txt"))];
  await page.evaluate((bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([new Uint8Array(bytes)], "dump.gz"));
    document.body.dispatchEvent(
      new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }),
    );
  }, packed);
  await page.waitForSelector(".verdict");
  expect(await text(page, ".verdict")).toMatch(/^consistent/);
});

test("a sample of every format is read or refused in the words of the library", async () => {
  const page = await explorer("#v=1&view=judge");
  for (const [name, sample] of Object.entries(FORMAT_SAMPLES)) {
    let said: string;
    try {
      said = verdictFor(sample as string);
    } catch (error) {
      said = (error as Error).message;
    }
    await page.fill("#dump", sample as string);
    await page.click("button.main");
    await page.waitForFunction(() => document.querySelector(".verdict") !== null);
    await expect
      .poll(() => text(page, ".verdict"), { message: name, timeout: 10_000 })
      .toContain(said.replace(/\s+/g, " ").slice(0, 60));
  }
});

test("the processor found is in the link, whole", async () => {
  const page = await explorer();
  await paste(page, fixtureText("zen-4-guest.cpuid.txt"));
  await page.waitForSelector(".verdict");
  await page.waitForTimeout(250);
  const hash = await page.evaluate(() => location.hash);
  const again = await explorer(hash.replace("view=judge", "view=layout"));
  const [reading] = readDump(fixtureText("zen-4-guest.cpuid.txt")).readings;
  expect(await again.locator(".bit").count()).toBe(2 + (reading?.processor.components.length ?? 0));
});

test("what is no dump is refused in one line", async () => {
  const page = await explorer();
  await paste(page, "hello\nworld");
  await page.waitForSelector(".verdict.bad");
  expect(await text(page, ".verdict.bad")).toContain("no format is recognised");
});

test("hostile names are text: markup, other directions, 10,000 characters", async () => {
  const page = await explorer();
  const file = (name: string) =>
    JSON.stringify({
      schema: "xsweep/processor@1",
      id: "own",
      name,
      vendor: name,
      source: name,
      xcr0: "0x7",
      xss: "0x0",
      components: [
        {
          bit: 2,
          name: `<img/src=x/onerror=throw(1)>${name.replace(/[^A-Za-z]/g, "")}`,
          size: 256,
          offset: 576,
          supervisor: false,
          align64: false,
          xfd: false,
        },
      ],
    });
  for (const name of [
    "<img src=x onerror=alert(1)>",
    "\u202eabc\u202d\u2066",
    "x".repeat(10_000),
  ]) {
    await paste(page, file(name));
    await page.waitForSelector(".verdict, .reading");
    await page.waitForTimeout(200);
    expect(await page.locator("img").count()).toBe(0);
    const html = await page.evaluate(() => document.body.textContent ?? "");
    expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u);
    expect(html.length).toBeLessThan(20_000);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(1280);
  }
});

test("a log of 100 MB is read and judged", async () => {
  const folder = mkdtempSync(join(tmpdir(), "xsweep-page-"));
  const log = join(folder, "big.log");
  try {
    const block = `${"[    1.234567] some driver: nothing to see here, move along please\n".repeat(16_000)}`;
    const handle = openSync(log, "w");
    for (let i = 0; i < 97; i++) writeSync(handle, block);
    writeSync(handle, fixtureText("zen-4-guest.dmesg.txt"));
    closeSync(handle);
    const page = await explorer("#v=1&view=judge");
    await page.setInputFiles("input[type=file]", log);
    await page.waitForSelector(".verdict", { timeout: 90_000 });
    expect(await text(page, ".verdict")).toBe(verdictFor(fixtureText("zen-4-guest.dmesg.txt")));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
