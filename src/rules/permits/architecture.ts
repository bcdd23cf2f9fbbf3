/** The processor's own XSETBV. SDM1 13.3. */
import { isLegal, LEGALITY_RULES } from "../../xsave/legality.ts";
import type { Permit } from "./permit.ts";

export const ARCHITECTURE_PERMIT: Permit = {
  id: "architecture",
  stands: "XSETBV",
  source: "SDM1 13.3",
  otherwise: "refused",
  components: null,
  rows: LEGALITY_RULES,
  walk: isLegal,
};
