/** Every mask as a pixel: pointing names it, a click opens it, arrow keys go from one to the next. */
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { hex, maskNames, subsetAt } from "../../index.ts";
import { clip } from "../clip.tsx";
import type { ExplorerState } from "../state.ts";
import { change } from "../store.ts";
import type { Picture } from "../worker/jobs.ts";
import { paint, placeOfSubset, subsetAtPlace } from "./paint.ts";

interface PictureProps {
  readonly picture: Picture;
  readonly state: ExplorerState;
}

/** The number of `mask` among the subsets; null where it is none of them. */
function numberOf({ universe, fixed }: Picture, mask: bigint): number | null {
  if ((mask & ~(universe | fixed)) !== 0n || (mask & fixed) !== fixed) return null;
  let number = 0;
  let weight = 1;
  for (let rest = universe; rest !== 0n; rest &= rest - 1n, weight *= 2) {
    if (mask & rest & -rest) number += weight;
  }
  return number;
}

export function PictureOfMasks({ picture, state: { cpu, mask, colour, order } }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const painted = useMemo(() => paint(picture, colour, order), [picture, colour, order]);
  const { wide, high, pixels, legend } = painted;
  useLayoutEffect(() => {
    const image = new ImageData(new Uint8ClampedArray(pixels.buffer), wide, high);
    canvas.current?.getContext("2d")?.putImageData(image, 0, 0);
  }, [painted]);
  const shown = numberOf(picture, mask);
  const [at, setAt] = useState<number | null>(null);
  const place = at ?? (shown === null ? null : placeOfSubset(shown, order));
  const maskAt = (where: number) =>
    subsetAt(picture.universe, BigInt(subsetAtPlace(where, order))) | picture.fixed;
  const placeUnder = (event: MouseEvent & { currentTarget: HTMLElement }): number => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = Math.floor(((event.clientX - box.left) / box.width) * wide);
    const y = Math.floor(((event.clientY - box.top) / box.height) * high);
    return Math.min(high - 1, Math.max(0, y)) * wide + Math.min(wide - 1, Math.max(0, x));
  };
  const open = (where: number) => change({ mask: maskAt(where), view: "layout" });
  const go = (event: KeyboardEvent) => {
    const from = place ?? 0;
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: wide, ArrowUp: -wide }[event.key];
    if (step === undefined) return;
    setAt((from + step + picture.masks) % picture.masks);
    event.preventDefault();
  };
  return (
    <figure class="picture">
      <div class="picture-frame">
        <button
          type="button"
          class="picture-button"
          aria-label={`${picture.masks} masks, ${wide} in a row: arrow keys go from one to the next, Enter opens it`}
          onPointerMove={(event) => setAt(placeUnder(event))}
          onPointerLeave={() => setAt(null)}
          // Enter and Space are clicks of no pointer.
          onClick={(event) => open(event.detail === 0 ? (place ?? 0) : placeUnder(event))}
          onKeyDown={go}
        >
          <canvas ref={canvas} width={wide} height={high} />
        </button>
        {place === null ? null : (
          <i
            class="picture-mark"
            style={{
              left: `${((place % wide) / wide) * 100}%`,
              top: `${(Math.floor(place / wide) / high) * 100}%`,
              width: `${100 / wide}%`,
              height: `${100 / high}%`,
            }}
          />
        )}
      </div>
      <figcaption>
        <p class="legend">
          {legend.map(({ colour: fill, says }) => (
            <span key={says}>
              <i style={{ background: fill }} />
              {says}
            </span>
          ))}
        </p>
        <p role="status">
          {place === null ? (
            <span class="quiet">point at a pixel: a mask each</span>
          ) : (
            <Pointed
              mask={maskAt(place)}
              names={clip(maskNames(cpu, maskAt(place)), 300)}
              size={picture.sizes[subsetAtPlace(place, order)] ?? 0}
              other={picture.others?.[subsetAtPlace(place, order)] ?? null}
            />
          )}
        </p>
      </figcaption>
    </figure>
  );
}

interface PointedProps {
  readonly mask: bigint;
  readonly names: string;
  readonly size: number;
  readonly other: number | null;
}

const Pointed = ({ mask, names, size, other }: PointedProps) => (
  <>
    <b class="number">{hex(mask)}</b> {size} bytes
    {other === null ? "" : other === size ? ", by both rules" : ` against ${other}`}{" "}
    <span class="quiet">{names}</span>
  </>
);
