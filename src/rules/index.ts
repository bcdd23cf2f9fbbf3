/** Every named rule. A new peer is one file beside this one and its rows here. */
import { frozen } from "../xsave/frozen.ts";
import { ASTERINAS_STANDARD } from "./asterinas.ts";
import { BOCHS_CPUID1_COMPACTED, BOCHS_LAST_BYTE_STANDARD } from "./bochs.ts";
import { CRIU_2019_STANDARD, CRIU_STANDARD } from "./criu.ts";
import { FEX_COMPACTED, FEX_STANDARD } from "./fex.ts";
import { FUCHSIA_COMPACTED, FUCHSIA_STANDARD } from "./fuchsia.ts";
import { GDB_STANDARD } from "./gdb.ts";
import { GVISOR_2024_STANDARD, GVISOR_STANDARD } from "./gvisor.ts";
import { KVM_5_16_COMPACTED, KVM_5_17_COMPACTED, KVM_5_17_STANDARD } from "./kvm.ts";
import { LD_SO_2_33_COMPACTED, LD_SO_2_42_COMPACTED } from "./ld-so.ts";
import {
  LINUX_5_16_COMPACTED,
  LINUX_5_16_STANDARD,
  LINUX_5_18_COMPACTED,
  LINUX_5_18_STANDARD,
  LINUX_6_16_COMPACTED,
  LINUX_6_16_STANDARD,
} from "./linux.ts";
import { NVMM_2025_STANDARD, NVMM_STANDARD } from "./nvmm.ts";
import { type OwnRule, ownRule } from "./own-rule.ts";
import { QEMU_COMPACTED, QEMU_STANDARD } from "./qemu.ts";
import type { Rule } from "./rule.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "./sdm.ts";
import { GRAMINE_STANDARD, SGX_SDK_STANDARD } from "./sgx.ts";
import { LINUX_SNP_COMPACTED, LINUX_SNP_STANDARD } from "./snp.ts";
import { SVSM_STANDARD } from "./svsm.ts";
import { WINE_COMPACTED, WINE_STANDARD } from "./wine.ts";
import { XEN_COMPACTED, XEN_STANDARD } from "./xen.ts";
import { XNU_STANDARD } from "./xnu.ts";

/** The architecture's own. */
const ARCHITECTURE: readonly Rule[] = [SDM_STANDARD, SDM_COMPACTED];

/** The rules that stand for peers: all but the architecture's own. */
export const PEERS: readonly Rule[] = /* @__PURE__ */ frozen([
  LINUX_5_16_STANDARD,
  LINUX_5_16_COMPACTED,
  LINUX_5_18_STANDARD,
  LINUX_5_18_COMPACTED,
  LINUX_6_16_STANDARD,
  LINUX_6_16_COMPACTED,
  CRIU_2019_STANDARD,
  CRIU_STANDARD,
  KVM_5_16_COMPACTED,
  KVM_5_17_STANDARD,
  KVM_5_17_COMPACTED,
  XEN_STANDARD,
  XEN_COMPACTED,
  QEMU_STANDARD,
  QEMU_COMPACTED,
  GVISOR_2024_STANDARD,
  GVISOR_STANDARD,
  WINE_STANDARD,
  WINE_COMPACTED,
  GDB_STANDARD,
  BOCHS_LAST_BYTE_STANDARD,
  BOCHS_CPUID1_COMPACTED,
  LINUX_SNP_STANDARD,
  LINUX_SNP_COMPACTED,
  LD_SO_2_33_COMPACTED,
  LD_SO_2_42_COMPACTED,
  SVSM_STANDARD,
  NVMM_2025_STANDARD,
  NVMM_STANDARD,
  ASTERINAS_STANDARD,
  FUCHSIA_STANDARD,
  FUCHSIA_COMPACTED,
  XNU_STANDARD,
  FEX_STANDARD,
  FEX_COMPACTED,
]);

/** The architecture first, then a peer after the other. No spread: bundlers would keep every rule. */
export const RULES: readonly Rule[] = /* @__PURE__ */ frozen(
  /* @__PURE__ */ ARCHITECTURE.concat(PEERS),
);

/** Walks alone: no fold of steps gives their sizes, so that they are compared and not swept. */
export const WALKS: readonly Rule[] = /* @__PURE__ */ frozen([SGX_SDK_STANDARD, GRAMINE_STANDARD]);

/** Every rule that has a name. */
export const NAMED_RULES: readonly Rule[] = /* @__PURE__ */ frozen(
  /* @__PURE__ */ RULES.concat(WALKS),
);

/** What the architecture says for masks of that rule's format. */
export const architectureOf = ({ format }: Rule): Rule =>
  format === "standard" ? SDM_STANDARD : SDM_COMPACTED;

/**
 * The rule with that id, or one of your own from what each component does.
 *
 * @throws {RangeError} if there is none of that id, listing the ids; for one of your own, naming the
 *   field that is wrong.
 */
export function rule(id: string | OwnRule): Rule {
  if (typeof id === "object" && id !== null) return ownRule(id);
  const found = NAMED_RULES.find((candidate) => candidate.id === id);
  if (!found) {
    throw new RangeError(
      `"${id}" names no rule (known: ${NAMED_RULES.map((known) => known.id).join(", ")})`,
    );
  }
  return found;
}

/**
 * `rule`, or the one with that id.
 *
 * @throws {RangeError} if no rule has that id, listing the ids.
 * @throws {TypeError} if it is neither.
 */
export function asRule(given: Rule | string): Rule {
  if (typeof given === "string") return rule(given);
  if (typeof given?.walk === "function" && typeof given.id === "string") return given;
  throw new TypeError(`a rule is an id or an object with an id and a walk, not ${String(given)}`);
}
