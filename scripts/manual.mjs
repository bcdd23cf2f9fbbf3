// Writes man/xsweep.1, out of the table of commands. Dated by the changelog's file, so that the same
// sources make the same page.
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { manualPage } from "../build/apart/manual.js";

const date = process.env.SOURCE_DATE_EPOCH
  ? new Date(Number(process.env.SOURCE_DATE_EPOCH) * 1000)
  : statSync("CHANGELOG.md").mtime;
mkdirSync("man", { recursive: true });
writeFileSync("man/xsweep.1", manualPage(date.toISOString().slice(0, 10)));
