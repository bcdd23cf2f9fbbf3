import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { BOUNDS } from "../../../src/check/search.ts";
import { check } from "../../../src/linux/check.ts";
import { boot } from "../../../src/linux/kernel/configuration.ts";
import { VERSIONS, version } from "../../../src/linux/kernel/version.ts";
import { kernelNumbers } from "../../../src/linux/numbers.ts";
import { assumedManaged, kernelTurned, whyNoKernel } from "../../../src/linux/propose/kernels.ts";
import { proposed } from "../../../src/questions/proposal.ts";
import { parseAddition } from "../../../src/questions/proposal-grammar.ts";
import type { Processor } from "../../../src/xsave/processor.ts";
import { restrict } from "../../../src/xsave/restrict.ts";

const SPR = processor("sapphire-rapids");
const with_ = (cpu: Processor, text: string) =>
  proposed(cpu, { add: [parseAddition(text)], remove: [], resize: [] });

/** The host of the mail: AVX-512 and AMX, nothing between them. */
const MAIL = restrict(SPR, 0x600e7n);

test("the mail's question: 16 bytes of CET_S at bit 12, for guests alone", () => {
  const after = with_(MAIL, "12:16:supervisor");
  const broken = VERSIONS.map((one) => {
    const { promises } = kernelTurned(MAIL, after, one);
    return [one.id, promises.filter(({ turn }) => turn === "breaks").map(({ id }) => id)];
  });
  expect(Object.fromEntries(broken)).toEqual({
    "linux-5.16": [],
    "linux-5.18": [],
    "linux-6.16": [],
    "linux-6.17": [],
    "linux-6.18": [],
    "mail-v6": ["P2", "B4"],
    "mail-v6-preserve": ["B4", "B1", "B2"],
    "kvm-sizes-at-cpuid": [],
  });
  // 10704 is what 16 bytes would make it without alignment; the tiles begin at 2560 instead of 2496.
  const { promises } = kernelTurned(MAIL, after, version("mail-v6-preserve"));
  expect(promises.find(({ id }) => id === "B1")).toMatchObject({
    ...{ steps: 3, shortfall: 64 },
    detail: "the buffer has 10688 bytes; its 0x610e7 takes 10752: short by 64",
  });
});

test("with PKRU in between padding takes it: the buffer fits again", () => {
  const host = restrict(SPR, 0x602e7n);
  const { promises } = kernelTurned(
    host,
    with_(host, "12:16:supervisor"),
    version("mail-v6-preserve"),
  );
  expect(promises.map(({ id }) => id)).not.toContain("B1");
});

test("numbers and verdicts are those of kernel and check on either side", () => {
  const after = with_(SPR, "20:1024:align64");
  const masks = [0x61ee7n & ~0x100n, (0x61ee7n & ~0x100n) | (1n << 20n)] as const;
  for (const id of ["linux-5.16", "linux-6.17"]) {
    const turn = kernelTurned(SPR, after, version(id));
    const [was, is] = [[SPR, masks[0]] as const, [after, masks[1]] as const].map(
      ([cpu, hostMask]) => ({
        report: check(cpu, version(id), { hostMask }),
        numbers: kernelNumbers(boot(cpu, version(id), { hostMask })),
      }),
    );
    expect(turn.before.without).toEqual(was?.numbers.without);
    expect(turn.after.permitted).toEqual(is?.numbers.permitted);
    const newly = is?.report.properties.filter(
      ({ holds }, p) => holds === false && was?.report.properties[p]?.holds === true,
    );
    const said = turn.promises.filter(({ turn: how }) => how === "breaks");
    expect(said.map(({ id: promise }) => promise).sort()).toEqual(
      newly?.map((one) => one.id).sort(),
    );
  }
});

test("what a bound leaves open is undecided", () => {
  const bounds = { ...BOUNDS, states: 3 };
  const turn = kernelTurned(
    MAIL,
    with_(MAIL, "12:16:supervisor"),
    version("mail-v6-preserve"),
    bounds,
  );
  expect(turn.promises.map(({ turn: how }) => how)).toContain("undecided");
});

test("an xfeature over 30 is beyond the model, and half of AMX does not boot", () => {
  expect(whyNoKernel(SPR, with_(SPR, "31:8"))).toMatch(/up to 30/);
  expect(whyNoKernel(SPR, with_(SPR, "30:8"))).toBeNull();
  // What Linux leaves alone is no matter, however it changes.
  const lbr = proposed(SPR, { resize: [{ bit: 15, size: 4096 }] });
  expect(assumedManaged(SPR, lbr)).toBe(0n);
  const { before: was, after: is } = kernelTurned(SPR, lbr, version("linux-6.18"));
  expect(is.without).toEqual(was.without);
  const bare = restrict(SPR, 0x2e7n);
  const { before, after } = kernelTurned(bare, with_(bare, "17:64"), version("linux-6.18"));
  expect([before.whyNoBoot, after.whyNoBoot]).toEqual([null, expect.stringMatching(/XSETBV/)]);
});
