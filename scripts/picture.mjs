// Draws the picture with which the README opens, docs/explorer.png: the built explorer in Chromium.
// `node scripts/picture.mjs [FILE]`; test/page/picture.test.ts draws it again and compares.
import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const [, , file = "docs/explorer.png"] = process.argv;

const browser = await chromium.launch({
  executablePath: process.env.XSWEEP_CHROMIUM ?? PLACES.find((place) => existsSync(place)),
  args: ["--no-sandbox", "--disable-gpu"],
});
try {
  const page = await browser.newPage({
    viewport: { width: 1140, height: 900 },
    deviceScaleFactor: 1.5,
    reducedMotion: "reduce",
  });
  const link = "#v=1&view=layout&cpu=sapphire-rapids&mask=0x602e7&at=7";
  await page.goto(pathToFileURL("dist/explorer/index.html").href + link);
  await page.waitForSelector(".stack");
  const { y, height } = await page.locator(".key").boundingBox();
  await page.screenshot({ path: file, clip: { x: 0, y: 0, width: 1140, height: y + height + 12 } });
} finally {
  await browser.close();
}
