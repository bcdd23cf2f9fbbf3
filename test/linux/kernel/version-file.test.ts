import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { check } from "../../../src/linux/check.ts";
import { VERSIONS, version } from "../../../src/linux/kernel/version.ts";
import { CHOICES } from "../../../src/linux/kernel/version-check.ts";
import { readVersion } from "../../../src/linux/kernel/version-file.ts";

const SPR = processor("sapphire-rapids");
const schema = "xsweep/kernel-version@1";
const read = (fields: object) =>
  readVersion(JSON.stringify({ schema, id: "mine", like: "linux-5.18", ...fields }));
const steps = (fields: object, id: string) =>
  check(SPR, read(fields), { hostMask: 0x61ee7n }).properties.find((property) => property.id === id)
    ?.steps;

test("a variant is a known version and what differs", () => {
  expect(read({ grant: "all", notes: ["a patch"] })).toEqual({
    ...version("linux-5.18"),
    id: "mine",
    stands: "linux-5.18, changed",
    source: "no source given",
    known: "proposal",
    ran: null,
    releases: null,
    grant: "all",
    changes: [],
    notes: ["a patch"],
  });
});

test("every version can be written as a variant of another", () => {
  for (const kernel of VERSIONS) {
    const text = JSON.stringify({ schema, like: "linux-6.17", ...kernel });
    expect(readVersion(text)).toEqual(kernel);
  }
});

test("every word of every choice is read, and nothing else", () => {
  for (const [field, words] of Object.entries(CHOICES)) {
    for (const word of words) expect(read({ [field]: word })).toMatchObject({ [field]: word });
    expect(() => read({ [field]: "none of them" })).toThrow(
      `${field} is "none of them", not one of`,
    );
  }
});

test("the patch of the mail, alone on linux-5.18, keeps the permissions", () => {
  expect([steps({}, "P1"), steps({ grant: "all", hostSizeAdds: "nothing" }, "P1")]).toEqual([
    1,
    null,
  ]);
});

test("sometimes: B10 can break, by the lock and by a supervisor xfeature", () => {
  expect(steps({}, "B10")).toBeNull();
  expect(steps({ requestWhileLocked: "granted" }, "B10")).toBe(2);
  expect(steps({ userSizeCounts: "all" }, "B10")).toBe(1);
});

test.each([
  ["{", "no JSON"],
  ["[]", "no JSON object"],
  ["{}", 'schema is missing, not "xsweep/kernel-version@1"'],
  [JSON.stringify({ schema, id: "x" }), "like is missing"],
  [
    JSON.stringify({ schema, id: "x", like: "linux-7" }),
    '"linux-7" names no kernel version (known: linux-5.16',
  ],
  [JSON.stringify({ schema, id: "x", like: "linux-6.17", grants: "all" }), '"grants" is no field'],
  [JSON.stringify({ schema, id: "x", like: "linux-6.17", xfeatureMax: 64 }), "no integer in 2..31"],
  [
    JSON.stringify({ schema, id: "x", like: "linux-6.17", notes: "no" }),
    "notes (or stable) is no list",
  ],
])("bad variant %s: %s", (text, message) => {
  expect(() => readVersion(text)).toThrow(message);
});
