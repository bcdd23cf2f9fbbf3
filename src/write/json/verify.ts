/** The document "xsweep/verify@1". */
import type { WrongSize } from "../../sweep/sizes-check.ts";
import type { SizesHeader } from "../../sweep/sizes-header.ts";
import { hex } from "../../xsave/mask.ts";

/** `wrong`: null where every size is right, undefined where none was computed. */
export const verifyJson = (header: SizesHeader, wrong: WrongSize | null | undefined): object => ({
  schema: "xsweep/verify@1",
  cpu: header.cpu,
  rules: header.rules.map(({ rule }) => rule),
  sha256: header.sha256,
  whole: true,
  sizesRight: wrong === undefined ? null : wrong === null,
  first: wrong ? { ...wrong, mask: hex(wrong.mask) } : null,
});
