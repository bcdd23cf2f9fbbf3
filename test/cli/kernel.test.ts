import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { VERSIONS } from "../../src/linux/kernel/version.ts";
import { interrupted, json, xsweep } from "./run.ts";

interface Check {
  readonly schema: string;
  readonly kernel: string;
  readonly hostMask: string;
  readonly dynamic: string;
  readonly states: number;
  readonly complete: boolean;
  readonly properties: readonly {
    readonly name: string;
    readonly holds: boolean | null;
    readonly steps: number | null;
    readonly trace: readonly {
      readonly op: string;
      readonly result: number;
      readonly changed: object;
    }[];
    readonly detail: string | null;
  }[];
}

const MAIL = ["--cpu", "sapphire-rapids", "--host-mask", "0x1ee7", "--dynamic", "6,7"];

test("check --json: one document for one version, with the trace of the mail", () => {
  const doc = json<Check>([
    "check",
    "--kernel",
    "linux-5.18",
    ...MAIL,
    "--property",
    "buffer-fits",
  ]);
  expect(doc).toMatchObject({
    schema: "xsweep/check@1",
    cpu: "sapphire-rapids",
    kernel: "linux-5.18",
    hostMask: "0x1ee7",
    dynamic: "0xc0",
    states: 1792,
    transitions: 22912,
    complete: true,
  });
  const [fits] = doc.properties;
  expect(fits).toMatchObject({ name: "buffer-fits", holds: false, steps: 4 });
  expect(fits?.detail).toMatch(/2440 bytes; its 0xee7 takes 2464: short by 24/);
  expect(fits?.trace.map(({ op }) => op)).toEqual([
    "REQ_GUEST_PERM(6)",
    "REQ_GUEST_PERM(7)",
    "CREATE_VCPU",
    "SET_CPUID2(0xc0)",
  ]);
  expect(fits?.trace[0]?.changed).toEqual({
    "guestPerm.statePerm": ["0xe27", "0x267"],
    "guestPerm.stateSize": [928, 1440],
  });
});

test("check --json without --kernel: one document per version", () => {
  const { schema, checks } = json<{ schema: string; checks: Check[] }>([
    "check",
    "--property",
    "P1",
  ]);
  expect(schema).toBe("xsweep/check@1");
  expect(checks.map(({ kernel }) => kernel)).toEqual(VERSIONS.map(({ id }) => id));
  const steps = new Map(checks.map(({ kernel, properties }) => [kernel, properties[0]?.steps]));
  expect(["linux-5.16", "linux-5.18", "mail-v6"].map((id) => steps.get(id))).toEqual([1, 1, 1]);
  expect(["linux-6.16", "linux-6.17"].map((id) => steps.get(id))).toEqual([null, null]);
});

test("check --kernel RELEASE says which release was asked for, and what is newer than known", () => {
  const doc = json<Check>(["check", "--kernel", "6.4", "--property", "S5"]);
  expect(doc).toMatchObject({ kernel: "linux-5.18", asked: "6.4" });
  expect(doc.properties[0]?.holds).toBe(true);
  const { out, err } = xsweep(["check", "--kernel", "5.18", "--kernel", "9.1", "--property", "S5"]);
  expect(out).toMatch(/\nlinux-5\.18 \(5\.18\) +0 +0\nlinux-6\.18 \(9\.1\) +1 +-\n/);
  expect(err).toMatch(/Linux 9\.1 is newer than 7\.3/);
});

test("exit codes: 1 for a broken property, 0 where those asked for hold", () => {
  expect(xsweep(["check", "--kernel", "linux-5.18", "--property", "P1"]).code).toBe(1);
  expect(
    xsweep(["check", "--kernel", "linux-6.17", "--property", "P1", "--property", "B1"]).code,
  ).toBe(0);
});

test("text: the steps are numbered, with what changed, in masks, names and bytes", () => {
  const { out } = xsweep(["check", "--kernel", "linux-5.18", "--property", "P1"]);
  expect(out).toContain("P1 guest-perm-keeps-defaults: BROKEN in 1 step, hidden by padding");
  expect(out).toContain("1. REQ_GUEST_PERM(18) = 0");
  expect(out).toMatch(/guestPerm\.statePerm +0x20ee7 -> 0x602e7 \(\+XTILEDATA -PASID -CET_U\)/);
  expect(out).toMatch(/guestPerm\.stateSize +2560 bytes -> 10752 bytes/);
});

test("--max-states bounds a survey on each mask: undecided, exit 3", () => {
  const args = ["check", "--cpu", "zen-4", "--kernel", "linux-6.17", "--every-mask"];
  const { code, out, err } = xsweep([...args, "--property", "B1", "--max-states", "4"]);
  expect([code, err]).toEqual([3, expect.stringMatching(/1 not decided within the bound/)]);
  expect(out).toContain("NOT complete");
});

test("a bound is reported, and never shown as a proof", () => {
  const args = ["check", "--kernel", "linux-6.17", "--property", "B1", "--max-states", "20"];
  const doc = json<Check>(args);
  expect([doc.complete, doc.states, doc.properties[0]?.holds]).toEqual([false, 20, null]);
  const { code, out, err } = xsweep(args);
  expect([code, err]).toEqual([
    3,
    expect.stringMatching(/^xsweep: 1 not decided within the bound: raise --max-states/),
  ]);
  expect(out).toMatch(/NOT complete[\s\S]*undecided: the search met its bound/);
});

