/** Properties of permissions: P1 to P4, B10, and of alternate signal stacks: B9. */
import { live } from "../kernel/observed.ts";
import { hexOf, within } from "../kernel/xfeatures.ts";
import { STRAY_LOCK } from "../model/process.ts";
import { requestFrame, smallestStack } from "../model/signal.ts";
import { bytes, type KernelProperty, namedOf } from "./promise.ts";

export const PERM_PROPERTIES: readonly KernelProperty[] = [
  {
    name: "guest-perm-keeps-defaults",
    id: "P1",
    reads: "guest",
    protects: "A request adds to what guests may use and takes nothing away.",
    source: "S. Christopherson, 26 October 2023; d8414603b29f",
    comparesMasks: true,
    holds: ({ guestDefault }, { guestPerm }) => within(guestDefault.features, guestPerm.statePerm),
    shortfall: ({ guestDefault, needed }, { guestPerm: { statePerm } }) =>
      needed(statePerm | guestDefault.features) - needed(statePerm),
    detail: (config, { guestPerm: { statePerm } }) => {
      const { guestDefault, needed } = config;
      const whole = statePerm | guestDefault.features;
      return `the guest permission ${hexOf(statePerm)} lost ${namedOf(config, whole & ~statePerm)}: ${needed(statePerm)} bytes, ${needed(whole)} with them`;
    },
  },
  {
    name: "state-size-matches-perm",
    id: "P2",
    reads: "guest",
    protects: "The kernel size kept with a permission is the size of what is permitted.",
    source: "781c64bfcb73",
    holds: ({ dynamic, needed }, { guestPerm: { statePerm, stateSize } }) =>
      (statePerm & dynamic) === 0 || stateSize === needed(statePerm),
    shortfall: ({ needed }, { guestPerm: { statePerm, stateSize } }) =>
      Math.abs(needed(statePerm) - stateSize),
    detail: ({ needed }, { guestPerm: { statePerm, stateSize } }) =>
      `stateSize is ${bytes(stateSize)}; the permitted ${hexOf(statePerm)} takes ${needed(statePerm)}`,
  },
  {
    name: "user-size-matches-perm",
    id: "P3",
    reads: "guest",
    protects: "The user size kept with a permission is the size of its user part.",
    source: "063452fd94d1",
    holds: ({ sizes, user }, { guestPerm: { statePerm, userStateSize } }) =>
      userStateSize === sizes.standard(statePerm & user),
    shortfall: ({ sizes, user }, { guestPerm: { statePerm, userStateSize } }) =>
      Math.abs(sizes.standard(statePerm & user) - userStateSize),
    detail: ({ sizes, user }, { guestPerm: { statePerm, userStateSize } }) =>
      `userStateSize is ${bytes(userStateSize)}; the permitted ${hexOf(statePerm & user)} takes ${sizes.standard(statePerm & user)}`,
  },
  {
    name: "lock-implies-own-vcpu",
    id: "P4",
    reads: "guest",
    protects: "Only a process that has created a vCPU is refused guest permissions.",
    source: "980fe2fddcff",
    observed: live("broken: a fork has no vCPU, and its REQ_GUEST_PERM(18) = -16"),
    meant: {
      because: "permissions are inherited on fork, frozen ones too, and cleared on exec",
      source: "Documentation/arch/x86/xstate.rst",
    },
    holds: (_, { guestPerm, ownVcpu }) => !guestPerm.locked || ownVcpu,
    detail: () => "guest permissions are locked, and this process created no vCPU",
  },
  {
    name: "no-supervisor-in-user-size",
    id: "B10",
    reads: "guest",
    protects:
      "No supervisor xfeature and no lock bit ever reaches a size calculation of user state.",
    source: "xstate.c __xstate_request_perm()",
    holds: (_, { strayed }) => strayed === 0,
    detail: (_, { strayed }) =>
      (strayed & STRAY_LOCK) !== 0
        ? "the lock, bit 63, reached the size calculation"
        : "a supervisor xfeature reached the user size calculation",
  },
  {
    name: "altstack-order-independent",
    id: "B9",
    reads: "own",
    protects:
      "Whether an alternate stack passes does not depend on whether it or the request came first.",
    source: "3aac3ebea08f; signal.c sigaltstack_size_valid()",
    observed: live(
      "broken: a stack before the request needs 11952 bytes, one after the request 11837",
    ),
    holds: (config, { perm, sasSize }) =>
      sasSize === 0 ||
      (perm.statePerm & config.dynamic) === 0 ||
      sasSize >= requestFrame(config, perm.userStateSize),
    shortfall: (config, { perm, sasSize }) => requestFrame(config, perm.userStateSize) - sasSize,
    detail: (config, { perm, sasSize }) => {
      const frame = requestFrame(config, perm.userStateSize);
      return `a stack of ${bytes(sasSize)} passes after the request; registered first, it makes the request fail, which asks for ${frame} (any of ${smallestStack(config, perm.userStateSize)}..${frame - 1} does so)`;
    },
  },
];
