/** A core file for people: each thread, its masks, where its components lie, the registers asked for. */
import { type Lane, type Register, registerHex, registerLanes } from "../../read/elf/registers.ts";
import { type Arrangement, arrangementText } from "../../read/image/placement.ts";
import { arrangementsOf, componentState, type Saved } from "../../read/image/saved.ts";
import { XMM_OFFSET } from "../../xsave/area.ts";
import { hasBit, hex } from "../../xsave/mask.ts";
import type { RegisterValue, Shown } from "../json/core.ts";
import { table } from "./table.ts";

export type Paint = (style: "bold" | "dim", text: string) => string;

/** A text per thread: those of thousands of threads together are longer than a string can be. */
export function* coreTexts(
  shown: readonly Shown[],
  lanes: readonly Lane[],
  paint: Paint,
): Generator<string> {
  for (const { thread, registers, absent } of shown) {
    if (registers.length + absent.length === 0) yield savedText(thread, paint);
    else {
      const head = shown.length > 1 ? [paint("bold", thread.label)] : [];
      const text = registers.length > 0 ? [registersText(registers, lanes)] : [];
      if (head.length + text.length > 0) yield [...head, ...text].join("\n");
    }
  }
}

export const registersText = (
  registers: readonly RegisterValue[],
  lanes: readonly Lane[],
): string =>
  table(
    ["left", "left", "left"],
    registers.flatMap(({ register, as }) => [
      [register.name, valueText(register), remark(register, as)],
      ...lanes
        .map((lane) => [`  ${lane}`, registerLanes(register, lane).join(" "), ""])
        .filter(([, text]) => text !== ""),
    ]),
  );

const LOST_BY = "gcore of gdb 13 does not write it";

const valueText = (register: Register): string =>
  register.state === "lost" ? `lost, ${LOST_BY}` : grouped(registerHex(register));

/** What is longer than 64 digits, in groups of 16: one qword each. C++, Rust and Python read it so. */
const grouped = (digits: string): string =>
  digits.length <= 2 + 64 ? digits : `0x${digits.slice(2).match(/.{16}/g)?.join("_")}`;

function remark({ state }: Register, as: Arrangement | null): string {
  const words = [
    ...(state === "init" ? ["init"] : []),
    ...(state === "partly lost" ? [`?? is lost, ${LOST_BY}`] : []),
    ...(as ? [arrangementText(as)] : []),
  ];
  return words.length > 0 ? `(${words.join("; ")})` : "";
}

/** The masks of an area, and where its components lie, by every layout that remains possible. */
export function savedText(saved: Saved, paint: Paint): string {
  const { label, kind, xcr0, xstateBv, xcompBv, area, general } = saved;
  const isCompacted = saved.arrangements[0]?.by === "compacted";
  const masks = {
    xsave: `${isCompacted ? "" : `XCR0 ${hex(xcr0)}, `}XSTATE_BV ${hex(xstateBv)}, XCOMP_BV ${hex(xcompBv)}, ${area.byteLength} bytes`,
    fxsave: `FXSAVE image, ${area.byteLength} bytes`,
    none: "general registers alone",
  }[kind];
  const pointers = general
    .slice(0, 3)
    .map((one) => `${one.name} ${registerHex({ ...one, state: "saved" })}`);
  return [
    paint("bold", `${label}: ${masks}`),
    ...(kind === "none" ? [] : arrangementsOf(saved).map((one) => layoutText(saved, one))),
    ...(pointers.length > 0
      ? [`general registers: ${pointers.join(", ")} (--reg all for all)`]
      : []),
  ].join("\n");
}

function layoutText(saved: Saved, arrangement: Arrangement): string {
  const legacy = [
    ["x87", 0, XMM_OFFSET],
    ["SSE", XMM_OFFSET, 256],
  ] as const;
  const rows = [
    ...legacy.map(([name, offset, size], n) => ({ bit: n, name, offset, size, state: "saved" })),
    ...arrangement.components.map((c) => ({ ...c, state: componentState(saved, arrangement, c) })),
  ].filter(({ bit }) => hasBit(saved.xcr0, bit));
  return [
    `layout: ${wordsOf(saved, arrangement)}`,
    table(
      ["right", "left", "right", "right", "left"],
      [
        ["BIT", "COMPONENT", "OFFSET", "SIZE", "STATE"],
        ...rows.map((row) => [
          `${row.bit}`,
          row.name,
          `${row.offset}`,
          `${row.size}`,
          hasBit(saved.xstateBv, row.bit) ? row.state : "init",
        ]),
      ],
    ),
  ].join("\n");
}

function wordsOf({ arrangements }: Saved, arrangement: Arrangement): string {
  if (arrangements.length === 0) return "unknown: no note, and no processor of the catalogue fits";
  const either = arrangements.length > 1 ? "possible: " : "";
  switch (arrangement.by) {
    case "kernel":
      return `${either}inferred from XCR0 and size, ${arrangementText(arrangement)}`;
    case "part":
      return `${either}another length than XCR0 implies, what lies inside ${arrangementText(arrangement)}`;
    default:
      return `${either}${arrangementText(arrangement)}`;
  }
}
