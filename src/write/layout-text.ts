/** Both formats of one mask as people paste them into mails. */

import { maskNames } from "../xsave/grammar.ts";
import { layout } from "../xsave/layout.ts";
import { illegalities } from "../xsave/legality.ts";
import { hex } from "../xsave/mask.ts";
import { componentsOf, type Processor } from "../xsave/processor.ts";
import { table } from "./table.ts";

type Paint = (style: "bold" | "dim" | "yellow", text: string) => string;

export function layoutText(cpu: Processor, mask: bigint, _columns: number, _paint: Paint): string {
  const standard = layout(cpu, mask, "standard");
  const compacted = layout(cpu, mask, "compacted");
  return [
    hex(mask),
    maskNames(mask, cpu),
    ...illegalities(cpu, mask),
    table(
      ["left"],
      componentsOf(cpu, mask).map((c) => [c.name]),
    ),
    standard.size,
    compacted.size,
  ].join("\n");
}
