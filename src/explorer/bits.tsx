/** The bits of the mask: each a button that toggles its component; arrow keys go from one to the next. */
import { useRef } from "preact/hooks";
import type { Processor } from "../index.ts";
import { clip } from "./clip.tsx";
import { fillOf } from "./drawing/colours.ts";
import { change, current, pointed } from "./store.ts";

interface Bit {
  readonly bit: number;
  readonly name: string;
  readonly kind: "legacy" | "user" | "supervisor";
}

const bitsOfCpu = (cpu: Processor): Bit[] => [
  { bit: 0, name: "x87", kind: "legacy" },
  { bit: 1, name: "SSE", kind: "legacy" },
  ...cpu.components.map(
    ({ bit, name, supervisor }): Bit => ({
      bit,
      name,
      kind: supervisor ? "supervisor" : "user",
    }),
  ),
];

export function Bits() {
  const { cpu, mask, at } = current.value;
  const row = useRef<HTMLDivElement>(null);
  const go = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...(row.current?.querySelectorAll("button") ?? [])];
    const next = buttons.indexOf(event.target as HTMLButtonElement) + step;
    buttons[(next + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
  };
  return (
    <section class="bits" aria-label="State components: toggle">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrow keys between the buttons it holds */}
      <div class="bit-row" ref={row} onKeyDown={go}>
        {bitsOfCpu(cpu).map(({ bit, name, kind }) => {
          const on = (mask & (1n << BigInt(bit))) !== 0n;
          return (
            <button
              key={bit}
              type="button"
              class={`bit ${kind}${pointed.value === bit || at === bit ? " marked" : ""}`}
              aria-pressed={on}
              data-bit={bit}
              onClick={() => change({ mask: current.value.mask ^ (1n << BigInt(bit)) })}
              onPointerEnter={() => (pointed.value = bit)}
              onPointerLeave={() => (pointed.value = null)}
              onFocus={() => (pointed.value = bit)}
              onBlur={() => (pointed.value = null)}
            >
              <i style={{ background: fillOf(bit) }} />
              <span class="bit-number">{bit}</span>
              <span class="bit-name">{clip(name, 14)}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}
