/**
 * A kernel version somebody writes: JSON of schema "xsweep/kernel-version@1", a known version and what
 * differs from it. Checked by test/linux/kernel/version-file.test.ts.
 */
import { parseJson } from "../../read/document/json.ts";
import { objectOf } from "../../read/document/processor-file.ts";
import { type Change, type KernelVersion, version } from "./version.ts";
import { CHOICES } from "./version-check.ts";

export const KERNEL_SCHEMA = "xsweep/kernel-version@1";

const OWN = [
  "schema",
  "like",
  "id",
  "stands",
  "releases",
  "source",
  "ran",
  "xfeatureMax",
  "changes",
  "notes",
];

/**
 * The version that a file describes: `{ "schema", "id", "like": "linux-6.17", … }`.
 *
 * @throws {RangeError} if it is no JSON, lacks a field, or has one that no version has.
 */
export function readVersion(text: string): KernelVersion {
  const fields = objectOf(parseJson(text), "the file");
  if (fields.schema !== KERNEL_SCHEMA) {
    throw new RangeError(
      `schema is ${JSON.stringify(fields.schema) ?? "missing"}, not "${KERNEL_SCHEMA}"`,
    );
  }
  const like = version(wordOf(fields, "like"));
  const own: Record<string, unknown> = {
    id: wordOf(fields, "id"),
    known: "proposal",
    ran: fields.ran == null ? null : wordOf(fields, "ran"),
    releases: fields.releases == null ? null : releasesOf(fields.releases),
    changes: fields.changes === undefined ? [] : changesOf(fields.changes),
    notes: fields.notes === undefined ? [] : notesOf(fields.notes),
  };
  own.stands = fields.stands === undefined ? `${like.id}, changed` : wordOf(fields, "stands");
  own.source = fields.source === undefined ? "no source given" : wordOf(fields, "source");
  for (const [name, value] of Object.entries(fields)) {
    if (name === "standardSize") own.sizes = oldSizesOf(fields);
    else if (Object.hasOwn(CHOICES, name))
      own[name] = choiceOf(name as keyof typeof CHOICES, value);
    else if (!OWN.includes(name)) {
      const known = [...OWN, ...Object.keys(CHOICES)].join(", ");
      throw new RangeError(`"${name}" is no field of a kernel version (known: ${known})`);
    }
  }
  if (fields.xfeatureMax !== undefined) own.xfeatureMax = maximumOf(fields.xfeatureMax);
  return { ...like, ...own };
}

function wordOf(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new RangeError(`the file: ${name} is ${value === undefined ? "missing" : "no text"}`);
}

function choiceOf(name: keyof typeof CHOICES, value: unknown): string {
  const words: readonly string[] = CHOICES[name];
  if (typeof value === "string" && words.includes(value)) return value;
  throw new RangeError(`${name} is ${JSON.stringify(value)}, not one of ${words.join(", ")}`);
}

/** `standardSize`, as files said it before there was `sizes`. */
const OLD_SIZES = new Map<unknown, string>([
  ["topmost", "linux-5.18"],
  ["furthest", "linux-6.16"],
]);

function oldSizesOf({ standardSize, sizes }: Record<string, unknown>): string {
  const found = OLD_SIZES.get(standardSize);
  if (sizes !== undefined) throw new RangeError("standardSize and sizes say the same: keep sizes");
  if (found !== undefined) return found;
  const known = [...OLD_SIZES.keys()].join(", ");
  throw new RangeError(`standardSize is ${JSON.stringify(standardSize)}, not one of ${known}`);
}

function maximumOf(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value) && value >= 2 && value <= 31) {
    return value;
  }
  throw new RangeError(`xfeatureMax is ${JSON.stringify(value)}, no integer in 2..31`);
}

function releasesOf(value: unknown): KernelVersion["releases"] {
  const fields = objectOf(value, "releases");
  return { from: releaseIn(fields, "from"), until: releaseIn(fields, "until") };
}

function releaseIn(fields: Record<string, unknown>, name: string): string {
  const text = wordOf(fields, name);
  if (/^\d{1,3}\.\d{1,3}$/.test(text)) return text;
  throw new RangeError(`${name} is ${JSON.stringify(text)}, no release such as "6.17"`);
}

function changesOf(value: unknown): Change[] {
  if (!Array.isArray(value)) throw new RangeError("changes is no list");
  return value.map((item, index) => {
    const fields = objectOf(item, `changes[${index}]`);
    const changed = Object.entries(objectOf(fields.fields ?? {}, `changes[${index}].fields`));
    return {
      commit: wordOf(fields, "commit"),
      from: releaseIn(fields, "from"),
      ...(fields.stable === undefined ? {} : { stable: notesOf(fields.stable) }),
      what: wordOf(fields, "what"),
      ...(fields.fields === undefined ? {} : { fields: Object.fromEntries(changed.map(choose)) }),
    };
  });
}

function choose([name, value]: [string, unknown]): [string, string] {
  if (!Object.hasOwn(CHOICES, name)) throw new RangeError(`"${name}" is no field of a change`);
  return [name, choiceOf(name as keyof typeof CHOICES, value)];
}

function notesOf(value: unknown): string[] {
  if (Array.isArray(value) && value.every((note) => typeof note === "string")) return value;
  throw new RangeError("notes (or stable) is no list of texts");
}
