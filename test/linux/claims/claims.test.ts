import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HOST, SPR } from "../../../src/linux/claims/claim.ts";
import { CLAIMS, decided } from "../../../src/linux/claims/index.ts";
import { boot } from "../../../src/linux/kernel/configuration.ts";
import { VERSIONS } from "../../../src/linux/kernel/version.ts";
import { play } from "../../../src/linux/model/scenario.ts";
import { SHARED } from "../../shared.ts";

const DECIDED = CLAIMS.map(decided);

test("28 claims, C1 to C28, 22 of them computed", () => {
  expect(CLAIMS.map(({ id }) => id)).toEqual(Array.from({ length: 28 }, (_, i) => `C${i + 1}`));
  expect(DECIDED.filter(({ computed }) => computed)).toHaveLength(22);
});

test("the model bears every verdict out", () => {
  expect(DECIDED.filter(({ verdict }) => verdict.startsWith("NOT BORNE OUT"))).toEqual([]);
});

test("quotes have at most 15 words; what is not computed says what it rests on", () => {
  for (const { id, quote, who, source, verdict, computed, evidence } of DECIDED) {
    expect(quote.split(/\s+/).length, id).toBeLessThanOrEqual(15);
    for (const text of [quote, who, source, verdict]) expect(text, id).not.toBe("");
    if (!computed) expect(evidence, id).toMatch(/^(observation|reading): /);
    else expect(evidence, id).toMatch(/\d/);
  }
});

// biome-ignore format: one claim per line
test.each([
  ["C4",  "4096 -> 11008 with AMX, then KVM_GET_XSAVE = -22"],
  ["C5",  "from 2560 to 10752 bytes, the image from 4096 to 11008"],
  ["C7",  `in all ${VERSIONS.length} versions XSTATE_BV is 0x7 after KVM_SET_XSAVE and 0x0`],
  ["C8",  "10752 - 2560 = 8192 bytes; 1 -> 3 pages; the image that user space reads grows by 6912"],
  ["C12", "on 0x1ee7, REQ(6), REQ(7), CREATE_VCPU, SET_CPUID2(0xc0): linux-5.18 short by 24, mail-v6 short by 24, mail-v6-preserve short by 24, the others by 0"],
  ["C13", "in linux-6.16, linux-6.17, linux-6.18, mail-v6-preserve, kvm-sizes-at-cpuid; of the permission 0x61ee7 GET_XCOMP_GUEST_PERM shows 0x602e7"],
  ["C15", "+0 bytes with AMX (padding), +24 without"],
  ["C17", "mail-v6 permits 0x20ee7, its buffer holds 0x1000 (CET_S) beside"],
  ["C19", "by 64 on 0x610e7 (CET_S alone), by 24 on 0x1ee7"],
  ["C20", "10752 bytes, the next one without 2560; but CREATE_VCPU = 0, REQ_GUEST_PERM(18) = -16, SET_CPUID2(AMX) = -1"],
  ["C21", "KVM_SET_CPUID2(AMX) = -1 now and 0 then"],
  ["C24", "the reported XCR0 from 0x2e7 to 0x602e7 and KVM_CAP_XSAVE2 from 4096 to 11008"],
  ["C25", "10, 11, 12 = -95"],
  ["C26", "0x400 of it supervisor"],
  ["C27", "0x807 832 < 848, 0xc07 832 < 856, Zen 4 0xae7 2440 < 2456, 0x8e7 2432 < 2448"],
  ["C28", "2456 bytes, 2480 with CET_S; Sapphire Rapids (0x61ee7): 2560 and 2560"],
] as const)("%s: the numbers worked out by hand, computed: %s", (id, numbers) => {
  expect(DECIDED.find((claim) => claim.id === id)?.evidence).toContain(numbers);
});

test("every scenario plays on every version", () => {
  let played = 0;
  for (const { scenario } of CLAIMS) {
    if (!scenario) continue;
    for (const version of VERSIONS) {
      const { calls, ...options } = scenario;
      const config = boot(SPR, version, { hostMask: HOST, ...options });
      expect(play(config, calls(config)).steps.length).toBeGreaterThan(0);
      played++;
    }
  }
  expect(played).toBe(20 * VERSIONS.length);
});

const SEED = `${SHARED}/seed`;

test.skipIf(!existsSync(SEED))(
  "quotes of M. Levitsky's mail are in the mail (needs XSWEEP_SHARED/seed)",
  () => {
    const [file = ""] = readdirSync(SEED);
    const mail = readFileSync(`${SEED}/${file}`, "utf8").replaceAll(/[\s>]+/g, " ");
    const absent = CLAIMS.filter(
      ({ who, quote }) =>
        who === "M. Levitsky" && !quote.split(" … ").every((part) => mail.includes(part)),
    );
    expect(absent.map(({ id }) => id)).toEqual([]);
  },
);
