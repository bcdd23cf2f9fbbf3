/** The document "xsweep/core@1". */
import type { Core, CoreThread } from "../../read/elf/core-file.ts";
import { hexOf, LANES, type Lane, lanesOf, type Register } from "../../read/elf/registers.ts";
import { hasBit, hex } from "../../xsave/mask.ts";

/** A thread and the registers that were asked for. */
export interface Shown {
  readonly thread: CoreThread;
  readonly registers: readonly Register[];
}

export const coreJson = (core: Core, shown: readonly Shown[]): object => ({
  schema: "xsweep/core@1",
  threads: shown.map(({ thread, registers }) => ({
    thread: thread.label,
    pid: thread.pid,
    xcr0: hex(thread.xcr0),
    xstateBv: hex(thread.xstateBv),
    xcompBv: hex(thread.xcompBv),
    size: thread.area.byteLength,
    layout: thread.layout,
    candidates: thread.candidates,
    components: thread.components.map(({ bit, name, offset, size }) => ({
      bit,
      name,
      offset,
      size,
      saved: hasBit(thread.xstateBv, bit),
    })),
    registers: registers.map(registerJson),
    warnings: thread.warnings,
  })),
  warnings: core.warnings,
});

/** Lanes of at most 32 bits and finite floats as numbers; the others as strings, as JSON needs it. */
const registerJson = (register: Register): object => ({
  name: register.name,
  bytes: register.bytes.length,
  state: register.state,
  hex: hexOf(register),
  lanes: Object.fromEntries(
    (Object.keys(LANES) as Lane[])
      .map((lane) => [lane, lanesOf(register, lane).map((text) => laneJson(lane, text))] as const)
      .filter(([, lanes]) => lanes.length > 0),
  ),
});

const laneJson = (lane: Lane, text: string): number | string =>
  lane === "u64" || !Number.isFinite(Number(text)) || text === "-0" ? text : Number(text);
