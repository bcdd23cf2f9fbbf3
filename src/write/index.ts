/** "xsweep/write": results as documents and as source text. Pure, safe in a browser. */

export { CPUID_TEXTS } from "./cpuid.ts";
export { explainJson, type JudgedReading } from "./json/explain.ts";
export { layoutJson } from "./json/layout.ts";
export { type Sheet, sheetText } from "./sheet.ts";
export { visibleLine } from "./text/visible.ts";
export { VECTOR_TEXTS } from "./vector-sets.ts";
export { type VectorLanguage, vectors } from "./vectors.ts";
