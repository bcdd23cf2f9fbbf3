/**
 * Every processor of the catalogue, one file each. Held equal to the registers of real dumps by
 * test/catalogue/catalogue.test.ts.
 */
import type { Processor } from "../xsave/processor.ts";
import { ALDER_LAKE } from "./alder-lake.ts";
import { ALDER_LAKE_AVX512 } from "./alder-lake-avx512.ts";
import { ALDER_LAKE_N } from "./alder-lake-n.ts";
import { ARROW_LAKE } from "./arrow-lake.ts";
import { BROADWELL } from "./broadwell.ts";
import { BULLDOZER } from "./bulldozer.ts";
import { CANNON_LAKE } from "./cannon-lake.ts";
import { CASCADE_LAKE_SP } from "./cascade-lake-sp.ts";
import { CENTAUR_CNS } from "./centaur-cns.ts";
import { COMET_LAKE_H } from "./comet-lake-h.ts";
import { EMERALD_RAPIDS } from "./emerald-rapids.ts";
import { GOLDMONT } from "./goldmont.ts";
import { GRANITE_RAPIDS } from "./granite-rapids.ts";
import { GRANITE_RAPIDS_APX } from "./granite-rapids-apx.ts";
import { HASWELL } from "./haswell.ts";
import { HYGON } from "./hygon.ts";
import { ICE_LAKE_CLIENT } from "./ice-lake-client.ts";
import { ICE_LAKE_SP } from "./ice-lake-sp.ts";
import { IVY_BRIDGE } from "./ivy-bridge.ts";
import { JAGUAR } from "./jaguar.ts";
import { KABY_LAKE } from "./kaby-lake.ts";
import { KNIGHTS_LANDING } from "./knights-landing.ts";
import { LUNAR_LAKE } from "./lunar-lake.ts";
import { METEOR_LAKE } from "./meteor-lake.ts";
import { PANTHER_LAKE } from "./panther-lake.ts";
import { PANTHER_LAKE_APX } from "./panther-lake-apx.ts";
import { PENRYN } from "./penryn.ts";
import { PENTIUM_SKYLAKE } from "./pentium-skylake.ts";
import { RAPTOR_LAKE } from "./raptor-lake.ts";
import { ROCKET_LAKE } from "./rocket-lake.ts";
import { SANDY_BRIDGE } from "./sandy-bridge.ts";
import { SAPPHIRE_RAPIDS } from "./sapphire-rapids.ts";
import { SKYLAKE_CLIENT } from "./skylake-client.ts";
import { SKYLAKE_SP } from "./skylake-sp.ts";
import { SKYLAKE_X } from "./skylake-x.ts";
import { STEAMROLLER } from "./steamroller.ts";
import { TIGER_LAKE } from "./tiger-lake.ts";
import { TREMONT } from "./tremont.ts";
import { WILDCAT_LAKE } from "./wildcat-lake.ts";
import { ZEN_1 } from "./zen-1.ts";
import { ZEN_2 } from "./zen-2.ts";
import { ZEN_2_4700S } from "./zen-2-4700s.ts";
import { ZEN_3 } from "./zen-3.ts";
import { ZEN_4 } from "./zen-4.ts";
import { ZEN_5 } from "./zen-5.ts";
import { ZHAOXIN_KH40000 } from "./zhaoxin-kh40000.ts";
import { ZHAOXIN_KX6000 } from "./zhaoxin-kx6000.ts";
import { ZHAOXIN_KX7000 } from "./zhaoxin-kx7000.ts";

/** Oldest family first within a vendor; hypothetical ones beside the processor they extend. */
export const CATALOGUE: readonly Processor[] = /* @__PURE__ */ Object.freeze([
  PENRYN,
  SANDY_BRIDGE,
  IVY_BRIDGE,
  HASWELL,
  BROADWELL,
  SKYLAKE_CLIENT,
  KABY_LAKE,
  PENTIUM_SKYLAKE,
  COMET_LAKE_H,
  SKYLAKE_X,
  SKYLAKE_SP,
  CASCADE_LAKE_SP,
  CANNON_LAKE,
  ICE_LAKE_CLIENT,
  ICE_LAKE_SP,
  ROCKET_LAKE,
  TIGER_LAKE,
  ALDER_LAKE,
  ALDER_LAKE_AVX512,
  RAPTOR_LAKE,
  ALDER_LAKE_N,
  METEOR_LAKE,
  ARROW_LAKE,
  LUNAR_LAKE,
  PANTHER_LAKE,
  PANTHER_LAKE_APX,
  WILDCAT_LAKE,
  SAPPHIRE_RAPIDS,
  EMERALD_RAPIDS,
  GRANITE_RAPIDS,
  GRANITE_RAPIDS_APX,
  KNIGHTS_LANDING,
  GOLDMONT,
  TREMONT,
  BULLDOZER,
  STEAMROLLER,
  JAGUAR,
  ZEN_1,
  ZEN_2,
  ZEN_2_4700S,
  ZEN_3,
  ZEN_4,
  ZEN_5,
  HYGON,
  ZHAOXIN_KX6000,
  ZHAOXIN_KH40000,
  ZHAOXIN_KX7000,
  CENTAUR_CNS,
]);

const byId = /* @__NO_SIDE_EFFECTS__ */ () => new Map(CATALOGUE.map((cpu) => [cpu.id, cpu]));

const BY_ID = byId();

/**
 * The processor of the catalogue with that id.
 *
 * @throws {RangeError} if there is none, listing the ids.
 */
export function processor(id: string): Processor {
  const cpu = BY_ID.get(id);
  if (!cpu) {
    throw new RangeError(`"${id}" names no processor (known: ${[...BY_ID.keys()].join(", ")})`);
  }
  return cpu;
}
