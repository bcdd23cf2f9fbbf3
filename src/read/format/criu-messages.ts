/**
 * What CRIU refuses or warns of: a host that is another than the image's, an area that is larger than
 * its structure. compel/arch/x86/src/lib/cpu.c, criu/arch/x86/cpu.c. What it found of a host is read
 * by log/criu.ts.
 */
import { namesOrRanges } from "../cpuid/leaf0d.ts";
import { blamed, type ReadFinding } from "../finding.ts";
import type { Source } from "../text.ts";
import type { InputFormat } from "./format.ts";
import { readingOfSaid } from "./said.ts";

/** `fpu: max xsave frame exceed xsave_struct (11008 2752)` */
const EXCEEDS =
  /(?:max xsave frame exceed|xsave area size exceeds)[^\n(]{0,40}\((?<a>\d{1,9})[, /]{1,3}(?<b>\d{1,9})\)/g;
/** `CPU xfeatures has unsupported bits (0xe0)` */
const UNSUPPORTED = /xfeatures has unsupported bits \((?:0x)?(?<mask>[0-9a-f]{1,16})\)/g;

/** `CPU xsave size mismatch (1088/2696)`: of the image, of this host. */
const MISMATCH = /CPU xsave (?<max>max )?size mismatch \((?<a>\d{1,9})\/(?<b>\d{1,9})\)/g;

const ALL = [EXCEEDS, UNSUPPORTED, MISMATCH];

/** The messages alone: nothing is known of the host but what they say. */
export const CRIU_MESSAGES: InputFormat = {
  name: "criu-messages",
  summary: "CRIU's refusals: unsupported xfeatures, xsave sizes that differ",
  is: ({ source: { text } }) => ALL.some((pattern) => text.search(pattern) >= 0),
  read({ source }, origin) {
    const findings = complaintsOf(source);
    if (findings.length === 0) throw new RangeError("no message of CRIU about the XSAVE area");
    const said = { label: "CRIU", xcr0: null, xss: null, findings };
    return { readings: [readingOfSaid(said, origin)], warnings: [] };
  },
};

/** The format of CRIU's log, with what it refuses beside what it found. */
export const withCriuMessages = (log: InputFormat): InputFormat => ({
  ...log,
  read(input, origin) {
    const { readings, warnings } = log.read(input, origin);
    const findings = complaintsOf(input.source);
    const [first, ...others] = readings;
    if (!first || findings.length === 0) return { readings, warnings };
    return { readings: [{ ...first, findings }, ...others], warnings };
  },
});

function complaintsOf({ text }: Source): ReadFinding[] {
  const found: ReadFinding[] = [];
  for (const { groups = {} } of [...text.matchAll(EXCEEDS)].slice(0, 16)) {
    const [needed, room] = [Number(groups.a), Number(groups.b)];
    const detail = `the area takes ${needed} bytes, CRIU's structure has ${room}: what lies behind is not dumped`;
    found.push(blamed("CRIU", "buffer-too-small", detail, [], needed, room));
  }
  for (const { groups = {} } of [...text.matchAll(UNSUPPORTED)].slice(0, 16)) {
    const mask = BigInt(`0x${groups.mask}`);
    const detail = `the image uses ${namesOrRanges(mask)}, which this host does not have: it cannot be restored here`;
    found.push(blamed("CRIU", "host-lacks-component", detail, [mask]));
  }
  for (const { groups = {} } of [...text.matchAll(MISMATCH)].slice(0, 16)) {
    const [image, host] = [Number(groups.a), Number(groups.b)];
    const detail = `${groups.max ? "0DH.0.ECX" : "0DH.0.EBX"} was ${image} where the image was made, and is ${host} here: CRIU refuses any other size`;
    found.push({ ...blamed("CRIU", "host-lacks-component", detail, [], image, host), cause: null });
  }
  return [...new Map(found.map((finding) => [finding.detail, finding])).values()];
}
