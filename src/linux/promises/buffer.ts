/** Properties of the buffer of a vCPU: B1 to B4. */
import { hexOf, within } from "../kernel/xfeatures.ts";
import type { KernelProperty } from "./promise.ts";
import { bytes, namedOf, ofVcpu } from "./promise.ts";

export const BUFFER_PROPERTIES: readonly KernelProperty[] = [
  ofVcpu({
    name: "buffer-fits",
    id: "B1",
    protects: "XSAVES of a guest never writes past the end of its buffer.",
    source: "S. Christopherson, 26 October 2023; d8414603b29f",
    holds: ({ needed }, { xfeatures, size }) => size >= needed(xfeatures),
    shortfall: ({ needed }, { xfeatures, size }) => needed(xfeatures) - size,
    detail: ({ needed }, { xfeatures, size }) =>
      `the buffer has ${bytes(size)}; its ${hexOf(xfeatures)} takes ${needed(xfeatures)}: short by ${needed(xfeatures) - size}`,
  }),
  ofVcpu({
    name: "buffer-exact",
    id: "B2",
    protects: "A guest pays for the xfeatures of its own buffer and for no others.",
    source: "M. Levitsky, 2 November 2023",
    meant: {
      because: "the size is kept with the permission, and a buffer grows to all that is permitted",
      source: "xstate.c __xfd_enable_feature()",
    },
    holds: ({ needed }, { xfeatures, size }) => size === needed(xfeatures),
    shortfall: ({ needed }, { xfeatures, size }) => Math.abs(needed(xfeatures) - size),
    detail: ({ needed }, { xfeatures, size }) =>
      `the buffer has ${bytes(size)}; its ${hexOf(xfeatures)} takes ${needed(xfeatures)}`,
  }),
  ofVcpu({
    name: "uabi-fits",
    id: "B3",
    protects: "KVM_GET_XSAVE2 has room for all that the guest may use.",
    source: "36487e6228c4",
    holds: ({ sizes }, { userXfeatures, uabiSize }) => uabiSize >= sizes.standard(userXfeatures),
    shortfall: ({ sizes }, { userXfeatures, uabiSize }) => sizes.standard(userXfeatures) - uabiSize,
    detail: ({ sizes }, { userXfeatures, uabiSize }) =>
      `the UABI image has ${bytes(uabiSize)}; its ${hexOf(userXfeatures)} takes ${sizes.standard(userXfeatures)}: short by ${sizes.standard(userXfeatures) - uabiSize}`,
  }),
  ofVcpu({
    name: "features-within-perm",
    id: "B4",
    protects: "A buffer holds nothing that guests of this process have no permission to.",
    source: "M. Levitsky, 2 November 2023; 7c2c89364d92",
    comparesMasks: true,
    holds: (_, { xfeatures }, { guestPerm }) => within(xfeatures, guestPerm.statePerm),
    shortfall: ({ needed }, { xfeatures }, { guestPerm: { statePerm } }) =>
      needed(xfeatures | statePerm) - needed(statePerm),
    detail: (config, { xfeatures }, { guestPerm: { statePerm } }) =>
      `the buffer holds ${hexOf(xfeatures)}, of which the permission ${hexOf(statePerm)} lacks ${namedOf(config, xfeatures & ~statePerm)}`,
  }),
];
