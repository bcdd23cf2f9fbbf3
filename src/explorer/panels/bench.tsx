/** `#bench`: how fast the page is on the machine that it is open on, measured here and now. */
import { useEffect, useState } from "preact/hooks";
import { paint } from "../drawing/paint.ts";
import type { ExplorerState } from "../state.ts";
import { change, current } from "../store.ts";
import { wideProcessor } from "../wide.ts";
import { start } from "../worker/client.ts";
import { LayoutPanel } from "./layout.tsx";

interface Measured {
  readonly what: string;
  /** Null where the browser does not say. */
  readonly ms: number | null;
  /** What it should stay under. */
  readonly goal: number;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
};

/** Preact renders in a microtask of its own. */
const rendered = () => new Promise<void>((resolve) => queueMicrotask(() => setTimeout(resolve)));

async function toggles(): Promise<readonly [state: number, whole: number]> {
  const parts: number[] = [];
  const wholes: number[] = [];
  for (let i = 0; i < 60; i++) {
    const begun = performance.now();
    change({ mask: current.value.mask ^ 4n });
    parts.push(performance.now() - begun);
    await rendered();
    // Asking for a size makes the browser lay the page out.
    document.body.getBoundingClientRect();
    wholes.push(performance.now() - begun);
  }
  return [median(parts), median(wholes)];
}

const picture = (components: number): Promise<number> =>
  timed(async () => {
    const rule = "sdm-compacted";
    const job = start("picture", { cpu: wideProcessor(components), rule, other: null });
    const { wide, high, pixels } = paint(await job.result, "size", "count");
    const canvas = document.createElement("canvas");
    canvas.width = wide;
    canvas.height = high;
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), wide, high);
    canvas.getContext("2d")?.putImageData(image, 0, 0);
  });

/** The page keeps a worker ready for the next job, and needs a moment to have another one. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 1600));

async function* measured(): AsyncGenerator<Measured> {
  // It is known once the frame is over.
  await new Promise((resolve) => setTimeout(resolve, 300));
  const [paintEntry] = performance.getEntriesByName("first-contentful-paint");
  yield { what: "first paint", ms: paintEntry?.startTime ?? null, goal: 300 };
  const [part, whole] = await toggles();
  yield { what: "a toggle, the state", ms: part, goal: 2 };
  yield { what: "a toggle, with rendering and layout", ms: whole, goal: 16 };
  // The first job of a page compiles what all of them run.
  await picture(10);
  await aWhile();
  yield { what: "a picture of 2^18 masks", ms: await picture(18), goal: 100 };
  await aWhile();
  yield { what: "a picture of 2^24 masks", ms: await picture(24), goal: 2000 };
  await aWhile();
  const { cpu, kernel, host, dynamic } = current.value;
  const check = () => start("check", { cpu, kernel, host, dynamic }).result;
  yield { what: `the promises of ${kernel}`, ms: await timed(check), goal: 200 };
}

export function BenchPanel({ state }: { state: ExplorerState }) {
  const [rows, setRows] = useState<readonly Measured[]>([]);
  const [over, setOver] = useState("measuring …");
  useEffect(() => {
    let gone = false;
    const run = async () => {
      for await (const row of measured()) {
        if (gone) return;
        setRows((before) => [...before, row]);
      }
      setOver("measured");
    };
    run().catch((error: Error) => setOver(error.message));
    return () => {
      gone = true;
    };
  }, []);
  return (
    <>
      <p role="status">{over}</p>
      <table class="bench">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="num">
              ms here
            </th>
            <th scope="col" class="num">
              to stay under
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ what, ms, goal }) => (
            <tr key={what}>
              <td>{what}</td>
              <td class={`num ${ms === null ? "" : ms < goal ? "good" : "bad"}`}>
                {ms === null ? "unknown" : ms.toFixed(ms < 10 ? 2 : 0)}
              </td>
              <td class="num">{goal}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <LayoutPanel state={state} />
    </>
  );
}
