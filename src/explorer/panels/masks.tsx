/** Every mask of the processor: a picture, a histogram, a count and a sweep. */
import { useMemo, useState } from "preact/hooks";
import { hex, type OccurringSize, occurringSizes } from "../../index.ts";
import { CopyAs } from "../copy-as.tsx";
import { Histogram } from "../drawing/histogram.tsx";
import { PictureOfMasks } from "../drawing/picture.tsx";
import { useWidth } from "../drawing/width.ts";
import { Answer, useJob } from "../job.tsx";
import { COLOURS, type Colour, type ExplorerState, ORDERS, type Order, withCpu } from "../state.ts";
import { become, change, current } from "../store.ts";
import { Sweep } from "../sweep.tsx";
import { wideProcessor } from "../wide.ts";

/** Components up to which a picture is drawn at once, and at all. */
const AT_ONCE = 18;
const DRAWN_MOST = 24;

const COLOUR_SAYS: Readonly<Record<Colour, string>> = {
  size: "the size",
  apart: "where the two rules disagree",
  pages: "pages of 4 KiB",
};
const ORDER_SAYS: Readonly<Record<Order, string>> = {
  count: "counting",
  gray: "Gray code",
};

export function MasksPanel({ state }: { state: ExplorerState }) {
  const { cpu, format } = state;
  const rule = `sdm-${format}`;
  const counted = useMemo(() => {
    const start = performance.now();
    try {
      const sizes = occurringSizes(cpu, rule);
      return { sizes, ms: performance.now() - start };
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }, [cpu, rule]);
  return (
    <>
      <Choices state={state} />
      {typeof counted === "string" ? (
        <p class="verdict bad">{counted}</p>
      ) : (
        <Counted state={state} {...counted} />
      )}
      <CopyAs state={state} />
    </>
  );
}

function Choices({ state: { format, colour, order } }: { state: ExplorerState }) {
  return (
    <div class="row">
      <div class="field">
        <label for="colour">Colour</label>
        <select
          id="colour"
          value={colour}
          onChange={({ currentTarget }) => change({ colour: currentTarget.value as Colour })}
        >
          {COLOURS.map((one) => (
            <option key={one} value={one}>
              {COLOUR_SAYS[one]}
            </option>
          ))}
        </select>
      </div>
      <div class="field">
        <label for="order">Order</label>
        <select
          id="order"
          value={order}
          onChange={({ currentTarget }) => change({ order: currentTarget.value as Order })}
        >
          {ORDERS.map((one) => (
            <option key={one} value={one}>
              {ORDER_SAYS[one]}
            </option>
          ))}
        </select>
      </div>
      <FormatChoice format={format} />
      <span class="quiet">
        Wider than any:{" "}
        {[24, 32].map((count) => (
          <button
            key={count}
            type="button"
            class="link"
            onClick={() =>
              become({ ...withCpu(current.value, wideProcessor(count)), view: "masks" })
            }
          >
            {count} components
          </button>
        ))}
      </span>
    </div>
  );
}

function FormatChoice({ format }: { format: ExplorerState["format"] }) {
  return (
    <label class="check">
      <input
        type="checkbox"
        checked={format === "compacted"}
        onChange={({ currentTarget }) =>
          change({ format: currentTarget.checked ? "compacted" : "standard" })
        }
      />
      compacted format
    </label>
  );
}

interface CountedProps {
  readonly state: ExplorerState;
  readonly sizes: readonly OccurringSize[];
  readonly ms: number;
}

function Counted({ state, sizes, ms }: CountedProps) {
  const { cpu, format } = state;
  const [ref, width] = useWidth<HTMLDivElement>();
  const masks = sizes.reduce((sum, { count }) => sum + count, 0n);
  const bits = masks.toString(2).length - 1;
  const [first, last] = [sizes[0], sizes.at(-1)];
  return (
    <>
      <p role="status">
        <b>{`${masks}`}</b> masks (2^{bits}), {sizes.length} distinct sizes from {first?.size} to{" "}
        {last?.size} bytes, counted without enumerating in {ms.toFixed(1)} ms.
      </p>
      <Drawn key={`${cpu.id} ${bits}`} state={state} bits={bits} />
      <h2>How many masks have which size</h2>
      <div ref={ref}>
        <Histogram
          sizes={sizes}
          width={width}
          format={format}
          onPick={(mask) => change({ mask, view: "layout" })}
        />
      </div>
      <p class="quiet">
        Largest:{" "}
        <button
          type="button"
          class="link"
          onClick={() => change({ mask: last?.mask ?? 3n, view: "layout" })}
        >
          {hex(last?.mask ?? 0n)}
        </button>
      </p>
      <Sweep
        key={`${cpu.id} ${format}`}
        cpu={cpu}
        rule={`sdm-${format}`}
        sizes={sizes}
        bits={bits}
      />
    </>
  );
}

/** The picture: at once where it is small, on a click where it takes a while. */
function Drawn({ state, bits }: { state: ExplorerState; bits: number }) {
  const { cpu, format, rules, colour } = state;
  const [asked, setAsked] = useState(bits <= AT_ONCE);
  const [rule, other] = colour === "apart" ? rules : [`sdm-${format}`, null];
  const takes = asked && bits <= DRAWN_MOST ? { cpu, rule, other } : null;
  const now = useJob("picture", takes, [cpu, rule, other, asked]);
  if (bits > DRAWN_MOST) {
    return (
      <p class="quiet">More than 2^{DRAWN_MOST} masks are not drawn; they are counted and swept.</p>
    );
  }
  if (!asked) {
    return (
      <button type="button" class="main" onClick={() => setAsked(true)}>
        Draw 2^{bits} masks
      </button>
    );
  }
  return (
    <Answer
      of={now}
      waiting={(told) =>
        told ? `${Math.round((100 * told.done) / told.total)} % of 2^${bits} masks …` : "Drawing …"
      }
    >
      {(picture) => <PictureOfMasks picture={picture} state={state} />}
    </Answer>
  );
}
