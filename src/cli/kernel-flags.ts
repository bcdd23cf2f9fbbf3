/** From the words of check, claims and kernel to versions, host masks, properties, operations. */
import { readFileSync } from "node:fs";
import { processor } from "../catalogue/index.ts";
import { managed, xfdComponents } from "../linux/kernel/configuration.ts";
import { type KernelVersion, VERSIONS } from "../linux/kernel/version.ts";
import { readVersion } from "../linux/kernel/version-file.ts";
import { EXTRA_OPERATIONS, type ExtraOperations } from "../linux/model/operations.ts";
import { PROPERTIES } from "../linux/promises/index.ts";
import type { KernelProperty } from "../linux/promises/promise.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { reasonOf } from "./reason.ts";
import { byId, cpuOf, didYouMean, maskOf, naming } from "./resolve.ts";

/** The first with AMX, the dynamic feature that the permissions were made for. */
const DEFAULT_CPU = "sapphire-rapids";

/** The processor of --cpu, or Sapphire Rapids. */
export const kernelCpu = async (flags: Flags, io: Io): Promise<Processor> =>
  flags.cpu ? await cpuOf(flags, io) : processor(DEFAULT_CPU);

/** The versions of --kernel, each a known one or a file; all where none is named. */
export const versionsOf = ({ kernel }: Flags): readonly KernelVersion[] =>
  kernel ? kernel.map(versionOf) : VERSIONS;

function versionOf(text: string): KernelVersion {
  const known = VERSIONS.find(({ id }) => id === text);
  if (known) return known;
  let file: string;
  try {
    file = readFileSync(text, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && !/[/\\]|\.json$/.test(text)) return byId("--kernel", text, VERSIONS);
    throw new RangeError(`--kernel: ${text}: ${reasonOf(code)}`);
  }
  return naming(`--kernel ${text}`, () => readVersion(file));
}

/** --host-mask, or everything of `cpu` that some version manages. */
export const hostMaskOf = ({ hostMask }: Flags, cpu: Processor): bigint =>
  hostMask === undefined ? managed(cpu) : maskOf("--host-mask", hostMask, cpu);

/** --dynamic, or every component under XFD. */
export function dynamicOf(text: string | undefined, cpu: Processor): bigint | "each" {
  if (text === "each") return "each";
  return text === undefined ? xfdComponents(cpu) : maskOf("--dynamic", text, cpu);
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
