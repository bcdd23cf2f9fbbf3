/** Where lists of CPU flags are found: Linux, lscpu, Coreinfo, the BSDs, libvirt. */
import { parseJson } from "../document/json.ts";
import { startsWith } from "../input.ts";
import type { Source } from "../text.ts";
import { type Listed, readingsOfFlags, wordsOf } from "./flags.ts";
import type { InputFormat } from "./format.ts";

const listFormat = (
  name: string,
  summary: string,
  is: InputFormat["is"],
  lists: (input: Parameters<InputFormat["is"]>[0]) => Listed[],
): InputFormat => ({
  name,
  summary,
  is,
  read: (input, origin) => readingsOfFlags(lists(input), origin),
});

/** `flags           : fpu vme … xsave avx` of /proc/cpuinfo; `Flags:  fpu vme …` of lscpu. */
const FLAGS = /^[ \t]{0,40}flags[ \t]{0,40}:[ \t]{1,80}(?<flags>fpu[^\n]{0,8000})$/gim;
const MODEL = /^[ \t]{0,40}model name[ \t]{0,40}:[ \t]{1,80}(?<brand>[^\n]{1,100})$/im;

function cpuinfoLists({ text }: Source): Listed[] {
  const brand = MODEL.exec(text)?.groups?.brand?.trim() ?? null;
  const seen = new Map<string, Listed>();
  for (const { groups = {} } of text.matchAll(FLAGS)) {
    const { flags = "" } = groups;
    if (seen.has(flags)) continue;
    seen.set(flags, { label: `CPU ${seen.size}`, flags: new Set(wordsOf(flags)), brand });
  }
  return [...seen.values()];
}

/** Every `{"field": …, "data": …}` of lscpu -J, which nests them since 2.37. */
function lscpuLists(json: unknown): Listed[] {
  const fields = new Map<string, string>();
  const open: unknown[] = [json];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== "object" || value === null) continue;
    const { field, data } = value as { field?: unknown; data?: unknown };
    if (typeof field === "string" && typeof data === "string") fields.set(field, data);
    for (const item of Object.values(value)) open.push(item);
  }
  const flags = fields.get("Flags:") ?? fields.get("flags");
  if (flags === undefined) return [];
  const brand = fields.get("Model name:") ?? null;
  return [{ label: "CPU 0", flags: new Set(wordsOf(flags)), brand }];
}

/** `XSAVE           *       Supports XSAVE/XRSTOR instructions`; `-` where it is not there. */
const COREINFO = /^(?<name>[A-Z][A-Za-z0-9_.-]{1,20})[ \t]{1,20}(?<has>[*-])[ \t]{1,20}(?=[A-Z])/gm;

function coreinfoLists({ text }: Source): Listed[] {
  const rows = [...text.matchAll(COREINFO)].filter(({ groups }) => groups?.has === "*");
  const flags = new Set(rows.flatMap(({ groups }) => wordsOf(groups?.name ?? "")));
  const brand = /^(?<brand>[^\n]{0,60}(?:Intel|AMD)[^\n]{0,60})$/m
    .exec(text)
    ?.groups?.brand?.trim();
  return [{ label: "CPU 0", flags, brand: brand ?? null }];
}

/** `  Features2=0x…<SSE3,…,XSAVE,OSXSAVE,AVX>` and `  XSAVE Features=0xf<…>` of FreeBSD and DragonFly. */
const FREEBSD =
  /(?<name>XSAVE Features|Structured Extended Features\d?|AMD Features2|Features2?)=0x(?<n>[0-9a-f]{1,8})<(?<flags>[^>\n]{0,600})>/g;
