import { expect, test } from "vitest";
import { compileCore, createCore } from "../../src/core/core.ts";
import { CORE_BASE64 } from "../../src/core/core.wasm.ts";

test("the core needs nothing from its host and stays small", () => {
  expect(WebAssembly.Module.imports(compileCore())).toEqual([]);
  expect(CORE_BASE64.length).toBeLessThan(24_000);
});

test("it is compiled once", () => {
  expect(compileCore()).toBe(compileCore());
});

test("a core of another ABI is refused", () => {
  // (module (global (export "abiVersion") i32 (i32.const 0)))
  const other = Uint8Array.of(
    ...[0, 97, 115, 109, 1, 0, 0, 0, 6, 6, 1, 127, 0, 65, 0, 11],
    ...[7, 14, 1, 10, 97, 98, 105, 86, 101, 114, 115, 105, 111, 110, 3, 0],
  );
  expect(() => createCore(new WebAssembly.Module(other))).toThrow(
    "core has ABI 0, host 2: run the build",
  );
});
