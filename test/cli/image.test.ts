/** image, as a user runs it: verdict first, registers, exit codes, the document. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { area, gdbX, type Part, signalFrame } from "../read/image/images.ts";
import { json, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-image-"));
const file = (name: string, content: string | Uint8Array): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
const OPMASK: readonly Part[] = [
  { bit: 2, size: 256, offset: 576 },
  { bit: 5, size: 64, offset: 832 },
];
const ZEN = area(2440, OPMASK, { xcr0: 0x2e7n, bv: 0x27n });
// k1 is PATTERN(5, 8..15): 274, 285, ... modulo 256.
const K1 = "0x5f54493e33281d12";

test("the verdict first, then header and layout; registers alone where they are asked for", () => {
  const path = file("area.bin", ZEN);
  const { code, out } = xsweep(["image", path]);
  expect([code, out.split("\n")[0]]).toEqual([
    0,
    "consistent: an XSAVE area in the standard format",
  ]);
  expect(out).toMatch(/^area: XCR0 0x2e7, XSTATE_BV 0x27, XCOMP_BV 0x0, 2440 bytes$/m);
  expect(out).toMatch(/^ {2}5 {2}opmask +832 +64 {2}saved$/m);
  expect(xsweep(["image", path, "--reg", "k1"])).toMatchObject({ code: 0, out: `k1  ${K1}\n` });
  const dump = xsweep(["image", "-", "--reg", "k1"], gdbX(ZEN, 4, "buf"));
  expect(dump).toMatchObject({ code: 0, out: `k1  ${K1}\n` });
});

test("exit codes: not consistent 1, two layouts 3, an absent register 1, nothing to read 2", () => {
  const bad = ZEN.slice();
  bad[540] = 1;
  expect(xsweep(["image", file("bad.bin", bad)])).toMatchObject({
    code: 1,
    out: expect.stringMatching(
      /^not consistent: .*byte 540 of the header is not 0: XRSTOR passes it over, but Linux refuses/,
    ),
  });
  const open = file("open.bin", area(4096, [], { xcr0: 0x2e7n, bv: 0x23n }));
  const both = xsweep(["image", open]);
  expect([both.code, both.out.match(/^layout: possible/gm)?.length ?? both.out]).toEqual([3, 2]);
  expect(xsweep(["image", open, "--cpu", "zen-4"]).code).toBe(0);
  expect(xsweep(["image", open, "--reg", "bnd0,xmm1"])).toMatchObject({
    code: 1,
    err: expect.stringContaining("BNDREGS"),
  });
  expect(xsweep(["image", file("short", "abc")])).toMatchObject({ code: 2, out: "" });
  expect(xsweep(["image", open, "--xcr0", "bogus"]).err).toMatch(/--xcr0/);
});

test("the document names source, format, layouts and findings", () => {
  const frame = file("stack.bin", signalFrame(ZEN, 0x2e7n, 32));
  expect(json(["image", frame, "--reg", "k1,tmm0"])).toMatchObject({
    schema: "xsweep/image@1",
    images: [
      {
        ...{ source: "signal-frame", at: 32, format: "standard", consistent: true, findings: [] },
        ...{ xcr0: "0x2e7", xstateBv: "0x27", size: 2440, layout: "inferred" },
        components: [{ bit: 2 }, { bit: 5, offset: 832 }, { bit: 6 }, { bit: 7 }, { bit: 9 }],
        registers: [{ name: "k1", hex: K1, state: "saved" }],
        absent: [{ name: "tmm0" }],
      },
    ],
  });
  const squeezed = area(2440, OPMASK, { bv: 0x27n, xcomp: (1n << 63n) | 0x2e7n });
  expect(json(["image", file("c.bin", squeezed)])).toMatchObject({
    images: [{ format: "compacted", xcr0: null, xcompBv: "0x80000000000002e7" }],
  });
  expect(json(["image", file("c.bin", squeezed), "--format", "standard"])).toMatchObject({
    images: [{ format: "standard", consistent: false }],
  });
});
