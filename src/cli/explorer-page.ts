/** The explorer as the build made it, with a report inside where there is one. */
import { readFileSync } from "node:fs";
import { REPORT_ELEMENT, type ReportDocument } from "../explorer/embedded.ts";
import { builtModule } from "../threads/built.ts";

/** Nothing in JSON ends the element, or begins another: `<` is written by its number. */
const harmless = (document: ReportDocument): string =>
  JSON.stringify(document).replaceAll("<", "\\u003c");

/** The page. @throws {Error} where the build has not made it. */
export function explorerPage(report: ReportDocument | null): string {
  const html = readFileSync(builtModule("explorer/index.html"), "utf8");
  if (report === null) return html;
  const element = `<script type="application/json" id="${REPORT_ELEMENT}">${harmless(report)}</script>`;
  // By a function: a text may hold "$&".
  return html.replace("</body>", () => `${element}\n  </body>`);
}

/** The policy that stands in the page, for the header of who serves it. */
export function policyOf(html: string): string {
  const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  if (policy === undefined) throw new Error("the built page has no policy");
  return policy;
}
