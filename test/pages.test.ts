/** Every page but the README, which has a test of its own; and the files that comments name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { holds, missingFiles, prints, WHOLE } from "./pages/held.ts";
import { PAGES, ROOT } from "./pages/page.ts";
import { sessionsOf } from "./pages/session.ts";

for (const page of PAGES) if (page.name !== "README.md") holds(page);

test("the figures of the whole catalogue are those that its commands print", () => {
  const wrong = PAGES.flatMap((page) => {
    const print = prints(page);
    return sessionsOf(page)
      .filter(([command]) => WHOLE.test(command))
      .flatMap(([command, shown]) => {
        try {
          print(command, shown);
          return [];
        } catch (error) {
          return [(error as Error).message];
        }
      });
  });
  if (wrong.length > 0) throw new Error(wrong.join("\n\n"));
});

test("every page is reached from the README", () => {
  const readme = PAGES.find(({ name }) => name === "README.md")?.text;
  for (const { name } of PAGES) if (name !== "README.md") expect(readme).toContain(`](${name})`);
});

test("every file that a comment names exists", () => {
  const wrong = ["src", "assembly", "bench", "scripts"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(ts|mjs)$/.test(file) && !file.endsWith(".wasm.ts"))
      .flatMap((file) => {
        const missing = missingFiles(readFileSync(join(ROOT, folder, file), "utf8"));
        return missing.map((named) => `${folder}/${file} names ${named}`);
      }),
  );
  expect(wrong).toEqual([]);
});
