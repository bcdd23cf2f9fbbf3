/**
 * The built page in a browser. Whatever its policy refuses, whatever it throws and whatever it asks
 * of the network is collected, and fails the test. Code that is called through the driver escapes
 * parts of the policy: tests let the page act by itself, and read what came of it.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, expect, test as plain } from "vitest";
import { CHROMIUM } from "./chromium.ts";

export const FILE = fileURLToPath(new URL("../../dist/explorer/index.html", import.meta.url));
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Skipped where there is no browser (test/page/global-setup.ts says so). */
export const test = plain.skipIf(CHROMIUM === undefined);

export interface PageOptions {
  readonly theme?: "light" | "dark";
  readonly width?: number;
  readonly height?: number;
  /** The file that is opened, in place of the built page. */
  readonly file?: string;
  /** The address that is opened, in place of a file. */
  readonly origin?: string;
}

let browser: Browser | undefined;
const wrong: string[] = [];
const open: Page[] = [];

const started = async (): Promise<Browser> => {
  browser ??= await chromium.launch({
    executablePath: CHROMIUM as string,
    headless: true,
    args: FLAGS.split(" "),
  });
  return browser;
};

/** The page, opened with that fragment. */
export async function explorer(hash = "", options: PageOptions = {}): Promise<Page> {
  const { theme = "light", width = 1280, height = 900, file = FILE, origin } = options;
  const page = await (await started()).newPage({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  open.push(page);
  page.on("pageerror", (error) => wrong.push(`threw: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`console: ${message.text()}`);
  });
  page.on("request", (request) => {
    const url = request.url();
    const own = origin === undefined ? pathToFileURL(file).href : origin;
    if (!url.startsWith(own) && !/^(blob|data):/.test(url)) wrong.push(`asked for ${url}`);
  });
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  await page.goto(`${origin ?? pathToFileURL(file).href}${hash}`);
  await page.waitForSelector(".head");
  return page;
}

/** What went wrong since the last time, and forgets it: for a test that wants it to. */
export const wentWrong = (): string[] => wrong.splice(0);

afterEach(async () => {
  for (const page of open.splice(0)) await page.close();
  expect(wentWrong()).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  browser = undefined;
});

export const text = async (page: Page, selector: string): Promise<string> =>
  (await page.locator(selector).first().textContent())?.trim() ?? "";

export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

export const fixtureText = (name: string): string => readFileSync(fixture(name), "utf8");

/** As if the reader had pasted it, anywhere on the page. */
export async function paste(page: Page, what: string): Promise<void> {
  await page.evaluate((content) => {
    const data = new DataTransfer();
    data.setData("text/plain", content);
    document.body.dispatchEvent(
      new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
    );
  }, what);
}
