import { expect, test } from "vitest";
import { CATALOGUE, processor } from "../../src/catalogue/index.ts";
import { legalMasks } from "../../src/questions/legal-masks.ts";
import { limitsOn, slackOf } from "../../src/questions/limits.ts";
import { answers, assertionNamed } from "../../src/questions/predicates.ts";
import { LIMITS } from "../../src/rules/limits.ts";
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { hex } from "../../src/xsave/mask.ts";
import { synthetic } from "../processors.ts";

const limit = (name: string) => {
  const found = LIMITS.find((one) => one.name === name);
  if (!found) throw new Error(`no limit ${name}`);
  return found;
};
const overflowing = (name: string): string[] =>
  (limitsOn([limit(name)], CATALOGUE)[0]?.processors ?? [])
    .filter(({ overflow }) => overflow > 0n)
    .map(({ cpu }) => cpu);

/** What each release of the loader saves. */
const SAVED: Readonly<Record<string, bigint>> = {
  "ld-so-2.33": 0xeen,
  "ld-so-2.42": 0x800een,
  "ld-so-2.42-tlsdesc": 0xe00een,
};

test("ld.so never overflows, by as much as its own sources leave", () => {
  const rows = Object.keys(SAVED).map((name) => {
    const [report] = limitsOn([limit(name)], CATALOGUE);
    const having = (report?.processors ?? []).filter(({ bytes }) => bytes !== null);
    const bytes = (id: string) => having.find(({ cpu }) => cpu === id)?.bytes;
    const slack = Math.min(...having.map((one) => slackOf(one) ?? Number.NaN));
    return [name, bytes("sapphire-rapids"), bytes("zen-4"), bytes("haswell"), slack];
  });
  // Haswell has no XSAVEC: the loader asks 0DH.0.EBX of the time there.
  expect(rows).toEqual([
    ["ld-so-2.33", 2496, 2496, undefined, 0],
    ["ld-so-2.42", 2560, 2560, undefined, 64],
    ["ld-so-2.42-tlsdesc", 10816, 2560, undefined, 64],
  ]);
  const none = limitsOn([limit("ld-so-2.42")], [processor("haswell")])[0]?.processors[0];
  expect(none).toMatchObject({ bytes: null, overflow: 0n, first: null });
  expect(none && slackOf(none)).toBeNull();
});

test("every count is that of the masks one by one", () => {
  for (const { limit: one, processors } of limitsOn(LIMITS, CATALOGUE)) {
    for (const [i, { cpu, bytes, legal, overflow, first, worst }] of processors.entries()) {
      const of = CATALOGUE[i] ?? processor(cpu);
      const standard = one.format === "standard";
      // Linux 6.12 get_sigframe_size() of a 64-bit kernel, written out.
      const need = (mask: bigint) => {
        // glibc _dl_runtime_resolve: XSAVEC behind 64 bytes, of its own components alone.
        const loader = one.name.startsWith("ld-so");
        if (loader) return 64 + compactedSize(of, mask & (SAVED[one.name] ?? 0n));
        if (!standard) return compactedSize(of, mask);
        const area = standardSize(of, mask);
        return one.holds === "area" ? area : Math.ceil((440 + area + 4 + 15 + 63) / 16) * 16;
      };
      const user = standard || one.name.startsWith("ld-so");
      const masks = [...legalMasks(of)].filter((mask) => !user || (mask & of.xss) === 0n);
      if (one.bytes !== null) expect(bytes).toBe(one.bytes);
      const over = masks.filter((mask) => bytes !== null && need(mask) > bytes);
      const most = masks.reduce((a, b) => (need(b) > need(a) ? b : a));
      const said = [legal, overflow, first?.mask ?? null, worst.mask, worst.bytes];
      const true_ = [
        ...[BigInt(masks.length), BigInt(over.length)],
        ...[over[0] ?? null, most, need(most)],
      ];
      if (said.join() !== true_.join()) {
        throw new Error(`${one.name} on ${cpu}: ${said} for ${true_} (${hex(most)})`);
      }
    }
  }
});

test("what the peers say of themselves comes out", () => {
  const amx = ["sapphire-rapids", "emerald-rapids", "granite-rapids", "granite-rapids-apx"];
  // ACRN ends its boot there and nowhere else; the first VirtualBox constant; KVM_GET_XSAVE.
  for (const name of ["acrn", "virtualbox-10240", "kvm-get-xsave", "sigstksz", "criu-4096"]) {
    expect([name, overflowing(name)]).toEqual([name, amx]);
  }
  for (const name of [
    "virtualbox-15616",
    "criu-16384",
    "sgx-sdk-ssa",
    "gramine-ssa",
    "go-gsignal",
  ]) {
    expect([name, overflowing(name)]).toEqual([name, []]);
  }
  // glibc asks for more than MINSIGSTKSZ since AVX-512, whose frames it does not hold.
  expect(overflowing("minsigstksz")).toContain("skylake-x");
  expect(overflowing("minsigstksz")).not.toContain("haswell");
});

test("61 components are counted, not enumerated", () => {
  const [report] = limitsOn([limit("acrn")], [synthetic(61)]);
  expect(report?.processors[0]?.legal).toBeGreaterThan(2n ** 40n);
});

test("over, sigframe and fits-N hold at their edge", () => {
  const over = { kind: "over", bytes: 2440 } as const;
  expect([answers(over, 2440), answers(over, 2441)]).toEqual([false, true]);
  const frame = { kind: "sigframe", bytes: 11536 } as const;
  expect([answers(frame, 11008), answers(frame, 11024)]).toEqual([false, true]);
  const fits = assertionNamed("fits-2440");
  expect([fits?.holds(2440, 0), fits?.holds(2441, 0)]).toEqual([true, false]);
  expect([assertionNamed("fits-0"), assertionNamed("fits-x")]).toEqual([undefined, undefined]);
});
