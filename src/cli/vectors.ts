/** `xsweep vectors`: size and offsets of every mask, to test somebody's own code with. */
import { vectorsOf } from "../questions/vectors.ts";
import { SDM_COMPACTED, SDM_STANDARD } from "../rules/sdm.ts";
import { vectorsJson } from "../write/json/vectors.ts";
import { VECTOR_TEXTS } from "../write/vector-sets.ts";
import type { Command } from "./command.ts";
import { eachCpuOf } from "./cpu.ts";
import { naming, refuseTwoForms, rulesOf } from "./resolve.ts";

export const vectorsCommand: Command = {
  name: "vectors",
  summary: "size and offsets of every mask as test vectors, with a check of your own function",
  flags: ["cpu", "legal", "rule", "vectorsTo"],
  examples: [
    "xsweep vectors --cpu zen-4 --cpu sapphire-rapids --legal --to c",
    "xsweep vectors --cpu all --rule sdm-standard --legal --to csv",
    "xsweep vectors --cpu ice-lake-sp --rule kvm-5.17-compacted --to python",
  ],
  async run({ flags, io }) {
    refuseTwoForms(flags.json, flags.vectorsTo);
    const { legal, vectorsTo: to = "json" } = flags;
    const rules = rulesOf(flags, [SDM_STANDARD, SDM_COMPACTED]);
    const cpus = await eachCpuOf(flags, io);
    const sets = naming("vectors", () => vectorsOf(cpus, { rules, legal }));
    io.print(to === "json" ? JSON.stringify(vectorsJson(sets)) : VECTOR_TEXTS[to](sets));
    return 0;
  },
};
