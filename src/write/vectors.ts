/** The layout of a mask as constants for code of one's own: C or Rust. */

import { xcompBv } from "../xsave/area.ts";
import { COMPONENT_NAMES } from "../xsave/component.ts";
import { type Layout, layout } from "../xsave/layout.ts";
import { hex } from "../xsave/mask.ts";
import type { Processor } from "../xsave/processor.ts";

export type VectorLanguage = "c" | "rust";

/** A number with a name that every language takes: words of capitals joined by underscores. */
interface Constant {
  readonly name: string;
  readonly value: bigint;
  /** Bits of the type that holds it. */
  readonly bits: 32 | 64;
}

const identifier = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]+/g, "_");

function constantsOf(cpu: Processor, mask: bigint): Constant[] {
  const formats = [layout(cpu, mask, "standard"), layout(cpu, mask, "compacted")];
  return [
    { name: "MASK", value: mask, bits: 64 },
    { name: "XCOMP_BV", value: xcompBv(mask), bits: 64 },
    ...formats.flatMap(constantsOfLayout),
  ];
}

function constantsOfLayout({ format, size, components }: Layout): Constant[] {
  const prefix = format.toUpperCase();
  // The bit keeps names apart that differ in what an identifier cannot hold.
  const rows = [...components].sort((a, b) => a.bit - b.bit);
  const word = ({ bit, name }: { bit: number; name: string }) =>
    COMPONENT_NAMES.get(bit) === name ? identifier(name) : `${identifier(name)}_${bit}`;
  return [
    { name: `${prefix}_SIZE`, value: BigInt(size), bits: 32 },
    ...rows.flatMap((component): Constant[] => [
      { name: `${prefix}_${word(component)}_OFFSET`, value: BigInt(component.offset), bits: 32 },
      { name: `${prefix}_${word(component)}_SIZE`, value: BigInt(component.size), bits: 32 },
    ]),
  ];
}

/** The vectors in `language`, as a whole file. */
export function vectors(cpu: Processor, mask: bigint, language: VectorLanguage): string {
  const constants = constantsOf(cpu, mask);
  // An id from a file may hold anything, the end of a comment too.
  const id = cpu.id.replace(/[^\w .-]/g, "?");
  const title = `XSAVE area of ${id} for ${hex(mask)}. Bytes from the start of the area. By xsweep.`;
  return language === "c" ? cVectors(title, constants) : rustVectors(title, constants);
}

/**
 * Constants, what must hold between them, and XSWEEP_CHECK to hold against expressions of one's own.
 * The text compiles by itself from C11 on.
 */
function cVectors(title: string, constants: readonly Constant[]): string {
  const literal = ({ value, bits }: Constant) =>
    bits === 64 ? `UINT64_C(${hex(value)})` : `UINT32_C(${value})`;
  return [
    `/* ${title} */`,
    "#include <stdint.h>",
    "",
    ...constants.map((constant) => `#define XSWEEP_${constant.name} ${literal(constant)}`),
    "",
    "/* XSWEEP_CHECK(offsetof(struct area, opmask), STANDARD_OPMASK_OFFSET); */",
    "#define XSWEEP_CHECK(expression, name) \\",
    '  _Static_assert((expression) == XSWEEP_##name, #expression " is not " #name)',
    "",
    ...claimsOf(constants).map(
      ([claim, sentence]) => `_Static_assert(${claim.map(cTerm).join(" ")}, "${sentence}");`,
    ),
  ].join("\n");
}

const cTerm = (term: string): string => (/^[A-Z]/.test(term) ? `XSWEEP_${term}` : term);

function rustVectors(title: string, constants: readonly Constant[]): string {
  return [
    `//! ${title}`,
    "#![allow(dead_code)]",
    "",
    ...constants.map(
      (constant) =>
        `pub const ${constant.name}: u${constant.bits} = ${constant.bits === 64 ? hex(constant.value) : constant.value};`,
    ),
    "",
    ...claimsOf(constants).map(
      ([claim, sentence]) => `const _: () = assert!(${claim.join(" ")}, "${sentence}");`,
    ),
  ].join("\n");
}

/** What holds between the constants: terms of an expression that both languages read, and why. */
function claimsOf(constants: readonly Constant[]): [string[], string][] {
  return constants.flatMap(({ name }): [string[], string][] => {
    const component = /^(STANDARD|COMPACTED)_(.+)_OFFSET$/.exec(name);
    if (!component) return [];
    const [, format = "", word = ""] = component;
    return [
      [[name, ">=", "576"], `${word} lies in the extended region`],
      [
        [name, "+", `${format}_${word}_SIZE`, "<=", `${format}_SIZE`],
        `${word} ends within the ${format.toLowerCase()} area`,
      ],
    ];
  });
}
