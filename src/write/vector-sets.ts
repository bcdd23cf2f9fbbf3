/**
 * Test vectors as a source file of one's own tests: the numbers, and a check that holds a size
 * function and an offset function to every one of them and names the first that is wrong. Each is
 * compiled and run, with a right function and a wrong one, by test/write/vector-sets.test.ts.
 */
import type { Vector, VectorSet } from "../questions/vectors.ts";
import { hex } from "../xsave/mask.ts";

const TITLE = "XSAVE areas: bytes and offsets by mask. Written by xsweep.";

/** An id from a file may hold anything: the end of a string or of a comment too. */
const quoted = (id: string): string => `"${id.replace(/[^\w .:+-]/g, "?")}"`;

const perSet = (
  sets: readonly VectorSet[],
  linesOf: (set: VectorSet, i: number) => string[],
): string[] => sets.flatMap(linesOf);

const csv = (sets: readonly VectorSet[]): string =>
  [
    "cpu,rule,mask,size,offsets",
    ...perSet(sets, ({ cpu, rule, vectors }) =>
      vectors.map(({ mask, size, offsets }) =>
        [
          ...[quoted(cpu), quoted(rule), hex(mask), `${size}`],
          offsets.map(([bit, offset]) => `${bit}:${offset}`).join(" "),
        ].join(","),
      ),
    ),
  ].join("\n");

/** Where the offsets of each vector begin among those of its set. */
function starts(vectors: readonly Vector[]): number[] {
  let next = 0;
  return vectors.map(({ offsets }) => {
    const start = next;
    next += offsets.length;
    return start;
  });
}

const c = (sets: readonly VectorSet[]): string =>
  [
    `/* ${TITLE} */`,
    "#include <inttypes.h>",
    "#include <stddef.h>",
    "#include <stdint.h>",
    "#include <stdio.h>",
    "",
    "struct xsweep_offset { uint32_t bit, offset; };",
    "struct xsweep_vector { uint64_t mask; uint32_t size, first, count; };",
    "struct xsweep_set {",
    "  const char *cpu, *rule;",
    "  const struct xsweep_vector *vectors;",
    "  size_t count;",
    "  const struct xsweep_offset *offsets;",
    "};",
    "",
    ...perSet(sets, ({ vectors }, i) => {
      const first = starts(vectors);
      const pairs = vectors.flatMap(({ offsets }) => offsets);
      return [
        // C has no empty array: a pair that nothing refers to stands behind.
        `static const struct xsweep_offset xsweep_offsets_${i}[] = {`,
        ...[...pairs, [0, 0] as const].map(([bit, offset]) => `  { ${bit}, ${offset} },`),
        "};",
        `static const struct xsweep_vector xsweep_vectors_${i}[] = {`,
        ...vectors.map(
          ({ mask, size, offsets }, j) =>
            `  { UINT64_C(${hex(mask)}), ${size}, ${first[j]}, ${offsets.length} },`,
        ),
        "};",
      ];
    }),
    "",
    `#define XSWEEP_SETS ${sets.length}`,
    "static const struct xsweep_set xsweep_sets[XSWEEP_SETS] = {",
    ...perSet(sets, ({ cpu, rule, vectors }, i) => [
      `  { ${quoted(cpu)}, ${quoted(rule)}, xsweep_vectors_${i}, ${vectors.length}, xsweep_offsets_${i} },`,
    ]),
    "};",
    "",
    "/* Yours: bytes of an area, and where a component begins in it. The second may be NULL. */",
    "typedef uint32_t (*xsweep_size)(const char *cpu, const char *rule, uint64_t mask);",
    "typedef uint32_t (*xsweep_place)(const char *cpu, const char *rule, uint64_t mask, uint32_t bit);",
    "",
    "/* How many numbers are wrong; the first of them goes to stderr. */",
    "static inline size_t xsweep_check(xsweep_size size, xsweep_place place) {",
    "  size_t wrong = 0;",
    "  for (size_t i = 0; i < XSWEEP_SETS; i++) {",
    "    const struct xsweep_set *set = &xsweep_sets[i];",
    "    for (size_t j = 0; j < set->count; j++) {",
    "      const struct xsweep_vector *v = &set->vectors[j];",
    "      uint32_t got = size(set->cpu, set->rule, v->mask);",
    "      if (got != v->size && wrong++ == 0)",
    '        fprintf(stderr, "%s, %s, mask 0x%" PRIx64 ": %" PRIu32 " bytes, not %" PRIu32 "\\n",',
    "                set->cpu, set->rule, v->mask, v->size, got);",
    "      for (uint32_t k = 0; place && k < v->count; k++) {",
    "        const struct xsweep_offset *o = &set->offsets[v->first + k];",
    "        got = place(set->cpu, set->rule, v->mask, o->bit);",
    "        if (got != o->offset && wrong++ == 0)",
    '          fprintf(stderr, "%s, %s, mask 0x%" PRIx64 ": bit %" PRIu32 " at %" PRIu32 ", not %" PRIu32 "\\n",',
    "                  set->cpu, set->rule, v->mask, o->bit, o->offset, got);",
    "      }",
    "    }",
    "  }",
    "  return wrong;",
    "}",
  ].join("\n");

