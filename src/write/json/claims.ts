/** The document "xsweep/claims@1". */
import type { DecidedClaim } from "../../linux/claims/index.ts";
import type { TraceStep } from "../../linux/model/trace.ts";

/** One version's run of the calls of a claim. */
export interface ClaimTrace {
  readonly kernel: string;
  readonly hostMask: string;
  readonly dynamic: string;
  readonly trace: readonly TraceStep[];
}

/** `traces` where one claim is asked for. */
export const claimsJson = (
  claims: readonly DecidedClaim[],
  traces?: readonly ClaimTrace[],
): object => ({ schema: "xsweep/claims@1", claims, ...(traces ? { traces } : {}) });
