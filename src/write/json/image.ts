/** The document "xsweep/image@1". */
import type { Image } from "../../read/image/read.ts";
import { layoutWord } from "../../read/image/saved.ts";
import { hex } from "../../xsave/mask.ts";
import { type Shown, savedJson } from "./core.ts";

export const imageJson = (shown: readonly Shown<Image>[]): object => ({
  schema: "xsweep/image@1",
  images: shown.map((one) => ({
    image: one.thread.label,
    source: one.thread.source,
    from: one.thread.from,
    at: one.thread.at,
    format: one.thread.format,
    consistent: one.thread.findings.length === 0,
    findings: one.thread.findings,
    ...savedJson(one),
    // A compacted area does not say XCR0.
    xcr0: one.thread.format === "compacted" ? null : hex(one.thread.xcr0),
    layout: layoutWord(one.thread),
    warnings: one.thread.warnings,
  })),
});