const rust = (sets: readonly VectorSet[]): string =>
  [
    `//! ${TITLE}`,
    "#![allow(dead_code)]",
    "",
    "pub struct XsweepVector { pub mask: u64, pub size: u32, pub offsets: &'static [(u32, u32)] }",
    "pub struct XsweepSet { pub cpu: &'static str, pub rule: &'static str, pub vectors: &'static [XsweepVector] }",
    "",
    "pub static XSWEEP_SETS: &[XsweepSet] = &[",
    ...perSet(sets, ({ cpu, rule, vectors }) => [
      `    XsweepSet { cpu: ${quoted(cpu)}, rule: ${quoted(rule)}, vectors: &[`,
      ...vectors.map(({ mask, size, offsets }) => {
        const pairs = offsets.map(([bit, offset]) => `(${bit}, ${offset})`).join(", ");
        return `        XsweepVector { mask: ${hex(mask)}, size: ${size}, offsets: &[${pairs}] },`;
      }),
      "    ] },",
    ]),
    "];",
    "",
    "/// Holds your functions to every vector: bytes of an area, and where a component begins in it.",
    "pub fn xsweep_check(",
    "    size: impl Fn(&str, &str, u64) -> u32,",
    "    place: impl Fn(&str, &str, u64, u32) -> u32,",
    ") -> Result<usize, String> {",
    "    let mut checked = 0;",
    "    for set in XSWEEP_SETS {",
    "        for v in set.vectors {",
    "            let got = size(set.cpu, set.rule, v.mask);",
    "            if got != v.size {",
    '                return Err(format!("{}, {}, mask {:#x}: {} bytes, not {}", set.cpu, set.rule, v.mask, v.size, got));',
    "            }",
    "            for &(bit, offset) in v.offsets {",
    "                let got = place(set.cpu, set.rule, v.mask, bit);",
    "                if got != offset {",
    '                    return Err(format!("{}, {}, mask {:#x}: bit {} at {}, not {}", set.cpu, set.rule, v.mask, bit, offset, got));',
    "                }",
    "            }",
    "            checked += 1;",
    "        }",
    "    }",
    "    Ok(checked)",
    "}",
  ].join("\n");

/** A file of a package of its own: tabs are what gofmt sets, blanks compile as well. */
const go = (sets: readonly VectorSet[]): string =>
  [
    `// ${TITLE}`,
    "package xsweep",
    "",
    'import "fmt"',
    "",
    "type XsweepVector struct {",
    "    Mask    uint64",
    "    Size    uint32",
    "    Offsets [][2]uint32",
    "}",
    "",
    "type XsweepSet struct {",
    "    Cpu, Rule string",
    "    Vectors   []XsweepVector",
    "}",
    "",
    "var XsweepSets = []XsweepSet{",
    ...perSet(sets, ({ cpu, rule, vectors }) => [
      `    {${quoted(cpu)}, ${quoted(rule)}, []XsweepVector{`,
      ...vectors.map(({ mask, size, offsets }) => {
        const pairs = offsets.map(([bit, offset]) => `{${bit}, ${offset}}`).join(", ");
        return `        {${hex(mask)}, ${size}, [][2]uint32{${pairs}}},`;
      }),
      "    }},",
    ]),
    "}",
    "",
    "// XsweepCheck holds your functions to every vector; place may be nil.",
    "func XsweepCheck(size func(cpu, rule string, mask uint64) uint32, place func(cpu, rule string, mask uint64, bit uint32) uint32) error {",
    "    for _, set := range XsweepSets {",
    "        for _, v := range set.Vectors {",
    "            if got := size(set.Cpu, set.Rule, v.Mask); got != v.Size {",
    '                return fmt.Errorf("%s, %s, mask %#x: %d bytes, not %d", set.Cpu, set.Rule, v.Mask, v.Size, got)',
    "            }",
    "            for _, o := range v.Offsets {",
    "                if place == nil {",
    "                    break",
    "                }",
    "                if got := place(set.Cpu, set.Rule, v.Mask, o[0]); got != o[1] {",
    '                    return fmt.Errorf("%s, %s, mask %#x: bit %d at %d, not %d", set.Cpu, set.Rule, v.Mask, o[0], o[1], got)',
    "                }",
    "            }",
    "        }",
    "    }",
    "    return nil",
    "}",
  ].join("\n");

const python = (sets: readonly VectorSet[]): string =>
  [
    `"""${TITLE}"""`,
    "",
    "# cpu, rule, [(mask, size, {bit: offset})]",
    "XSWEEP_SETS = [",
    ...perSet(sets, ({ cpu, rule, vectors }) => [
      `    (${quoted(cpu)}, ${quoted(rule)}, [`,
      ...vectors.map(({ mask, size, offsets }) => {
        const pairs = offsets.map(([bit, offset]) => `${bit}: ${offset}`).join(", ");
        return `        (${hex(mask)}, ${size}, {${pairs}}),`;
      }),
      "    ]),",
    ]),
    "]",
    "",
    "",
    "def xsweep_check(size, place=None):",
    '    """Holds size(cpu, rule, mask) and place(cpu, rule, mask, bit) to every vector."""',
    "    checked = 0",
    "    for cpu, rule, vectors in XSWEEP_SETS:",
    "        for mask, wanted, offsets in vectors:",
    "            got = size(cpu, rule, mask)",
    "            if got != wanted:",
    '                raise AssertionError(f"{cpu}, {rule}, mask {mask:#x}: {wanted} bytes, not {got}")',
    "            for bit, offset in offsets.items() if place else ():",
    "                got = place(cpu, rule, mask, bit)",
    "                if got != offset:",
    "                    raise AssertionError(",
    '                        f"{cpu}, {rule}, mask {mask:#x}: bit {bit} at {offset}, not {got}"',
    "                    )",
    "            checked += 1",
    "    return checked",
  ].join("\n");

export const VECTOR_TEXTS = { csv, c, rust, go, python } as const;
