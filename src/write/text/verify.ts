/** What reading a file of sizes back has shown, as people read it. */
import type { WrongSize } from "../../sweep/sizes-check.ts";
import type { SizesHeader } from "../../sweep/sizes-header.ts";
import { hex } from "../../xsave/mask.ts";

/** `wrong`: null where every size is right, undefined where none was computed. */
export function sizesText(
  path: string,
  { cpu, rules, dataBytes, sha256 }: SizesHeader,
  wrong: WrongSize | null | undefined,
): string {
  const what = `${path}: ${cpu}, ${rules.map(({ rule }) => rule).join(", ")}`;
  const whole = `whole: ${dataBytes / 4} sizes, SHA-256 ${sha256}`;
  if (wrong === undefined) return `${what}\n${whole}\nsizes not compared`;
  if (wrong === null) return `${what}\n${whole}\nevery size is the computed one`;
  const { rule, mask, stored, computed } = wrong;
  return `${what}\n${whole}\nNOT the computed sizes: first ${rule} ${hex(mask)}, stored ${stored}, computed ${computed}`;
}
