/**
 * What running kernels answered where one was asked, to stand beside the claim or promise it bears
 * on. Debian's kernels on Bochs 3.0, which has AMX, CET and VMX; no AMX silicon has been asked. The
 * lines they printed are kept in test/fixtures/live and replayed on the model in
 * test/linux/observed.test.ts.
 */

import type { Observed } from "../../rules/rule.ts";

/** The releases that ran with AMX, in every one of which the same was asked. */
const WITH_AMX = "6.16.3, 6.17.13, 6.18.15, 7.3.4";

/** What every release that ran with AMX answered, or those of `releases`. */
export const live = (answered: string, releases = WITH_AMX): Observed => ({
  known: "live, emulated",
  ran: `${releases} (Bochs 3.0)`,
  answered,
});
