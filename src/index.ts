/** The public library: safe in a browser, synchronous. Sweeps over threads are in "xsweep/sweep". */
export type { Difference } from "./algebra/difference.ts";
export type { Figure, Summary } from "./algebra/figures.ts";
export { type Fold, foldOf } from "./algebra/fold.ts";
export { constant, type Step, step } from "./algebra/step.ts";
export { type BitSteps, NO_CHANGE, type Steps, stepsOver, whenPresent } from "./algebra/steps.ts";
export { CATALOGUE, processor } from "./catalogue/index.ts";
export { processorsNamed } from "./catalogue/names.ts";
export { type Batch, batch } from "./exhaustive/batch.ts";
export { type Comparison, createComparison } from "./exhaustive/compare.ts";
export { createEngine, type Engine } from "./exhaustive/engine.ts";
export { sizer } from "./exhaustive/sizer.ts";
export type { Stopping } from "./exhaustive/stopping.ts";
export {
  type AssertionOptions,
  type AssertionReport,
  assertOn,
  type Breaker,
} from "./questions/assert.ts";
export {
  type CpuidLeaf,
  type CpuidOptions,
  type CpuidTotals,
  cpuidLeaf,
  cpuidTotals,
  type Subleaf,
} from "./questions/cpuid.ts";
export type { Domain, MaskOptions } from "./questions/domain.ts";
export { type EveryMask, everyMask } from "./questions/every-mask.ts";
export {
  type FindOptions,
  type Found,
  find,
  findAll,
  type LeftOut,
  type Match,
} from "./questions/find.ts";
export type { Piece } from "./questions/landing.ts";
export { legalCount, legalMaskAt, legalMasks } from "./questions/legal-masks.ts";
export {
  type LimitOnProcessor,
  type LimitReport,
  limitsOn,
  type Needed,
} from "./questions/limits.ts";
export { type MigratedImage, migratedImages } from "./questions/migrated-image.ts";
export { type MigratedMask, type MigrationReport, migration } from "./questions/migration.ts";
export {
  type MigrationProof,
  migrationProof,
  type ProofCase,
  type ProvedFormat,
} from "./questions/migration-proof.ts";
export { type Move, movesOf } from "./questions/moves.ts";
export { type OccurringSize, occurringSizes } from "./questions/occurring.ts";
export { type OnlyOne, type PermitsReport, permitsCompared } from "./questions/permits.ts";
export { ASSERTIONS, type Assertion, assertionNamed, type Query } from "./questions/predicates.ts";
export {
  type Addition,
  changedBits,
  type Proposal,
  proposed,
  type Resizing,
} from "./questions/proposal.ts";
export {
  type Exchange,
  type ExchangeTurn,
  exchange,
  lostExchange,
} from "./questions/proposal-exchange.ts";
export { parseAddition, parseBit, parseResizing } from "./questions/proposal-grammar.ts";
export type { RuleTurn, Turn, Wrongness } from "./questions/proposal-rules.ts";
export {
  type LimitTurn,
  type ProposalFacts,
  type ProposalReport,
  proposal,
} from "./questions/propose.ts";
export {
  type DiffWitness,
  type Method,
  type Question,
  questionOf,
  type Side,
} from "./questions/question.ts";
export { type ImageHeader, imageHeader, type XrstorRegisters } from "./questions/restoring.ts";
export { type RulesApart, rulesApart } from "./questions/rules-apart.ts";
export { type SgxFrame, sgxFrame, sgxFrames } from "./questions/sgx.ts";
export type { SidesApart } from "./questions/sides-apart.ts";
export { type Vector, type VectorOptions, type VectorSet, vectorsOf } from "./questions/vectors.ts";
export { type Effect, type Restored, type XrstorVerdict, xrstor } from "./questions/xrstor.ts";
export type { Fault, FaultCondition } from "./questions/xrstor-faults.ts";
export {
  type ProofMethod,
  type XsavesCase,
  type XsavesProof,
  xsavesProof,
} from "./questions/xsaves-proof.ts";
export { NAMED_RULES, RULES, rule, WALKS } from "./rules/index.ts";
export { LIMITS, type Limit } from "./rules/limits.ts";
export type { OwnRule } from "./rules/own-rule.ts";
export { fixedBits } from "./rules/permits/fixed-bits.ts";
export { PERMITS, permit } from "./rules/permits/index.ts";
export { admits, type Permit } from "./rules/permits/permit.ts";
export { type Rule, stepsOf } from "./rules/rule.ts";
export { symbolicDifference } from "./symbolic/count-difference.ts";
export { symbolicSummary } from "./symbolic/summary.ts";
export { COMPACTED_FLAG, maskOf, xcompBv } from "./xsave/area.ts";
export type { Sizer } from "./xsave/byte-tables.ts";
export {
  EXTENDED_REGION,
  type Format,
  LEGACY_REGION,
  type StateComponent,
} from "./xsave/component.ts";
export {
  compactedSize,
  type Hole,
  type Layout,
  layout,
  type Placed,
  standardSize,
} from "./xsave/layout.ts";
export { illegalities, isLegal } from "./xsave/legality.ts";
export { hex } from "./xsave/mask.ts";
export { maskNames, parseMask } from "./xsave/mask-grammar.ts";
export {
  type ComponentFields,
  createProcessor,
  described,
  enumerated,
  type Processor,
  type ProcessorFields,
} from "./xsave/processor.ts";
export { restrict } from "./xsave/restrict.ts";
export { subsetNumber as subsetAt, subsets } from "./xsave/subsets.ts";
