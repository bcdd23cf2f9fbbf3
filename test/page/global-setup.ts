import { CHROMIUM } from "./chromium.ts";

export function setup(): void {
  if (CHROMIUM !== undefined) return;
  console.log("no chromium: the tests of the page are skipped (Debian: apt-get install chromium)");
}
