/**
 * "xsweep/write": results as the documents of --json, as texts for people, and as source code. Pure,
 * safe in a browser. What the functions take is made by the other entries.
 */

// What hypervisors and compilers take.
export { CPUID_TEXTS } from "./cpuid.ts";
// The documents "xsweep/NAME@1".
export { assertionsJson } from "./json/assert.ts";
export { checksJson, surveyJson } from "./json/check.ts";
export { type ClaimTrace, claimsJson } from "./json/claims.ts";
export { type CpuidSettings, cpuidJson, cpuidTotalsJson } from "./json/cpuid.ts";
export { cpusJson } from "./json/cpus.ts";
export { type Apart, diffJson, diffsJson } from "./json/diff.ts";
export { explainJson, type JudgedReading } from "./json/explain.ts";
export { findJson, matchJson } from "./json/find.ts";
export { kernelJson, kernelsJson } from "./json/kernel.ts";
export { kernelChangesJson } from "./json/kernel-changes.ts";
export { layoutJson, type MaskKind } from "./json/layout.ts";
export { limitsJson } from "./json/limits.ts";
export { matrixJson } from "./json/matrix.ts";
export { type MigratedImages, migratedMaskJson, migrationJson } from "./json/migrate.ts";
export { type PairProof, proofJson } from "./json/migration-proof.ts";
export { permitsJson, permitsListJson } from "./json/permits.ts";
export { type ProposalKernels, proposeJson } from "./json/propose.ts";
export { rulesJson } from "./json/rules.ts";
export { sgxJson } from "./json/sgx.ts";
export { sweepJson, sweepsJson } from "./json/sweep.ts";
export { type AskedXrstor, xrstorJson } from "./json/xrstor.ts";
export { type Align, type Sheet, type SheetForm, sheetText } from "./sheet.ts";
// Texts, as the command prints them: `columns` is how wide they may be.
export { checksText, checkText } from "./text/check.ts";
export { claimsText } from "./text/claims.ts";
export { diffText } from "./text/diff.ts";
export { explainText } from "./text/explain.ts";
export { findText } from "./text/find.ts";
export { kernelText } from "./text/kernel.ts";
export { layoutText } from "./text/layout.ts";
export { limitsSheet, limitText } from "./text/limits.ts";
export { matrixSheet, matrixText } from "./text/matrix.ts";
export { migratedMaskText, migrationText } from "./text/migration.ts";
export { paholeText } from "./text/pahole.ts";
export { permitsText } from "./text/permits.ts";
export { proposeText } from "./text/propose.ts";
export { sgxText } from "./text/sgx.ts";
export { sweepText } from "./text/sweep.ts";
export { visibleLine } from "./text/visible.ts";
export { xrstorText } from "./text/xrstor.ts";
export { VECTOR_TEXTS } from "./vector-sets.ts";
export { type VectorLanguage, vectors } from "./vectors.ts";
