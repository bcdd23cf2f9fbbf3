/** What the fields of a kernel version may be, for who writes one, in TypeScript or in a file. */
import {
  checkOptions,
  checkValue,
  type Kind,
  LIST,
  OBJECT,
  oneOf,
  type Table,
  TEXT,
  whole,
} from "../../xsave/options.ts";
import { SIZE_RULES } from "./sizes.ts";
import type { KernelVersion } from "./version-fields.ts";

type Choices = { readonly [Field in keyof KernelVersion]?: readonly KernelVersion[Field][] };

/** The fields that take one of a few words. */
export const CHOICES = {
  known: ["live, emulated", "sources", "mail", "proposal"],
  sizes: SIZE_RULES,
  guestOnly: ["nowhere", "buffer", "guest defaults"],
  grant: ["requested", "user", "all"],
  hostSizeAdds: ["nothing", "supervisor"],
  guestSizeAdds: ["nothing", "guest only"],
  userSizeCounts: ["user", "all"],
  requestWhileLocked: ["refused", "granted"],
  guestMemory: ["user default", "kernel default"],
  vcpuSizedBy: ["permission", "cpuid"],
  reports: ["permitted", "supported"],
  loneTileConfig: ["reported", "dropped"],
  guestXss: ["none", "cet"],
  equalCpuidAfterRun: ["accepted", "refused"],
  xfdInXsave: ["cleared", "kept"],
  copyOrder: ["bit", "offset"],
} satisfies Choices;

const orNull = (kind: Kind): Kind => ({
  says: `${kind.says}, or null`,
  fits: (value) => value === null || kind.fits(value),
});

/** Every field, and what it may be. */
const FIELDS: Table<KernelVersion> = {
  ...(Object.fromEntries(
    Object.entries(CHOICES).map(([name, words]) => [name, oneOf(name, words)]),
  ) as Record<keyof typeof CHOICES, Kind>),
  id: TEXT,
  stands: TEXT,
  source: TEXT,
  releases: orNull(OBJECT),
  ran: orNull(TEXT),
  xfeatureMax: whole(2),
  changes: LIST,
  notes: LIST,
};

/** Versions that were found good and cannot change. */
const good = new WeakSet<KernelVersion>();

/**
 * `version`, once every field of it is there and says what a field can say.
 *
 * @throws {TypeError} if it is no object, or a field is missing, unknown or of another type.
 * @throws {RangeError} if a field has a word that means nothing there.
 */
export function checkVersion(version: KernelVersion): KernelVersion {
  if (good.has(version)) return version;
  checkValue("a kernel version", version, OBJECT);
  for (const [name, kind] of Object.entries(FIELDS)) {
    checkValue(`${name} of the kernel version`, version[name as keyof KernelVersion], kind);
  }
  checkOptions("a kernel version", version, FIELDS);
  if (Object.isFrozen(version)) good.add(version);
  return version;
}
