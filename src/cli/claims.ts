/** `xsweep claims`: every claim of the thread on guest sizes, decided; or one, with its traces. */

import type { Claim } from "../linux/claims/claim.ts";
import { HOST, SPR } from "../linux/claims/claim.ts";
import { CLAIMS, decided } from "../linux/claims/index.ts";
import { boot, xfdComponents } from "../linux/kernel/configuration.ts";
import { play } from "../linux/model/scenario.ts";
import { traceStep } from "../linux/model/trace.ts";
import { type ClaimTrace, claimsJson } from "../write/json/claims.ts";
import { claimsText, claimTracesText } from "../write/text/claims.ts";
import { hex } from "../xsave/mask.ts";
import type { Command } from "./command.ts";
import type { Flags } from "./flags.ts";
import { versionsOf } from "./kernel-flags.ts";
import { byId } from "./resolve.ts";
import { turn } from "./turn.ts";

export const claimsCommand: Command = {
  name: "claims",
  summary:
    "every claim of a mail thread on guest sizes: who, quote, verdict, the evidence computed just now",
  operands: [["[CLAIM]", "one of C1 to C28: with its traces on every version"]],
  flags: ["kernel"],
  examples: ["xsweep claims", "xsweep claims C12", "xsweep claims --json"],
  async run({ operands: [id], flags, io }) {
    if (id === undefined) {
      if (flags.kernel) throw new RangeError("--kernel chooses traces: it needs a CLAIM");
      const claims: ReturnType<typeof decided>[] = [];
      for (const claim of CLAIMS) {
        await turn(io);
        claims.push(decided(claim));
      }
      io.print(flags.json ? JSON.stringify(claimsJson(claims)) : claimsText(claims, io.columns));
      return 0;
    }
    const found = byId("CLAIM", id.toUpperCase().replace(/^(?=\d)/, "C"), CLAIMS);
    const claim = decided(found);
    const traces = tracesOf(found, flags);
    io.print(
      flags.json
        ? JSON.stringify(claimsJson([claim], traces))
        : claimTracesText(claim, traces, SPR, io.columns),
    );
    return 0;
  },
};

/** The calls of `claim` on every version asked for; none where no calls show it. */
function tracesOf({ scenario }: Claim, flags: Flags): ClaimTrace[] {
  if (!scenario) return [];
  const { calls, hostMask = HOST, dynamic = xfdComponents(SPR) } = scenario;
  return versionsOf(flags).map((version) => {
    const config = boot(SPR, version, { hostMask, dynamic });
    const { steps } = play(config, calls(config));
    const trace = steps.map(traceStep);
    return { kernel: version.id, hostMask: hex(hostMask), dynamic: hex(dynamic), trace };
  });
}
