/** Every mask evaluated one by one over Web Workers, held against the count; it can be given up. */
import { useEffect, useRef, useState } from "preact/hooks";
import { hex, type OccurringSize, type Processor } from "../index.ts";
import { type Progress as Far, type SweepReport, sweep } from "../workers/index.ts";
import { sweepWorker } from "./worker/client.ts";

interface SweepProps {
  readonly cpu: Processor;
  readonly rule: string;
  readonly sizes: readonly OccurringSize[];
  readonly bits: number;
}

type Sweeping =
  | { readonly is: "idle" }
  | { readonly is: "running"; readonly far: Far | null }
  | { readonly is: "swept"; readonly report: SweepReport }
  | { readonly is: "failed"; readonly why: string };

/** The engine enumerates no more. */
const SWEPT_MOST = 32;

export function Sweep({ cpu, rule, sizes, bits }: SweepProps) {
  const [now, setNow] = useState<Sweeping>({ is: "idle" });
  const running = useRef<AbortController | null>(null);
  const stop = () => running.current?.abort(new Error("cancelled"));
  useEffect(() => stop, []);
  const begin = () => {
    const aborter = new AbortController();
    running.current = aborter;
    setNow({ is: "running", far: null });
    sweep(cpu, {
      rules: [rule],
      only: ["sum", "min", "max"],
      start: sweepWorker,
      signal: aborter.signal,
      onProgress: (far) => setNow({ is: "running", far }),
    }).then(
      (report) => setNow({ is: "swept", report }),
      (error: Error) =>
        setNow(aborter.signal.aborted ? { is: "idle" } : { is: "failed", why: error.message }),
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
          <button type="button" onClick={stop}>
            Cancel
          </button>
        ) : null}
        <Progress now={now} total={2 ** bits} />
      </div>
      {now.is === "swept" ? <Swept report={now.report} sizes={sizes} /> : null}
      {now.is === "failed" ? (
        <p class="verdict bad" role="alert">
          {now.why}
        </p>
      ) : null}
    </section>
  );
}

const speed = (perSecond: number): string =>
  perSecond >= 1e9 ? `${(perSecond / 1e9).toFixed(2)} G` : `${(perSecond / 1e6).toFixed(1)} M`;

function Progress({ now, total }: { now: Sweeping; total: number }) {
  if (now.is !== "running") return null;
  const { done, masksPerSecond } = now.far ?? { done: 0, masksPerSecond: 0 };
  return (
    <>
      <progress max={1} value={done / total} aria-label="Masks swept" />
      <span class="number">
        {Math.floor((100 * done) / total)} %, {speed(masksPerSecond)} masks/s
      </span>
    </>
  );
}

interface SweptProps {
  readonly report: SweepReport;
  readonly sizes: readonly OccurringSize[];
}

/** Two ways to the same figures: the sweep evaluated each mask, the count none. */
function Swept({ report: { rules, seconds, masksPerSecond, threads }, sizes }: SweptProps) {
  const [one] = rules;
  if (one?.sum === undefined || one.min === undefined || one.max === undefined) return null;
  const { masks, sum, min, max } = one;
  const counted = sizes.reduce((all, { size, count }) => all + BigInt(size) * count, 0n);
  const agree = counted === sum && sizes[0]?.size === min.size && sizes.at(-1)?.size === max.size;
  return (
    <p role="status">
      <b>{`${masks}`}</b> masks in {(seconds * 1000).toFixed(0)} ms on {threads}{" "}
      {threads === 1 ? "thread" : "threads"}, {speed(masksPerSecond)} masks/s: sum <b>{`${sum}`}</b>{" "}
      bytes, smallest {min.size}, largest {max.size} ({hex(max.mask)}).{" "}
      <b class={agree ? "good" : "bad"}>
        {agree ? "The count says the same." : `The count says ${counted}.`}
      </b>
    </p>
  );
}
