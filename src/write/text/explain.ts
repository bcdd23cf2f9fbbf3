/** What a dump or a log says, and the verdict on each number, a line each. */
import type { Check } from "../../explain/check.ts";
import { CAUSES } from "../../explain/check.ts";
import { verdictOf } from "../../explain/verdict.ts";
import type { Dump } from "../../read/reading.ts";
import { hex } from "../../xsave/mask.ts";
import type { JudgedReading } from "../json/explain.ts";
import { table } from "./table.ts";

type Paint = (style: "bold" | "dim" | "yellow" | "red" | "green", text: string) => string;

/** Masks shown in a line; --json has them all. */
const SHOWN = 6;

export function explainText(dump: Dump, judged: readonly JudgedReading[], paint: Paint): string {
  return judged.map((one) => readingText(dump, one, paint)).join("\n\n");
}

function readingText({ format }: Dump, { reading, checks }: JudgedReading, paint: Paint): string {
  const { processor, label, count, leaf0d } = reading;
  const times = count > 1 ? `, ${count} times alike` : "";
  const xcr0 = leaf0d?.xcr0 ?? processor.xcr0;
  // A file that does not say XCR0 says no component either: 0 would be a claim.
  const nothing = xcr0 === 0n;
  const open = leaf0d ? leaf0d.xss === null : nothing;
  const said = nothing ? "unknown" : hex(xcr0);
  const xss = open ? "unknown" : hex(leaf0d?.xss ?? processor.xss);
  const head = `${processor.name} (${format}, ${label}${times}): XCR0 ${said}, IA32_XSS ${xss}`;
  return [verdictLine(verdictOf(checks), paint), paint("bold", head), checksText(checks, paint)]
    .filter((part) => part !== "")
    .join("\n");
}

function checksText(checks: readonly Check[], paint: Paint): string {
  const rows = checks.map((check) => [
    mark(check),
    check.what,
    `${check.reported ?? "-"}`,
    check.ok !== false || check.reported === null ? "" : `(not ${check.computed ?? "that"})`,
    `${causeText(check)}${check.detail}${setsText(check)}`,
  ]);
  return table(["left", "left", "right", "left", "left"], rows)
    .split("\n")
    .map((line, i) => (checks[i]?.ok === false ? paint("red", line) : line))
    .join("\n");
}

const mark = ({ ok }: Check): string => (ok === null ? "?" : ok ? "ok" : "NO");

function causeText({ cause, ok }: Check): string {
  if (cause === null || ok === true) return "";
  return cause in CAUSES ? `${cause.replaceAll("-", " ")}: ` : `${cause}: `;
}

/** The sets that explain a total, where the sentence does not already hold the only one. */
function setsText({ what, explainedBy, ok }: Check): string {
  if (what !== "0DH.1.EBX" || explainedBy.length === 0 || ok === false) return "";
  const shown = explainedBy.slice(0, SHOWN).join(" ");
  const more = explainedBy.length > SHOWN ? ` and ${explainedBy.length - SHOWN} more` : "";
  return `: ${shown}${more}`;
}

function verdictLine(verdict: string, paint: Paint): string {
  if (verdict.startsWith("consistent")) return paint("green", verdict);
  return paint(verdict.startsWith("not ") ? "red" : "yellow", verdict);
}
