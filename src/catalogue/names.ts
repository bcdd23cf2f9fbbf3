/**
 * What else the processors of the catalogue are called: code names, and the family, model and
 * stepping of CPUID leaf 1 as dumps print them (decimal). Those of the dumps that agree with an entry
 * (../shared/data), else Linux 6.12 arch/x86/include/asm/intel-family.h and AMD's revision guides.
 */
import type { Processor } from "../xsave/processor.ts";
import { CATALOGUE } from "./index.ts";

type Names = readonly [aliases: string, models: string];

// biome-ignore format: one processor per row
const NAMES: Readonly<Record<string, Names>> = {
  "penryn": ["wolfdale", "6-23"],
  "sandy-bridge": ["snb", "6-42 6-45"],
  "ivy-bridge": ["ivb", "6-58 6-62"],
  "haswell": ["hsw", "6-60 6-63 6-69 6-70"],
  "broadwell": ["bdw", "6-61 6-71 6-79 6-86"],
  "skylake-client": ["skl skylake-s", "6-78 6-94"],
  "kaby-lake": ["kbl cfl coffee-lake whiskey-lake", "6-142 6-158 6-166"],
  "pentium-skylake": ["", "6-142-9"],
  "comet-lake-h": ["cml comet-lake-s", "6-165"],
  "skylake-x": ["", "6-85-4"],
  "skylake-sp": ["skx skylake-server", "6-85-4"],
  "cascade-lake-sp": ["clx cascade-lake", "6-85-7"],
  "cannon-lake": ["cnl", "6-102"],
  "ice-lake-client": ["icl ice-lake-u", "6-126"],
  "ice-lake-sp": ["icx ice-lake-server", "6-106"],
  "rocket-lake": ["rkl", "6-167"],
  "tiger-lake": ["tgl", "6-140 6-141"],
  "alder-lake": ["adl", "6-151 6-154"],
  "alder-lake-avx512": ["", "6-151-2"],
  "raptor-lake": ["rpl", "6-183 6-186 6-191"],
  "alder-lake-n": ["adl-n twin-lake gracemont", "6-190"],
  "meteor-lake": ["mtl", "6-170"],
  "arrow-lake": ["arl", "6-197 6-198"],
  "lunar-lake": ["lnl", "6-189"],
  "panther-lake": ["ptl", "6-204"],
  "panther-lake-apx": ["ptl-apx", ""],
  "wildcat-lake": ["wcl", "6-213"],
  "sapphire-rapids": ["spr", "6-143"],
  "emerald-rapids": ["emr", "6-207"],
  "granite-rapids": ["gnr", "6-173 6-174"],
  "granite-rapids-apx": ["gnr-apx", ""],
  "knights-landing": ["knl", "6-87"],
  "goldmont": ["apollo-lake denverton", "6-92 6-95"],
  "tremont": ["snow-ridge elkhart-lake", "6-134 6-138 6-150"],
  "bulldozer": ["interlagos zambezi", "21-1"],
  "steamroller": ["kaveri", "21-48"],
  "jaguar": ["kabini", "22-0"],
  "zen-1": ["naples summit-ridge", "23-0 23-1 23-8 23-17 23-24"],
  "zen-2": ["rome matisse renoir", "23-49 23-96 23-113"],
  "zen-2-4700s": ["", "23-71"],
  "zen-3": ["milan vermeer cezanne rembrandt", "25-1 25-33 25-68 25-80"],
  "zen-4": ["genoa bergamo raphael phoenix", "25-17 25-97 25-117 25-160"],
  "zen-5": ["turin granite-ridge strix-point", "26-2 26-17 26-36 26-68"],
  "hygon": ["dhyana", "24-0 24-1 24-2 24-16"],
  "zhaoxin-kx6000": ["", "7-59"],
  "zhaoxin-kh40000": ["yongfeng", "7-91"],
  "zhaoxin-kx7000": ["", "7-107"],
  "centaur-cns": ["", "6-71-2"],
};

const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");

/** The other names of a processor, and its family-model[-stepping]s. */
export function namesOfProcessor(id: string): { aliases: string[]; models: string[] } {
  const [aliases = "", models = ""] = NAMES[id] ?? [];
  return { aliases: words(aliases), models: words(models) };
}

/** Family, model and perhaps stepping, each decimal or hex with 0x, as dumps print them. */
const MODEL = /^(0x[0-9a-f]+|\d+)-(0x[0-9a-f]+|\d+)(?:-(0x[0-9a-f]+|\d+))?$/i;

/** Whether two family-model[-stepping]s can be of one processor: a stepping not given is any. */
const fits = (asked: readonly number[], model: string): boolean =>
  model.split("-").every((n, i) => asked[i] === undefined || asked[i] === Number(n));

/**
 * The processors of the catalogue that `text` names: an id or an alias in any case, one of them, or
 * a family-model[-stepping], which several may share.
 */
export function processorsNamed(text: string): readonly Processor[] {
  const lower = text.toLowerCase();
  const known = CATALOGUE.find(
    ({ id }) => id === lower || namesOfProcessor(id).aliases.includes(lower),
  );
  if (known) return [known];
  const [, ...numbers] = MODEL.exec(text) ?? [];
  if (numbers.length === 0) return [];
  const asked = numbers.filter((n) => n !== undefined).map(Number);
  return CATALOGUE.filter(({ id }) => namesOfProcessor(id).models.some((m) => fits(asked, m)));
}
