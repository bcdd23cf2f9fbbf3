/** What the search takes for granted of the kernel's model: its two parts, its hash, its equality. */
import { expect, test } from "vitest";
import { processor } from "../../src/catalogue/index.ts";
import { explore, finish } from "../../src/check/explore.ts";
import { BOUNDS, searching } from "../../src/check/search.ts";
import { boot, managed } from "../../src/linux/kernel/configuration.ts";
import { VERSIONS } from "../../src/linux/kernel/version.ts";
import { kernelModel } from "../../src/linux/kernel-model.ts";
import { EXTRA_OPERATIONS, type ExtraOperations } from "../../src/linux/model/operations.ts";
import { equalProcesses, hashOf, keyOf, type Process } from "../../src/linux/model/process.ts";
import { hex } from "../../src/xsave/mask.ts";

const told = ({ findings, ...counts }: ReturnType<typeof explore<Process>>) => ({
  counts,
  findings: findings.map(({ property, ...rest }) => ({ name: property.name, ...rest })),
});

// biome-ignore format: one host per line
test.each([
  // host masks and what is dynamic on them: AMX, AVX-512 in two, PKRU, nothing
  ["sapphire-rapids", [0x61ee7n, 0x610e7n, 0x60003n], 0x40000n],
  ["sapphire-rapids", [0x14e7n],                      0xc0n],
  ["zen-4",           [0x1ae7n, 0x203n],              0x200n],
  ["skylake-sp",      [0x2ffn],                       0n],
] as const)("%s: both parts apart are the whole, in every version, dynamic %s %s", (id, masks, dynamic) => {
  const cpu = processor(id);
  for (const version of VERSIONS) {
    for (const hostMask of masks) {
      for (const extra of [[], ["badid", "xss"], ["xfd"], ["nomem"]] as ExtraOperations[][]) {
        const model = kernelModel(boot(cpu, version, { hostMask, dynamic }), { extra });
        const whole = told(finish(searching(model, { ...BOUNDS, states: 4_000 })));
        if (!whole.counts.complete) continue;
        expect(told(explore(model)), `${version.id} ${hex(hostMask)} ${extra}`).toEqual(whole);
      }
    }
  }
});

test("operations and promises name their part, but for exec, clone and a fault", () => {
  const config = boot(processor("sapphire-rapids"), VERSIONS.at(-1) as (typeof VERSIONS)[number]);
  const { operations, properties } = kernelModel(config);
  expect([
    ...operations.map((one) => one.touches),
    ...properties.map((one) => one.reads),
  ]).not.toContain(undefined);
  const whole = Object.entries(EXTRA_OPERATIONS).filter(([, of]) =>
    of(config).some((call) => !("touches" in call)),
  );
  expect(whole.map(([name]) => name)).toEqual(["exec", "clone", "fault"]);
});

/** The first states that are reached, with every operation there is. */
function someStates(most: number): Process[] {
  const cpu = processor("sapphire-rapids");
  const states: Process[] = [];
  for (const version of VERSIONS) {
    const config = boot(cpu, version, { hostMask: managed(cpu), dynamic: 0x40040n });
    const extra = Object.keys(EXTRA_OPERATIONS) as ExtraOperations[];
    const { initial, operations } = kernelModel(config, { extra });
    const mine = [initial];
    const keys = new Set([keyOf(initial)]);
    for (let at = 0; at < mine.length && mine.length < most; at++) {
      for (const { call } of operations) {
        const next = call(mine[at] as Process)?.state;
        if (!next || keys.has(keyOf(next)) || mine.length >= most) continue;
        keys.add(keyOf(next));
        mine.push(next);
      }
    }
    states.push(...mine);
  }
  return states;
}

test("always: hash and equality are those of the key, on pairs of states of every version", () => {
  const states = someStates(120);
  const keys = states.map(keyOf);
  const copies = states.map((state) => structuredClone(state));
  let alike = 0;
  for (const [i, a] of states.entries()) {
    for (const [j, b] of copies.entries()) {
      const same = keys[i] === keys[j];
      if (equalProcesses(a, b) !== same) throw new Error(`${keys[i]}\n${keys[j]}: ${!same}`);
      if (same && hashOf(a) !== hashOf(b)) throw new Error(`${keys[i]}: two hashes`);
      if (same) alike++;
    }
  }
  expect(states.length).toBe(120 * VERSIONS.length);
  expect(alike).toBeGreaterThanOrEqual(states.length);
  expect(new Set(states.map(hashOf)).size).toBeGreaterThan(0.99 * new Set(keys).size);
});

test("a field that only one of them looks at would be seen", () => {
  const [state] = someStates(119).filter(({ vcpu }) => vcpu !== null);
  const { vcpu, ...rest } = state as Process & { vcpu: NonNullable<Process["vcpu"]> };
  for (const field of Object.keys(vcpu) as (keyof typeof vcpu)[]) {
    const value = vcpu[field];
    const changed = {
      ...rest,
      vcpu: { ...vcpu, [field]: typeof value === "boolean" ? !value : 1 + Number(value) },
    };
    expect(equalProcesses(state as Process, changed), field).toBe(false);
    expect(hashOf(changed), field).not.toBe(hashOf(state as Process));
    expect(keyOf(changed), field).not.toBe(keyOf(state as Process));
  }
});
