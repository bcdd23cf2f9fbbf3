/** Every mask evaluated one by one over Web Workers, held against the count; it can be given up. */
import { useEffect, useRef, useState } from "preact/hooks";
import {
  hex,
  mergeRanges,
  NO_RANGE,
  type OccurringSize,
  type Processor,
  type RangeFigures,
  subsetAt,
} from "../index.ts";
import { type Running, start } from "./work/client.ts";

interface SweepProps {
  readonly cpu: Processor;
  readonly rule: string;
  readonly sizes: readonly OccurringSize[];
  readonly bits: number;
}

type Sweeping =
  | { readonly is: "idle" }
  | { readonly is: "running"; readonly done: bigint; readonly ms: number }
  | { readonly is: "swept"; readonly figures: RangeFigures; readonly ms: number }
  | { readonly is: "failed"; readonly why: string };

/** The engine enumerates no more. */
const SWEPT_MOST = 32;
/** Ranges begin at multiples of it, as the engine wants them; fewer masks are one range. */
const GRAIN = 2 ** 22;

/** The ranges that `threads` workers take. */
function rangesOf(masks: number, threads: number): (readonly [from: number, to: number])[] {
  const grains = masks / GRAIN;
  if (grains < 2) return [[0, masks]];
  const count = Math.min(threads, grains);
  const edge = (i: number) => Math.floor((i * grains) / count) * GRAIN;
  return Array.from({ length: count }, (_, i) => [edge(i), edge(i + 1)] as const);
}

export function Sweep({ cpu, rule, sizes, bits }: SweepProps) {
  const [now, setNow] = useState<Sweeping>({ is: "idle" });
  const running = useRef<Running<"sweep">[]>([]);
  const stop = () => {
    for (const { cancel } of running.current.splice(0)) cancel();
  };
  useEffect(() => stop, []);
  const begin = () => {
    stop();
    const begun = performance.now();
    const ms = () => performance.now() - begun;
    const ranges = rangesOf(2 ** bits, Math.min(8, navigator.hardwareConcurrency || 2));
    const told = ranges.map(() => 0n);
    setNow({ is: "running", done: 0n, ms: 0 });
    running.current = ranges.map(([from, to], i) =>
      start("sweep", { cpu, rule, from, to }, ({ masks }) => {
        told[i] = masks;
        setNow({ is: "running", done: told.reduce((sum, n) => sum + n, 0n), ms: ms() });
      }),
    );
    Promise.all(running.current.map(({ result }) => result)).then(
      (parts) => setNow({ is: "swept", figures: parts.reduce(mergeRanges, NO_RANGE), ms: ms() }),
      (error: Error) => {
        // No number of the others: it would not be whole.
        stop();
        setNow({ is: "failed", why: error.message });
      },
    );
  };
  if (bits > SWEPT_MOST)
    return <p class="quiet">More than 2^{SWEPT_MOST} masks are counted only.</p>;
  return (
    <section aria-label="Sweep">
      <h2>Every mask, one by one</h2>
      <div class="row">
        <button type="button" class="main" disabled={now.is === "running"} onClick={begin}>
          Sweep 2^{bits} masks
        </button>
        {now.is === "running" ? (
          <button
            type="button"
            onClick={() => {
              stop();
              setNow({ is: "idle" });
            }}
          >
            Cancel
          </button>
        ) : null}
        <Progress now={now} total={2 ** bits} />
      </div>
      {now.is === "swept" ? (
        <Swept figures={now.figures} ms={now.ms} sizes={sizes} cpu={cpu} rule={rule} />
      ) : null}
      {now.is === "failed" ? (
        <p class="verdict bad" role="alert">
          {now.why}
        </p>
      ) : null}
    </section>
  );
}

const speed = (masks: bigint, ms: number): string => {
  const perSecond = Number(masks) / Math.max(0.001, ms / 1000);
  return perSecond >= 1e9
    ? `${(perSecond / 1e9).toFixed(2)} G`
    : `${(perSecond / 1e6).toFixed(1)} M`;
};

function Progress({ now, total }: { now: Sweeping; total: number }) {
  if (now.is !== "running") return null;
  return (
    <>
      <progress max={1} value={Number(now.done) / total} aria-label="Masks swept" />
      <span class="number">
        {Math.floor((100 * Number(now.done)) / total)} %, {speed(now.done, now.ms)} masks/s
      </span>
    </>
  );
}

interface SweptProps {
  readonly figures: RangeFigures;
  readonly ms: number;
  readonly sizes: readonly OccurringSize[];
  readonly cpu: Processor;
  readonly rule: string;
}

/** Two ways to the same figures: the sweep evaluated each mask, the count none. */
function Swept({ figures, ms, sizes, cpu, rule }: SweptProps) {
  const { masks, sum, min, max } = figures;
  const counted = sizes.reduce((all, { size, count }) => all + BigInt(size) * count, 0n);
  const agree = counted === sum && sizes[0]?.size === min.size && sizes.at(-1)?.size === max.size;
  const universe = (rule.endsWith("-standard") ? cpu.xcr0 : cpu.xcr0 | cpu.xss) & ~3n;
  return (
    <p role="status">
      <b>{`${masks}`}</b> masks in {ms.toFixed(0)} ms, {speed(masks, ms)} masks/s: sum{" "}
      <b>{`${sum}`}</b> bytes, smallest {min.size}, largest {max.size} (
      {hex(subsetAt(universe, max.index) | 3n)}).{" "}
      <b class={agree ? "good" : "bad"}>
        {agree ? "The count says the same." : `The count says ${counted}.`}
      </b>
    </p>
  );
}
