/** SSA frames, a row an XFRM. */
import { GPRSGX, type SgxFrame } from "../../questions/sgx.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Processor } from "../../xsave/processor.ts";
import { table } from "./table.ts";
import { titleOf } from "./title.ts";
import { wrap } from "./wrap.ts";

export const sgxText = (
  cpu: Processor,
  frames: readonly SgxFrame[],
  columns = Number.POSITIVE_INFINITY,
): string =>
  [
    ...[
      titleOf(cpu),
      `an SSA frame is the XSAVE area of XFRM, standard format, and ${GPRSGX} bytes of GPRSGX`,
      "whether it has SGX, and allows that XFRM, is in CPUID leaf 12H: taken as given",
    ].flatMap((line) => wrap(line, columns, " ")),
    "",
    table(
      ["left", "right", "right", "right", "right", "right", "left"],
      [
        ["XFRM", "XSAVE", "FRAME", "PAGES", "SDK", "GRAMINE", "COMPONENTS"],
        ...frames.map(({ xfrm, xsave, frame, pages, sdk, gramine }) => [
          hex(xfrm),
          `${xsave}`,
          `${frame}`,
          `${pages}`,
          sdk === null ? "fails" : `${sdk}`,
          `${gramine}`,
          maskNames(cpu, xfrm),
        ]),
      ],
      columns,
    ),
  ].join("\n");
