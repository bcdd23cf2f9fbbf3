/** The answer first: what all checks of a reading come to, in one line. */
import type { Check } from "./check.ts";

/** Begins with "consistent", "not consistent:" or "cannot be judged:". */
export function verdictOf(checks: readonly Check[]): string {
  const wrong = checks.filter(({ ok }) => ok === false);
  const open = checks.filter(({ ok }) => ok === null);
  const judged = checks.length - open.length;
  const rest = open.length > 0 ? `; ${open.length} cannot be judged` : "";
  const [first] = wrong;
  if (first) {
    const more = wrong.length > 1 ? ` (and ${wrong.length - 1} more)` : "";
    const value = first.reported === null ? "" : ` ${first.reported}`;
    return `not consistent: ${first.what}${value}: ${first.detail}${more}${rest}`;
  }
  if (judged === 0) {
    const [why] = open;
    return `cannot be judged: ${why ? `${why.what}: ${why.detail}` : "it reports no totals"}`;
  }
  return `consistent: ${judged} of ${checks.length} numbers fit${rest}`;
}

/** 1 not consistent, 3 nothing could be judged, 0 all that could be judged fits. */
export function verdictCode(all: readonly (readonly Check[])[]): 0 | 1 | 3 {
  const checks = all.flat();
  if (checks.some(({ ok }) => ok === false)) return 1;
  return checks.some(({ ok }) => ok === true) ? 0 : 3;
}
