import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { legalMasks } from "../../src/questions/legal-masks.ts";
import { proposed } from "../../src/questions/proposal.ts";
import { parseAddition } from "../../src/questions/proposal-grammar.ts";
import { rulesTurned, wrongness } from "../../src/questions/proposal-rules.ts";
import { proposal } from "../../src/questions/propose.ts";
import { architectureOf, RULES } from "../../src/rules/index.ts";
import { refusalOf } from "../../src/rules/rule.ts";
import type { Processor } from "../../src/xsave/processor.ts";
import { restrict } from "../../src/xsave/restrict.ts";
import { synthetic } from "../processors.ts";

const SPR = processor("sapphire-rapids");
const with_ = (cpu: Processor, ...texts: string[]) =>
  proposed(cpu, { add: texts.map(parseAddition), remove: [], resize: [] });

/** Two aligned components around one of 8 bytes: Wine's rule is no fold of steps there. */
const UNEVEN = with_(restrict(SPR, 0x600e7n), "20:8", "21:64:align64", "22:8", "23:64");

test("every count is that of the rules' walks, mask by mask", () => {
  const cpus = [
    SPR,
    with_(SPR, "20:1024:align64"),
    with_(processor("zen-4"), "20:24:3000"),
    UNEVEN,
  ];
  let wrong = 0;
  for (const cpu of cpus) {
    for (const rule of RULES) {
      const found = wrongness(rule, cpu);
      if (refusalOf(rule, cpu) !== null) {
        expect(found).toMatchObject({ wrong: null, because: refusalOf(rule, cpu) });
        continue;
      }
      const right = architectureOf(rule);
      const masks = [...legalMasks(cpu)].filter(
        (mask) => rule.format === "compacted" || (mask & cpu.xss) === 0n,
      );
      const all = masks
        .map((mask) => ({ mask, a: rule.walk(cpu, mask), b: right.walk(cpu, mask) }))
        .filter(({ a, b }) => a !== b);
      const most = Math.max(0, ...all.map(({ a, b }) => Math.abs(a - b)));
      wrong += all.length;
      expect(found, `${rule.id} ${cpu.id}`).toEqual({
        ...{ masks: BigInt(masks.length), wrong: BigInt(all.length), because: null },
        firstLegal: all[0] ?? null,
        worst: all.find(({ a, b }) => Math.abs(a - b) === most) ?? null,
      });
    }
  }
  expect(wrong).toBeGreaterThan(1000);
});

test("a rule that is no fold on a large processor is unknown, not right", () => {
  const cpu = with_(synthetic(40), "50:8:align64", "51:4", "52:64");
  const wine = RULES.filter(({ id }) => id === "wine-compacted");
  const [turn] = rulesTurned(cpu, with_(cpu, "53:64"), wine);
  expect(turn).toMatchObject({ turn: "unknown", after: { wrong: null } });
  expect(turn?.after.because).toMatch(/no fold of steps/);
});

test("bit 20 of 1024 bytes on Sapphire Rapids: worked verdicts", () => {
  const { rules, limits, exchange } = proposal(SPR, with_(SPR, "20:1024:align64"));
  const turnOf = (id: string) => rules.find(({ rule }) => rule.id === id)?.turn;
  // Its table has no bit 20; Linux takes what CPUID says; kvm-5.16 forgets one alignment more.
  expect(turnOf("qemu-standard")).toBe("wrong");
  expect(turnOf("linux-6.16-standard")).toBe("same");
  expect(turnOf("kvm-5.16-compacted")).toBe("worse");
  expect(turnOf("sdm-compacted")).toBe("same");
  const limit = (name: string) => limits.find((one) => one.limit.name === name);
  expect(limit("virtualbox-15616")?.turn).toBe("same");
  expect(limit("acrn")).toMatchObject({ turn: "more", before: { overflow: 512n } });
  expect(exchange.every(({ lacks }) => lacks === 1n << 20n)).toBe(true);
  expect(exchange.length).toBe(CATALOGUE.length);
});

test("a limit with room for all before is named where it overflows", () => {
  const { limits } = proposal(processor("zen-4"), with_(processor("zen-4"), "20:4096"));
  const of = (turn: string) =>
    limits.filter((one) => one.turn === turn).map((one) => one.limit.name);
  expect(of("overflows")).toContain("kvm-get-xsave");
  expect(of("overflows")).not.toContain("criu-16384");
});

test("nothing changes where nothing is proposed but a name", () => {
  const bare = restrict(SPR, 0x7n);
  const { rules } = proposal(bare, with_(bare, "9:8:832"));
  // Of PKRU each rule knows, and none that was right on AVX is wrong now.
  expect(rules.filter(({ turn }) => turn === "unknown")).toEqual([]);
  const same = rulesTurned(bare, bare);
  expect(new Set(same.map(({ turn }) => turn))).toEqual(new Set(["same"]));
});
