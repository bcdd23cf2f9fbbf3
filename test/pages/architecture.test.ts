/** The five examples of ARCHITECTURE.md are what the rules do. */
import { expect, test } from "vitest";
import { apply } from "../../src/algebra/step.ts";
import { CATALOGUE } from "../../src/catalogue/index.ts";
import { rule } from "../../src/rules/index.ts";
import { stepsOf } from "../../src/rules/rule.ts";
import type { StateComponent } from "../../src/xsave/component.ts";
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
    "criu-compacted",
  ]);
});

test.each(ROWS)("%s: absent %s, present %s, on every component", (id, absent, present) => {
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
});
