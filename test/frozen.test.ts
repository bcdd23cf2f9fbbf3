/** What the library hands out to everybody, nobody can change for the others. */
import { expect, test } from "vitest";
import * as library from "../src/index.ts";
import * as linux from "../src/linux/index.ts";

/** The first thing in `value` that can be changed, by its path. */
function loose(value: unknown, path: string): string | undefined {
  if (typeof value !== "object" || value === null || value instanceof Map) return undefined;
  if (!Object.isFrozen(value)) return path;
  for (const [name, part] of Object.entries(value)) {
    const found = loose(part, `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

test.each(
  [library, linux].flatMap((entry) =>
    Object.entries(entry)
      .filter(([, value]) => typeof value === "object" && value !== null)
      .map(([name, value]) => [name, value] as const),
  ),
)("%s is frozen, and all in it", (name, value) => {
  expect(loose(value, name)).toBeUndefined();
});

test("so are a processor of one's own, and the components of layouts", () => {
  const cpu = library.createProcessor({ id: "m", name: "M", components: [] });
  expect(loose(cpu, "cpu")).toBeUndefined();
  for (const format of ["standard", "compacted"] as const) {
    const { components } = library.layout(library.processor("zen-4"), 0x2e7n, format);
    expect(components.length).toBe(5);
    for (const component of components) expect(Object.isFrozen(component)).toBe(true);
  }
});
