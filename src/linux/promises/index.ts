/**
 * What the kernel promises, each a predicate over the process after any sequence of operations.
 * Which version breaks which is held in test/linux/pattern.test.ts.
 */
import { frozen } from "../../xsave/frozen.ts";
import { BUFFER_PROPERTIES } from "./buffer.ts";
import { GUEST_PROPERTIES } from "./guest.ts";
import { PERM_PROPERTIES } from "./permission.ts";
import type { KernelProperty } from "./promise.ts";

const ORDER = "P1 P2 P3 P4 B1 B2 B3 B4 B5 B6 B7 B8 B9 B10 S5".split(" ");

/** Every property: permissions, buffers, what a guest sees. */
export const PROPERTIES: readonly KernelProperty[] = /* @__PURE__ */ frozen(
  [...PERM_PROPERTIES, ...BUFFER_PROPERTIES, ...GUEST_PROPERTIES].sort(
    (a, b) => ORDER.indexOf(a.id) - ORDER.indexOf(b.id),
  ),
);
