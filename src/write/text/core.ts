/** A core file for people: each thread, its masks, where its components lie, the registers asked for. */
import type { CoreThread } from "../../read/elf/core-file.ts";
import { hexOf, type Lane, lanesOf } from "../../read/elf/registers.ts";
import { idList } from "../../read/inference.ts";
import { hasBit, hex } from "../../xsave/mask.ts";
import type { Shown } from "../json/core.ts";
import { table } from "./table.ts";

type Paint = (style: "bold" | "dim", text: string) => string;

export const coreText = (shown: readonly Shown[], lanes: readonly Lane[], paint: Paint): string =>
  shown
    .map(({ thread, registers }) =>
      registers.length === 0
        ? threadText(thread, paint)
        : [
            ...(shown.length > 1 ? [paint("bold", thread.label)] : []),
            table(
              ["left", "left", "left"],
              registers.flatMap((register) => [
                [register.name, hexOf(register), register.state === "init" ? "(init)" : ""],
                ...lanes
                  .map((lane) => [`  ${lane}`, lanesOf(register, lane).join(" ")])
                  .filter(([, text]) => text !== ""),
              ]),
            ),
          ].join("\n"),
    )
    .join("\n\n");

function threadText(thread: CoreThread, paint: Paint): string {
  const { label, xcr0, xstateBv, xcompBv, area, components } = thread;
  const head = `${label}: XCR0 ${hex(xcr0)}, XSTATE_BV ${hex(xstateBv)}, XCOMP_BV ${hex(xcompBv)}, ${area.byteLength} bytes`;
  const rows = [
    ["x87", 0, 160],
    ["SSE", 160, 256],
  ] as const;
  const state = (bit: number) => (hasBit(xstateBv, bit) ? "saved" : "init");
  return [
    paint("bold", head),
    `layout: ${layoutText(thread)}`,
    table(
      ["right", "left", "right", "right", "left"],
      [
        ["BIT", "COMPONENT", "OFFSET", "SIZE", "STATE"],
        ...rows.map(([name, offset, size], bit) => [
          `${bit}`,
          name,
          `${offset}`,
          `${size}`,
          state(bit),
        ]),
        ...components.map((c) => [`${c.bit}`, c.name, `${c.offset}`, `${c.size}`, state(c.bit)]),
      ],
    ),
  ].join("\n");
}

function layoutText({ layout, candidates }: CoreThread): string {
  if (layout === "note") return "from the note NT_X86_XSAVE_LAYOUT";
  if (layout === "unknown") return "unknown: no note, and no processor of the catalogue fits";
  const [first = [], ...others] = candidates.map(idList);
  const ambiguity = others.length > 0 ? `; as well possible: ${others.join("; ")}` : "";
  return `inferred from XCR0 and size, as on ${first}${ambiguity}`;
}
