/** Every claim of the mail thread, C1 first, decided when asked. */

import type { Observed } from "../../rules/rule.ts";
import { frozen } from "../../xsave/frozen.ts";
import { BUFFER_CLAIMS } from "./buffer.ts";
import type { Claim } from "./claim.ts";
import { GUEST_ONLY_CLAIMS } from "./guest-only.ts";
import { INTERFACE_CLAIMS } from "./interface.ts";
import { PERMISSION_CLAIMS } from "./permission.ts";
import { READING_CLAIMS } from "./reading.ts";

const numberOf = ({ id }: Claim): number => Number(id.slice(1));

export const CLAIMS: readonly Claim[] = /* @__PURE__ */ frozen(
  [
    ...BUFFER_CLAIMS,
    ...PERMISSION_CLAIMS,
    ...GUEST_ONLY_CLAIMS,
    ...INTERFACE_CLAIMS,
    ...READING_CLAIMS,
  ].sort((a, b) => numberOf(a) - numberOf(b)),
);

/** A claim as `xsweep claims --json` prints it. */
export interface DecidedClaim extends Partial<Observed> {
  readonly id: string;
  readonly who: string;
  readonly quote: string;
  readonly verdict: string;
  /** False where it rests on an observation or on reading. */
  readonly computed: boolean;
  readonly evidence: string;
  readonly source: string;
}

/** `claim` with its evidence computed, now. */
export function decided({
  id,
  who,
  quote,
  verdict,
  decide,
  source,
  observed,
}: Claim): DecidedClaim {
  if (typeof decide === "string") {
    return { id, who, quote, verdict, computed: false, evidence: decide, source, ...observed };
  }
  const { stands, evidence } = decide();
  const borne = stands ? verdict : `NOT BORNE OUT by the model (expected: ${verdict})`;
  return { id, who, quote, verdict: borne, computed: true, evidence, source, ...observed };
}