test("--every-mask: the same answer from any number of threads", () => {
  const args = [
    "check",
    "--cpu",
    "zen-4",
    "--every-mask",
    "--dynamic",
    "opmask",
    "--kernel",
    "mail-v6",
    "--kernel",
    "linux-5.18",
    "--json",
  ];
  const [one, two] = ["1", "2"].map((threads) => xsweep([...args, "-j", threads]));
  expect(one?.out).toBe(two?.out);
  const doc = JSON.parse(one?.out ?? "");
  expect(doc).toMatchObject({ schema: "xsweep/check@1", universe: "0x1ae4", masks: 256 });
  const [row] = doc.sweeps;
  const fits = row.properties.find(({ name }: { name: string }) => name === "features-within-perm");
  expect(fits).toMatchObject({ holds: false, breaks: 80, lowest: { hostMask: "0x823", steps: 2 } });
});

test("--kernel FILE runs a variant", () => {
  const file = join(mkdtempSync(join(tmpdir(), "xsweep-kernel-")), "patch.json");
  const schema = "xsweep/kernel-version@1";
  writeFileSync(file, JSON.stringify({ schema, id: "patch", like: "linux-5.18", grant: "all" }));
  const doc = json<Check>(["check", "--kernel", file, "--property", "P1"]);
  expect([doc.kernel, doc.properties[0]?.holds]).toEqual(["patch", true]);
});

test("claims --json: 28, exit 0; one claim with a trace for every version", () => {
  const { code, out } = xsweep(["claims", "--json"]);
  const { schema, claims } = JSON.parse(out);
  expect([code, schema, claims.length]).toEqual([0, "xsweep/claims@1", 28]);
  expect(Object.keys(claims[0])).toEqual([
    "id",
    "who",
    "quote",
    "verdict",
    "computed",
    "evidence",
    "source",
  ]);
  const one = json<{ claims: object[]; traces: { kernel: string }[] }>(["claims", "c12"]);
  expect([one.claims.length, one.traces.length]).toEqual([1, VERSIONS.length]);
  expect(xsweep(["claims", "C12"]).out).toMatch(/linux-5\.16, host mask 0x1ee7[\s\S]*= -1 EPERM/);
  expect(xsweep(["claims", "C22"]).out).toContain("No sequence of calls shows it");
});

test("kernel: the cost of opting in, for one vCPU and for many", () => {
  const doc = json([
    "kernel",
    "--cpu",
    "sapphire-rapids",
    "--kernel",
    "linux-6.17",
    "--vcpus",
    "128",
  ]);
  expect(doc).toMatchObject({
    schema: "xsweep/kernel@1",
    hostMask: "0x61ee7",
    kernelMax: { mask: "0x61ee7", size: 10752 },
    optIn: { bytes: 8192, pages: 2, uabi: 6912 },
    vcpus: { count: 128, optIn: 8192 * 128 },
    minSigStkSz: 11952,
  });
  expect(xsweep(["kernel", "--cpu", "zen-4"]).out).toContain("nothing to opt in to");
});

test.each<readonly [string, string[], RegExp]>([
  [
    "an unknown version",
    ["check", "--kernel", "linux-5.17"],
    /--kernel: "linux-5.17" is no id: it is in the range of linux-5.16; 5.17 names it/,
  ],
  ["a word that is no version", ["check", "--kernel", "mail-v7"], /--kernel: "mail-v7" is unknown/],
  ["a release before permissions", ["kernel", "--kernel", "5.15"], /older than 5.16/],
  [
    "an absent file",
    ["check", "--kernel", "no/such.json"],
    /--kernel: no\/such.json: no such file/,
  ],
  [
    "an unknown property",
    ["check", "--property", "bufer-fits"],
    /--property: .*did you mean buffer-fits\?/,
  ],
  [
    "unknown operations",
    ["check", "--ops", "exce"],
    /--ops: "exce" names no operations \(did you mean exec\?\)/,
  ],
  ["a host without SSE", ["check", "--host-mask", "0x1"], /--host-mask: 0x1 lacks x87 or SSE/],
  [
    "a supervisor component made dynamic",
    ["check", "--dynamic", "cet_u"],
    /0x800 cannot be dynamic/,
  ],
  ["each on one mask", ["check", "--dynamic", "each"], /--dynamic each: it needs --every-mask/],
  ["legal on one mask", ["check", "--legal"], /--legal .* needs --every-mask/],
  ["one mask and all", ["check", "--every-mask", "--host-mask", "7"], /--host-mask is one mask/],
  [
    "vCPUs in the table",
    ["kernel", "--cpu", "all", "--vcpus", "2"],
    /--vcpus: the table has no room for it/,
  ],
  [
    "one kernel of all",
    ["kernel", "--changed", "--kernel", "6.12"],
    /--changed goes through every release: it takes no --kernel/,
  ],
  ["a processor twice", ["kernel", "--cpu", "spr", "--cpu", "spr"], /two processors are called/],
  ["an unknown claim", ["claims", "C29"], /CLAIM: "C29" is unknown/],
  [
    "two kernels at once",
    ["kernel", "--kernel", "linux-6.16", "--kernel", "linux-6.17"],
    /one version, please/,
  ],
])("%s: one line, exit 2", (_, args, message) => {
  const { code, out, err } = xsweep(args);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(message);
  expect(err.trim().split("\n")).toHaveLength(1);
});

test.each([
  ["one long search", ["check", "--dynamic", "0x602e4"]],
  ["a survey", ["check", "--every-mask", "--dynamic", "each"]],
])("Ctrl-C stops %s: exit 130, no output", async (_, args) => {
  const { code, out } = await interrupted([...args, "--json"]);
  expect([code, out]).toEqual([130, ""]);
});
