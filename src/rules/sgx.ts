/**
 * How the builders of SGX enclaves size the XSAVE area of an SSA frame: from tables for Intel's
 * processors, the last row whose components are all present. A row asks for several bits at once, and
 * so no step per bit gives it: these are walks alone.
 */
import type { Rule } from "./rule.ts";

type Row = readonly [components: bigint, bytes: number];

const COMMON: readonly Row[] = [
  [0x3n, 576],
  [0x6n, 832],
  [0x18n, 1088],
  [0xe6n, 2688],
];
const AMX: Row = [0x60000n, 11008];

/** Components that both know; MPX (bits 3 and 4) is none of them, so that its row is never reached. */
const KNOWN = 0x602e7n;

const OWN = { components: KNOWN, because: "the tables know x87 to AVX-512, PKRU and AMX, no MPX" };

const lastOf = (rows: readonly Row[], xfrm: bigint): number =>
  rows.reduce((bytes, [needs, size]) => ((xfrm & needs) === needs ? size : bytes), 576);

/** get_xsave_size(); null where it fails. PKRU ends at 2752. */
export const sdkXsaveSize = (xfrm: bigint): number | null =>
  (xfrm & ~KNOWN) === 0n ? lastOf([...COMMON, [0x200n, 2752], AMX], xfrm) : null;

/** What it does not know turns XSAVE off. */
export const gramineXsaveSize = (xfrm: bigint): number =>
  (xfrm & ~KNOWN) === 0n ? lastOf([...COMMON, [0x200n, 2696], AMX], xfrm) : 576;

export const SGX_SDK_STANDARD: Rule = {
  id: "sgx-sdk-standard",
  format: "standard",
  stands: "Intel's SGX SDK: a table, PKRU 56 bytes late; 0 where it fails",
  source: "linux-sgx sdk/sign_tool/SignTool/manage_metadata.cpp get_xsave_size()",
  own: OWN,
  walk: (_, mask) => sdkXsaveSize(mask) ?? 0,
};

export const GRAMINE_STANDARD: Rule = {
  id: "gramine-standard",
  format: "standard",
  stands: "Gramine: a table; 576, without XSAVE, for what it does not know",
  source: "gramine pal/src/host/linux-sgx/enclave_xstate.c",
  own: OWN,
  walk: (_, mask) => gramineXsaveSize(mask),
};
