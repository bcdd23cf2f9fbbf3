/** The five examples of ARCHITECTURE.md are what the rules do. */
import { expect, test } from "vitest";
import { apply } from "../../src/algebra/step.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { rule } from "../../src/rules/index.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import type { StateComponent } from "../../src/xsave/component.ts";
import { bitsOf, hasBit, hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import { enumerated } from "../../src/xsave/processor.ts";
import { page } from "./page.ts";

const alignUp = (x: number, c: StateComponent) => (c.align64 ? Math.ceil(x / 64) * 64 : x);

/** What the words of the table mean. */
const MEANS: Record<string, (x: number, c: StateComponent) => number> = {
  x: (x) => x,
  "x + size": (x, { size }) => x + size,
  "offset + size": (_, { offset, size }) => Number(offset) + size,
  "max(x, offset + size)": (x, { offset, size }) => Math.max(x, Number(offset) + size),
  "alignUp(x, align)": alignUp,
  "alignUp(x, align) + size": (x, c) => alignUp(x, c) + c.size,
};

const ROW = /^\| [^|]*\| `([^`]*)` *\| `([^`]*)` *\| [^|]*`([\w.-]+)` *\|$/gm;
const ROWS = [...page("ARCHITECTURE.md").text.matchAll(ROW)].map(
  ([, absent = "", present = "", id = ""]) => [id, absent, present] as const,
);

test("there are five of them", () => {
  expect(ROWS.map(([id]) => id)).toEqual([
    "sdm-compacted",
    "sdm-standard",
    "linux-5.18-standard",
    "kvm-5.16-compacted",
    "wine-compacted",
  ]);
});

/** Its walk ends at the topmost bit, so the words hold up to there and are no steps of every bit. */
const TO_THE_LAST = "wine-compacted";

test("wine-compacted does what its row says, for every component up to the last of a mask", () => {
  const [, absent = "", present = ""] = ROWS.find(([id]) => id === TO_THE_LAST) ?? [];
  const { walk } = rule(TO_THE_LAST);
  for (const cpu of CATALOGUE) {
    const universe = enumerated(cpu) & ~3n;
    const count = 2 ** popcount(universe);
    for (let i = 1; i < count; i += count > 8192 ? 61 : 1) {
      const mask = subsetAt(universe, BigInt(i));
      const last = bitsOf(mask).at(-1) ?? 0;
      const said = cpu.components
        .filter(({ bit }) => bit <= last)
        .reduce((x, c) => MEANS[hasBit(mask, c.bit) ? present : absent]?.(x, c) ?? -1, 576);
      const done = walk(cpu, mask);
      if (said !== done) throw new Error(`${cpu.id} ${hex(mask)}: said ${said}, done ${done}`);
    }
  }
});

test.each(ROWS.filter(([id]) => id !== TO_THE_LAST))(
  "%s: absent %s, present %s, on every component",
  (id, absent, present) => {
    const named = rule(id);
    for (const cpu of CATALOGUE) {
      const { bits } = stepsOf(named, cpu);
      for (const c of cpu.components) {
        // The standard format has no place for supervisor components.
        if (named.format === "standard" && c.supervisor) continue;
        for (const [word, step] of [
          [absent, bits[c.bit]?.absent],
          [present, bits[c.bit]?.present],
        ] as const) {
          for (const x of [576, 577, 639, 640, 2440, 11_008]) {
            const said = MEANS[word]?.(x, c);
            const done = step && apply(step, x);
            if (said === done) continue;
            throw new Error(`${cpu.id} ${c.name} at ${x}: "${word}" is ${said}, done is ${done}`);
          }
        }
      }
    }
  },
);
