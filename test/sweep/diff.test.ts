import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { questionFor } from "../../src/questions/domain.ts";
import { movesOf, sharedComponents } from "../../src/questions/moves.ts";
import { architectureOf, PEERS, rule, WALKS } from "../../src/rules/index.ts";
import { type Rule, refusalOf } from "../../src/rules/rule.ts";
import { type DiffReport, diff, diffSides } from "../../src/sweep/diff.ts";
import { matrix } from "../../src/sweep/matrix.ts";
import { layout } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { hex, popcount, subsetAt } from "../../src/xsave/mask.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { subsets } from "../../src/xsave/subsets.ts";
import { synthetic } from "../processors.ts";
import { exactPeers, rulesOn, total } from "../spaces.ts";

/** The same by the walks of both rules, a mask at a time. */
function walked(cpu: Processor, a: Rule, b: Rule, { universe, fixed }: DiffReport, legal: boolean) {
  let masks = 0n;
  let differ = 0n;
  let first: string | null = null;
  let firstLegal: string | null = null;
  let worst = 0;
  for (const some of subsets(universe)) {
    const mask = some | fixed;
    const isLegalHere = isLegal(cpu, mask);
    if (legal && !isLegalHere) continue;
    masks++;
    const gap = Math.abs(a.walk(cpu, mask) - b.walk(cpu, mask));
    if (gap === 0) continue;
    differ++;
    first ??= hex(mask);
    if (isLegalHere) firstLegal ??= hex(mask);
    worst = Math.max(worst, gap);
  }
  return { masks, differ, first, firstLegal, worst };
}

const shown = ({ masks, differ, first, firstLegal, worst }: DiffReport) => ({
  masks,
  differ,
  first: first && hex(first.mask),
  firstLegal: firstLegal && hex(firstLegal.mask),
  worst: worst ? Math.abs(worst.a - worst.b) : 0,
});

test.each([false, true])(
  "always: every rule against the architecture, by both engines as by the walks; legal: %s",
  async (legal) => {
    let compared = 0;
    for (const cpu of CATALOGUE.filter((_, i) => i % 5 === 0)) {
      for (const peer of PEERS.filter((one) => refusalOf(one, cpu) === null)) {
        const architecture = architectureOf(peer);
        const report = await diff(cpu, peer, architecture, { legal, method: "both" });
        expect(report.agree, `${cpu.id} ${peer.id}`).toBe(true);
        expect(shown(report), `${cpu.id} ${peer.id}`).toEqual(
          walked(cpu, peer, architecture, report, legal),
        );
        compared++;
      }
    }
    const asked = CATALOGUE.filter((_, i) => i % 5 === 0);
    expect(compared).toBe(total((cpu) => rulesOn(cpu).length - 2, asked));
  },
);

test("the figures that are told: rule, processor, count, first, first legal, worst", async () => {
  const figures = [];
  for (const [cpu, a] of [
    ["granite-rapids-apx", "linux-5.18-standard"],
    ["granite-rapids-apx", "linux-5.16-standard"],
    ["sapphire-rapids", "kvm-5.16-compacted"],
    ["granite-rapids-apx", "wine-compacted"],
    ["sapphire-rapids", "gdb-standard"],
    ["granite-rapids", "bochs-cpuid1-compacted"],
    ["granite-rapids-apx", "bochs-last-byte-standard"],
  ] as const) {
    const { masks, differ, first, firstLegal, worst } = shown(
      await diff(processor(cpu), a, architectureOf(rule(a))),
    );
    figures.push([cpu, a, `${differ} of ${masks}`, first, firstLegal, worst]);
  }
  expect(figures).toEqual([
    ["granite-rapids-apx", "linux-5.18-standard", "126 of 256", "0x80023", "0x800e7", 9920],
    ["granite-rapids-apx", "linux-5.16-standard", "126 of 256", "0x80023", "0x800e7", 9920],
    ["sapphire-rapids", "kvm-5.16-compacted", "5376 of 8192", "0x20203", "0x60203", 56],
    ["granite-rapids-apx", "wine-compacted", "3584 of 32768", "0x80203", "0x80203", 56],
    ["sapphire-rapids", "gdb-standard", "102 of 128", "0x23", "0x60003", 10432],
    ["granite-rapids", "bochs-cpuid1-compacted", "10752 of 16384", "0x20203", "0x60203", 56],
    ["granite-rapids-apx", "bochs-last-byte-standard", "127 of 256", "0x3", "0x3", 9920],
  ]);
});

test("no rule that follows the architecture differs anywhere; the others do", async () => {
  const rows = await matrix(CATALOGUE);
  const right = rows
    .filter(
      ({ reports, refused }) =>
        refused.length === 0 && reports.every(({ differ }) => differ === 0n),
    )
    .map((row) => row.rule.id);
  expect(right).toEqual(exactPeers());
  expect(rows.length).toBe(PEERS.length);
});

test("in their own domains, no kernel was ever wrong", async () => {
  const rows = await matrix(CATALOGUE, PEERS, { domain: "own" });
  const wrong = rows
    .filter(({ reports }) => reports.some(({ differ }) => differ !== 0n))
    .map((row) => row.rule.id);
  expect(wrong.filter((id) => /^(linux|kvm|xen)-/.test(id))).toEqual([]);
  expect(wrong).toEqual(
    expect.arrayContaining(["criu-standard", "qemu-compacted", "gdb-standard"]),
  );
});

