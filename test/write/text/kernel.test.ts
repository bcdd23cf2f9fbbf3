/** The page of a kernel: its first lines are the answers, in words, and every number is computed. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { type BootOptions, boot } from "../../../src/linux/kernel/configuration.ts";
import { NEWEST, version } from "../../../src/linux/kernel/version.ts";
import { kernelNumbers } from "../../../src/linux/numbers.ts";
import { kernelText } from "../../../src/write/text/kernel.ts";
import { standardSize } from "../../../src/xsave/layout.ts";

const page = (cpu: string, options: BootOptions = {}, vcpus = 1, kernel = NEWEST) =>
  kernelText(kernelNumbers(boot(processor(cpu), kernel, options)), vcpus, null, 200);
const grouped = (n: number) => n.toLocaleString("en-US");

test.each(["sapphire-rapids", "granite-rapids"])(
  "%s: the buffer of KVM_GET_XSAVE2 comes first, before and after the request",
  (id) => {
    const cpu = processor(id);
    const all = standardSize(cpu, cpu.xcr0 & 0x602ffn);
    expect(page(id).split("\n")[0]).toBe(
      `KVM_GET_XSAVE2 buffer: 4,096 bytes, ${grouped(all)} once ARCH_REQ_XCOMP_GUEST_PERM(18) was granted`,
    );
  },
);

test("where nothing is dynamic no request is named", () => {
  const [first, , third] = page("zen-4").split("\n");
  expect([first, third]).toEqual([
    "KVM_GET_XSAVE2 buffer: 4,096 bytes",
    "opting in: nothing to opt in to",
  ]);
});

test("two dynamic components, which fit what every guest has: both requests are named", () => {
  const text = page("sapphire-rapids", { hostMask: 0x1ee7n, dynamic: 0xc0n }, 128);
  expect(text).toContain(
    "4,096 bytes, whether or not ARCH_REQ_XCOMP_GUEST_PERM(6) and (7) were granted",
  );
  expect(text).toMatch(
    /per vCPU, 0 pages, image -1,400; 196,608 bytes for 128[\s\S]*memory, 128 vCPUs +\d+ +\d+$/m,
  );
});

test("a proposal that sizes by CPUID needs no request for the larger buffer", () => {
  const text = page("sapphire-rapids", {}, 1, version("kvm-sizes-at-cpuid"));
  expect(text).toMatch(/^KVM_GET_XSAVE2 buffer: 11,008 bytes, whether or not/);
});

test("a machine that does not boot says so before everything else", () => {
  const cpu = processor("sapphire-rapids");
  const components = cpu.components.map((component) => ({ ...component, xfd: false }));
  const numbers = kernelNumbers(boot({ ...cpu, components }, NEWEST));
  expect(kernelText(numbers, 1, null, 200)).toMatch(/^does not boot: without XFD/);
});

test("plain digits in the tables, commas in the sentences", () => {
  const [answers = "", ...rest] = page("sapphire-rapids").split("\n\n");
  expect(answers).toMatch(/11,008/);
  expect(rest.slice(1).join("\n")).not.toMatch(/\d,\d{3}/);
});