const FREEBSD_CPU =
  /^(?:[^\n]{0,80}[ \t])?CPU: (?<brand>[^\n(]{1,60}[^\n]{0,40}?) \([0-9.]{1,10}-MHz/m;

function freebsdLists({ text }: Source): Listed[] {
  const lines = [...text.matchAll(FREEBSD)].map(({ groups = {} }) => groups);
  const flags = new Set(lines.flatMap(({ flags: words = "" }) => wordsOf(words)));
  const own = lines.find(({ name }) => name === "XSAVE Features")?.n;
  const brand = FREEBSD_CPU.exec(text)?.groups?.brand?.trim() ?? null;
  const features = own === undefined ? {} : { features: Number.parseInt(own, 16) };
  return [{ label: "boot", flags, brand, ...features }];
}

/** `cpu0: FPU,VME,…,XSAVE,AVX,…` of OpenBSD, after `cpu0: Intel(R) …, 2394.56 MHz, 06-4f-01`. */
const OPENBSD = /^[ \t]{0,10}(?<cpu>cpu\d{1,4}): (?<flags>FPU,[A-Z0-9_,.+-]{10,4000}[A-Z0-9])$/gm;
const OPENBSD_BRAND = /^[ \t]{0,10}cpu\d{1,4}: (?<brand>[^\n,]{1,60}), [0-9.]{1,10} MHz/m;

function openbsdLists({ text }: Source): Listed[] {
  const brand = OPENBSD_BRAND.exec(text)?.groups?.brand?.trim() ?? null;
  const seen = new Map<string, Listed>();
  for (const { groups = {} } of text.matchAll(OPENBSD)) {
    const { cpu = "", flags = "" } = groups;
    if (!seen.has(flags)) seen.set(flags, { label: cpu, flags: new Set(wordsOf(flags)), brand });
  }
  return [...seen.values()];
}

/** `<feature policy='require' name='avx512f'/>` of domcapabilities, capabilities and host models. */
const FEATURE = /<feature\s(?<attributes>[^<>]{1,200}?)\/?>/g;
const MODEL_NAME = /<model\b[^<>]{0,100}>(?<model>[A-Za-z0-9_.-]{1,60})<\/model>/;
const NAME = /\bname=['"](?<name>[a-zA-Z0-9_.-]{1,40})['"]/;
const REFUSED = /\bpolicy=['"](?:disable|forbid)['"]/;

function libvirtLists(text: string): Listed[] {
  const flags = new Set<string>();
  for (const { groups = {} } of text.matchAll(FEATURE)) {
    const { attributes = "" } = groups;
    const name = NAME.exec(attributes)?.groups?.name;
    if (name !== undefined && !REFUSED.test(attributes))
      for (const word of wordsOf(name)) flags.add(word);
  }
  const model = MODEL_NAME.exec(text)?.groups?.model;
  return [{ label: "CPU model", flags, brand: null, open: model ?? "" }];
}

export const FLAG_LISTS: readonly InputFormat[] = [
  listFormat(
    "lscpu-json",
    "`lscpu -J`: the components that flags imply, no sizes",
    (input) => startsWith(input, "{") && /"field"\s{0,40}:\s{0,40}"[Ff]lags:?"/.test(input.raw),
    ({ raw }) => lscpuLists(parseJson(raw)),
  ),
  listFormat(
    "libvirt-features",
    "libvirt's capabilities, domcapabilities and CPU models: implied components, no sizes",
    ({ raw }) =>
      /<feature\s[^<>]{0,200}name=['"]/.test(raw) &&
      /<(?:cpu|capabilities|domainCapabilities|cpuTest|model)\b/.test(raw),
    ({ raw }) => libvirtLists(raw),
  ),
  listFormat(
    "coreinfo",
    "Coreinfo: the components that its features imply, no sizes",
    ({ source: { text } }) => /^XSAVE[ \t]{1,20}[*-][ \t]{1,20}Supports XSAVE/m.test(text),
    ({ source }) => coreinfoLists(source),
  ),
  listFormat(
    "freebsd-boot",
    "FreeBSD and DragonFly boot lines: features, implied components, no sizes",
    ({ source: { text } }) => /\bFeatures2=0x[0-9a-f]{1,8}<|\bXSAVE Features=0x/.test(text),
    ({ source }) => freebsdLists(source),
  ),
  listFormat(
    "openbsd-boot",
    "OpenBSD boot lines: implied components, no sizes",
    ({ source: { text } }) => text.search(OPENBSD) >= 0,
    ({ source }) => openbsdLists(source),
  ),
  listFormat(
    "cpuinfo",
    "/proc/cpuinfo and `lscpu`: the components that flags imply, no sizes",
    ({ source: { text } }) => text.search(FLAGS) >= 0,
    ({ source }) => cpuinfoLists(source),
  ),
];
