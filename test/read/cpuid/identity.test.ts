import { expect, test } from "vitest";
import { identityOf } from "../../../src/read/cpuid/identity.ts";

const signed = (eax: number) =>
  identityOf({
    label: "CPU 0",
    warnings: [],
    rows: [{ leaf: 1, subleaf: 0, registers: { eax, ebx: 0, ecx: 0, edx: 0 } }],
  }).name;

/** SDM2 CPUID, leaf 1: the extended model counts for families 6 and 15, the extended family for 15. */
test.each([
  [0x000806f8, "x86 family 6 model 143 stepping 8"],
  [0x0001067a, "x86 family 6 model 23 stepping 10"],
  [0x00a10f11, "x86 family 25 model 17 stepping 1"],
  [0x00000f4a, "x86 family 15 model 4 stepping 10"],
  [0x00090543, "x86 family 5 model 4 stepping 3"],
  [0x0ff00543, "x86 family 5 model 4 stepping 3"],
])("without a brand string the signature 0x%s names the processor", (eax, name) => {
  expect(signed(eax)).toBe(name);
});
