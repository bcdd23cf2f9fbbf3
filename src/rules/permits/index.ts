/** Every permit rule. A new one is a file beside this one and its row here. */
import { frozen } from "../../xsave/frozen.ts";
import { ARCHITECTURE_PERMIT } from "./architecture.ts";
import { BHYVE_PERMIT } from "./bhyve.ts";
import { JAILHOUSE_PERMIT } from "./jailhouse.ts";
import { KVM_5_16_PERMIT, KVM_PERMIT } from "./kvm.ts";
import { NVMM_PERMIT } from "./nvmm.ts";
import type { Permit } from "./permit.ts";
import { SVSM_PERMIT } from "./svsm.ts";
import { XEN_PERMIT } from "./xen.ts";

export const PERMITS: readonly Permit[] = /* @__PURE__ */ frozen([
  ARCHITECTURE_PERMIT,
  KVM_5_16_PERMIT,
  KVM_PERMIT,
  XEN_PERMIT,
  BHYVE_PERMIT,
  NVMM_PERMIT,
  JAILHOUSE_PERMIT,
  SVSM_PERMIT,
]);

/**
 * The permit rule with that id.
 *
 * @throws {RangeError} if there is none, listing the ids.
 */
export function permit(id: string): Permit {
  const found = PERMITS.find((candidate) => candidate.id === id);
  if (found) return found;
  throw new RangeError(
    `"${id}" names no permit rule (known: ${PERMITS.map((known) => known.id).join(", ")})`,
  );
}
