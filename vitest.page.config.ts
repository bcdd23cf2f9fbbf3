import { defineConfig } from "vitest/config";

/** The tests of the explorer in a real browser: `npm run test:page`, on what `npm run build` made. */
export default defineConfig({
  test: {
    include: ["test/page/**/*.test.ts"],
    globalSetup: ["test/page/global-setup.ts"],
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
