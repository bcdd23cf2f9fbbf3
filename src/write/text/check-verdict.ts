/** The verdict of a check in one line, and what became of each broken promise. */
import { promiseCount } from "../../linux/check.ts";
import { stableText } from "../../linux/kernel/version.ts";
import type { Remedy } from "../../linux/remedy.ts";

const KINDS = ["fixed", "design", "proposal", "no fix known"] as const;

/** A promise as judged: null where it is undecided. */
interface Judged {
  readonly id: string;
  readonly holds: boolean | null;
  readonly remedy: Remedy | null;
}

/** "9 of 15 promises hold; 2 broken by design (P4, B6); 1 undecided (B1)"; `on` behind "hold". */
export function verdictText(promises: readonly Judged[], on = ""): string {
  const { hold, promises: all } = promiseCount(promises);
  const undecided = promises.filter(({ holds }) => holds === null);
  return [
    `${hold} of ${all} ${all === 1 ? "promise holds" : "promises hold"}${on}`,
    ...KINDS.flatMap((kind) => kindText(kind, promises)),
    ...(undecided.length === 0 ? [] : [`${undecided.length} undecided (${idsOf(undecided)})`]),
  ].join("; ");
}

const idsOf = (promises: readonly Judged[]): string => promises.map(({ id }) => id).join(", ");

function kindText(kind: Remedy["kind"], all: readonly Judged[]): string[] {
  const some = all.filter(({ remedy }) => remedy?.kind === kind);
  if (some.length === 0) return [];
  const [n, ids] = [some.length, idsOf(some)];
  const bugs = n === 1 ? "1 bug" : `${n} bugs`;
  if (kind === "design") return [`${n} broken by design (${ids})`];
  if (kind === "proposal") return [`${n} broken by this proposal alone (${ids})`];
  if (kind === "no fix known") return [`${n} broken, no fix known (${ids})`];
  const fixes = some.map(({ id, remedy }) =>
    remedy?.kind === "fixed" ? `${id} in ${remedy.release}` : id,
  );
  return [`${bugs} fixed later (${fixes.join(", ")})`];
}

/** One sentence on a broken promise. */
export function remedyText(remedy: Remedy): string {
  switch (remedy.kind) {
    case "fixed":
      return `fixed in ${remedy.release}${stableText(remedy.stable)
        .map((text) => `, ${text}`)
        .join("")}: ${remedy.what} (${remedy.commit ?? "commit not known"})`;
    case "design":
      return `by design: ${remedy.because} (${remedy.source})`;
    case "proposal":
      return `by this proposal alone: ${remedy.kept} keeps it`;
    case "no fix known":
      return "not by design, and no fix known";
  }
}

/** The same for a cell of a table. */
export function shortText(remedy: Remedy): string {
  if (remedy.kind === "fixed") return `fixed in ${remedy.release} (${remedy.commit ?? "?"})`;
  return remedy.kind === "design" ? "by design" : remedy.kind;
}
