/** What made a released version of the one before it, one commit per step; by the id it made. */
import type { KernelStep } from "./version-fields.ts";

export const STEPS: Readonly<Record<string, readonly KernelStep[]>> = {
  "linux-5.18": [
    {
      commit: "d6d6d50f1e80",
      what: "takes the end of the topmost component for the standard size",
      fields: { sizes: "linux-5.18" },
    },
    {
      commit: "063452fd94d1",
      what: "keeps what was permitted before a request",
      fields: { grant: "user" },
    },
    {
      commit: "781c64bfcb73",
      what: "counts supervisor xfeatures in the size of a host request",
      fields: { hostSizeAdds: "supervisor" },
    },
  ],
  "linux-6.16": [
    {
      commit: "a758ae2885ea",
      what: "takes the furthest end for the standard size",
      fields: { sizes: "linux-6.16" },
    },
    {
      commit: "cbe8e4dab16c",
      what: "copies components to the standard image by offset",
      fields: { copyOrder: "offset" },
    },
    { commit: "bd0b10b795c5", what: "knows xfeature 19, APX", fields: { xfeatureMax: 20 } },
    {
      commit: "d8414603b29f",
      what: "keeps every xfeature of a permission, supervisor ones too",
      fields: { grant: "all", hostSizeAdds: "nothing" },
    },
    {
      // Observed on 6.16.3 and 6.17.13, and not on 6.12.117 and 6.18.15.
      commit: null,
      what: "refuses an equal KVM_SET_CPUID2 after KVM_RUN",
      fields: { equalCpuidAfterRun: "refused" },
    },
  ],
  "linux-6.17": [
    {
      commit: "8b05b3c98816",
      what: "gives guests CET_S",
      fields: { guestOnly: "guest defaults" },
    },
  ],
  "linux-6.18": [
    {
      commit: "69cc3e886582",
      what: "gives guests CET in IA32_XSS",
      fields: { guestXss: "cet" },
    },
    {
      commit: "b45f72177594",
      what: "clears in KVM_SET_XSAVE what IA32_XFD disables",
      fields: { xfdInXsave: "cleared" },
    },
    {
      commit: null,
      what: "accepts an equal KVM_SET_CPUID2 after KVM_RUN again",
      fields: { equalCpuidAfterRun: "accepted" },
    },
  ],
};