test("threads give what one thread gives", async () => {
  const cpu = synthetic(26);
  const one = await diff(cpu, "kvm-5.16-compacted", "sdm-compacted", { threads: 1 });
  const two = await diff(cpu, "kvm-5.16-compacted", "sdm-compacted", {
    threads: 2,
    method: "both",
  });
  expect(two.agree).toBe(true);
  expect([two.threads, shown(two)]).toEqual([2, shown(one)]);
});

test("a mask outside the own domain of a rule is refused", async () => {
  const cpu = processor("sapphire-rapids");
  const options = { domain: "own", universe: 0x60000n } as const;
  await expect(diff(cpu, "gvisor-standard", "sdm-standard", options)).rejects.toThrow(
    "gvisor-standard: bit 17-18 is outside its own domain, gVisor clears 17 and 18 from XCR0",
  );
});

test.each([
  ["zen-4", "sapphire-rapids", "sdm-standard"],
  ["skylake-sp", "granite-rapids", "sdm-compacted"],
  ["zen-2", "zen-3", "sdm-compacted"],
  ["centaur-cns", "skylake-sp", "sdm-standard"],
])("always: what moves from %s to %s by %s, as the layouts say", async (from, to, id) => {
  const [a, b] = [processor(from), processor(to)];
  const sides = [a, b].map((cpu) => ({ cpu, rule: rule(id) }));
  const [left, right] = sides as [{ cpu: Processor; rule: Rule }, { cpu: Processor; rule: Rule }];
  const shared = sharedComponents(a, b);
  const question = questionFor(a, [rule(id)], { universe: shared });
  const report = await diffSides(left, right, question, { method: "both" });
  expect([report.agree, report.otherCpu]).toEqual([true, to]);
  const moved = new Map<number, { differ: bigint; first: string }>();
  let differ = 0n;
  for (let i = 0n; i < 1n << BigInt(popcount(question.universe)); i++) {
    const mask = subsetAt(question.universe, i) | 3n;
    const [x, y] = [a, b].map((cpu) => layout(cpu, mask, rule(id).format));
    if (x?.size !== y?.size) differ++;
    for (const { bit, offset } of x?.components ?? []) {
      if (y?.components.find((other) => other.bit === bit)?.offset === offset) continue;
      const before = moved.get(bit) ?? { differ: 0n, first: hex(mask) };
      moved.set(bit, { ...before, differ: before.differ + 1n });
    }
  }
  expect(report.differ).toBe(differ);
  const found = movesOf(left, right, question).filter((move) => move.first);
  expect(
    new Map(found.map((m) => [m.bit, { differ: m.differ, first: hex(m.first?.mask ?? 0n) }])),
  ).toEqual(moved);
});

test("an option that diff does not know is refused by name", async () => {
  await expect(
    diff(processor("zen-4"), "sdm-compacted", "kvm-5.16-compacted", { only: ["sum"] } as object),
  ).rejects.toThrow('"only" is no option of diff');
});

test("always: a walk that is no fold is compared as the walks themselves, mask by mask", async () => {
  let compared = 0;
  for (const cpu of CATALOGUE.filter(({ components }) => components.length <= 12)) {
    for (const walk of WALKS) {
      for (const legal of [false, true]) {
        const report = await diff(cpu, walk, "sdm-standard", { legal });
        const wanted = walked(cpu, walk, rule("sdm-standard"), report, legal);
        expect(shown(report), `${cpu.id} ${walk.id} legal: ${legal}`).toEqual(wanted);
        compared++;
      }
    }
  }
  expect(compared).toBeGreaterThan(40);
});

test("a rule without steps is the same rule", async () => {
  const { steps: _, ...walk } = rule("sdm-standard");
  const same = await diff(
    processor("sapphire-rapids"),
    { ...walk, id: "w-standard" },
    "sdm-standard",
  );
  expect(same).toMatchObject({ masks: 128n, differ: 0n, first: null, firstLegal: null });
});

test("SGX: of the XFRMs that ask for PKRU and no AMX the SDK has 56 bytes too many, Gramine none", async () => {
  const options = { universe: 0x602e7n & ~0x3n, legal: true } as const;
  const sdk = await diff(processor("sapphire-rapids"), "sgx-sdk-standard", "sdm-standard", options);
  expect(sdk).toMatchObject({
    masks: 12n,
    differ: 3n,
    firstLegal: { mask: 0x203n, a: 2752, b: 2696 },
  });
  const other = await diff(
    processor("sapphire-rapids"),
    "gramine-standard",
    "sdm-standard",
    options,
  );
  expect(other).toMatchObject({ masks: 12n, differ: 0n, first: null });
});

test("a walk is not counted, and not walked on more masks than one waits for", async () => {
  const spr = processor("sapphire-rapids");
  await expect(diff(spr, "sgx-sdk-standard", "sdm-standard", { method: "both" })).rejects.toThrow(
    /sgx-sdk-standard is a walk, no fold of steps: its masks are walked, none is counted/,
  );
  await expect(diff(synthetic(24), "gramine-standard", "sdm-standard", {})).rejects.toThrow(
    /gramine-standard is a walk, no fold of steps: it is compared on up to 20 components that vary, not on 2/,
  );
});
