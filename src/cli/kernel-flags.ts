/** From the words of check, claims and kernel to versions, host masks, properties, operations. */
import { processor } from "../catalogue/index.ts";
import { xfdComponents } from "../linux/kernel/configuration.ts";
import { managedIn } from "../linux/kernel/host.ts";
import { versionAt } from "../linux/kernel/release.ts";
import { releaseOf } from "../linux/kernel/release-number.ts";
import { type KernelVersion, VERSIONS } from "../linux/kernel/version.ts";
import { readVersion } from "../linux/kernel/version-file.ts";
import { EXTRA_OPERATIONS, type ExtraOperations } from "../linux/model/operations.ts";
import { PROPERTIES } from "../linux/promises/index.ts";
import type { KernelProperty } from "../linux/promises/promise.ts";
import { LEGACY_MASK } from "../xsave/component.ts";
import { hex } from "../xsave/mask.ts";
import { described, type Processor, userPart } from "../xsave/processor.ts";
import { cpuOf, eachCpuOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { readFile } from "./read-file.ts";
import { byId, didYouMean, maskOf, naming } from "./resolve.ts";

/** The first with AMX, the dynamic feature that the permissions were made for. */
const DEFAULT_CPU = "sapphire-rapids";

/** The processor of --cpu, or Sapphire Rapids. */
export const kernelCpu = async (flags: Flags, io: Io): Promise<Processor> =>
  flags.cpu ? await cpuOf(flags, io) : processor(DEFAULT_CPU);

/** Every processor of --cpu, or Sapphire Rapids. */
export const kernelCpus = async (flags: Flags, io: Io): Promise<readonly Processor[]> =>
  flags.cpu ? await eachCpuOf(flags, io) : [processor(DEFAULT_CPU)];

/** The versions of --kernel, each a known one or a file; all where none is named. */
export const versionsOf = ({ kernel, maxInput }: Flags): readonly KernelVersion[] =>
  kernel ? kernel.map((text) => kernelOf(text, maxInput).version) : VERSIONS;

/** The answers of --kernel, one each; all versions where none is named. What to know is noted. */
export function askedOf({ kernel, maxInput }: Flags, io: Io): readonly Answer[] {
  if (!kernel) return VERSIONS.map((version) => ({ version, release: null, note: null }));
  const answers = kernel.map((text) => kernelOf(text, maxInput));
  for (const { note } of answers) if (note) io.note(note);
  return answers;
}

/** What was asked for by release, and its version; by id or file alone where `release` is null. */
export interface Answer {
  readonly version: KernelVersion;
  readonly release: string | null;
  readonly note: string | null;
}

/** The version of one --kernel: its id, a file, or a release ("6.12", "v6.8", what uname says). */
export function kernelOf(text: string, maxInput: number | undefined): Answer {
  const known = VERSIONS.find(({ id }) => id === text);
  if (known) return { version: known, release: null, note: null };
  let file: Uint8Array;
  try {
    file = naming("--kernel", () => readFile(text, maxInput));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !/[/\\]|\.json$/.test(text)) {
      const inName = releaseOf(text.replace(/^linux-/i, ""));
      if (inName !== null && /^linux-/i.test(text)) throw notAnId(text, inName);
      const release = releaseOf(text);
      if (release !== null) return naming("--kernel", () => versionAt(release));
      return { version: byId("--kernel", text, VERSIONS), release, note: null };
    }
    throw error;
  }
  const version = naming(`--kernel ${text}`, () => readVersion(Buffer.from(file).toString()));
  return { version, release: null, note: null };
}

/** A release written like an id: the id of its range is said, which is not the same thing. */
function notAnId(text: string, release: string): RangeError {
  const { version } = naming("--kernel", () => versionAt(release));
  return new RangeError(
    `--kernel: "${text}" is no id: it is in the range of ${version.id}; ${release} names it as a release`,
  );
}

/** --host-mask, or everything of `cpu` that `release` manages, that some version does without one. */
export const hostMaskOf = (
  { hostMask }: Flags,
  cpu: Processor,
  release: string | null = null,
): bigint =>
  hostMask === undefined ? managedIn(cpu, release) : maskOf("--host-mask", hostMask, cpu);

/** --dynamic, or every component under XFD. */
export function dynamicOf(text: string | undefined, cpu: Processor): bigint | "each" {
  if (text === "each") return "each";
  if (text === undefined) return xfdComponents(cpu);
  const mask = maskOf("--dynamic", text, cpu);
  const wrong = mask & ~(userPart(cpu, described(cpu)) & ~LEGACY_MASK);
  if (wrong === 0n) return mask;
  throw new RangeError(
    `--dynamic: ${hex(wrong)} cannot be dynamic: only extended user components can`,
  );
}

/** The properties of --property, by name or number; all where none is named. */
export function propertiesOf(words: readonly string[] | undefined): readonly KernelProperty[] {
  if (!words) return PROPERTIES;
  const wanted = words.map((word) => {
    const lower = word.toLowerCase();
    const found = PROPERTIES.find(({ name, id }) => name === lower || id.toLowerCase() === lower);
    if (found) return found;
    const names = PROPERTIES.map(({ name }) => name);
    throw new RangeError(
      `--property: "${word}" is unknown${didYouMean(word, names)} (known: ${PROPERTIES.map(({ name, id }) => `${id} ${name}`).join(", ")})`,
    );
  });
  return PROPERTIES.filter((property) => wanted.includes(property));
}

/** The groups of operations of --ops. */
export function extraOf(text: string | undefined): readonly ExtraOperations[] {
  const known = Object.keys(EXTRA_OPERATIONS) as ExtraOperations[];
  if (text === undefined) return [];
  const words = text.split(",").map((word) => word.trim().toLowerCase());
  return words.flatMap((word) => {
    if (word === "all") return known;
    const found = known.find((name) => name === word);
    if (found) return [found];
    throw new RangeError(
      `--ops: "${word}" names no operations${didYouMean(word, known)} (known: ${known.join(", ")}, all)`,
    );
  });
}
