/** The document "xsweep/core@1", and the parts of it that a lone image has too. */
import type { CoreFile, CoreThread } from "../../read/elf/core-file.ts";
import {
  LANES,
  type Lane,
  LOST,
  type Register,
  registerHex,
  registerLanes,
} from "../../read/elf/registers.ts";
import { type Arrangement, arrangementText, type Kept } from "../../read/image/placement.ts";
import { arrangementsOf, componentState, type Saved } from "../../read/image/saved.ts";
import { hasBit, hex } from "../../xsave/mask.ts";

/** A register by the way of reading that gives it; one for each value that remains possible. */
export interface RegisterValue {
  readonly register: Register;
  /** Which layout gives it, where others give another. */
  readonly as: Arrangement | null;
}

/** An area and the registers that were asked for. */
export interface Shown<Of extends Saved = Saved> {
  readonly thread: Of;
  readonly registers: readonly RegisterValue[];
  readonly absent: readonly { readonly name: string; readonly why: string }[];
}

export const coreJson = (core: CoreFile, shown: readonly Shown<CoreThread>[]): object => ({
  schema: "xsweep/core@1",
  threads: shown.map((one) => ({
    thread: one.thread.label,
    pid: one.thread.pid,
    ...savedJson(one),
    layout: one.thread.layout,
    candidates: one.thread.candidates,
    general: Object.fromEntries(
      one.thread.general.map(({ name, bytes }) => [
        name,
        registerHex({ name, bytes, state: "saved" }),
      ]),
    ),
    warnings: one.thread.warnings,
  })),
  warnings: core.warnings,
});

/** Masks, components, registers. `layouts` is there where more than one remains possible. */
export function savedJson({ thread, registers, absent }: Shown): object {
  const several = thread.arrangements.length > 1;
  return {
    kind: thread.kind,
    xcr0: hex(thread.xcr0),
    xstateBv: hex(thread.xstateBv),
    xcompBv: hex(thread.xcompBv),
    size: thread.area.byteLength,
    components: componentsJson(thread, arrangementsOf(thread)[0]),
    ...(several
      ? {
          layouts: thread.arrangements.map((one) => ({
            as: arrangementText(one),
            by: one.by,
            ids: one.ids,
            components: componentsJson(thread, one),
          })),
        }
      : {}),
    registers: registers.map(registerJson),
    absent,
  };
}

const componentsJson = (saved: Saved, arrangement: Arrangement | undefined): object[] =>
  (arrangement?.components ?? []).map((component: Kept) => ({
    bit: component.bit,
    name: component.name,
    offset: component.offset,
    size: component.size,
    saved: hasBit(saved.xstateBv, component.bit),
    ...(arrangement?.by === "gcore"
      ? { state: componentState(saved, arrangement, component) }
      : {}),
  }));

/** Lanes of at most 32 bits and finite floats as numbers; the others as strings, as JSON needs it; null where lost. */
const registerJson = ({ register, as }: RegisterValue): object => ({
  name: register.name,
  bytes: register.bytes.length,
  state: register.state,
  hex: register.state === "lost" ? null : registerHex(register),
  ...(as ? { as: arrangementText(as) } : {}),
  lanes: Object.fromEntries(
    (Object.keys(LANES) as Lane[])
      .map(
        (lane) =>
          [lane, registerLanes(register, lane).map((text) => laneJson(lane, text))] as const,
      )
      .filter(([, lanes]) => lanes.length > 0),
  ),
});

const laneJson = (lane: Lane, text: string): number | string | null => {
  if (text === LOST) return null;
  return lane === "u64" || !Number.isFinite(Number(text)) || text === "-0" ? text : Number(text);
};
