/**
 * Areas one below the other on one scale, with a ribbon from each component to the same one below:
 * where the ribbon leans, the component has moved.
 */

import { areaWords, type DrawnArea, type Piece } from "./area.ts";
import { fillOf } from "./colours.ts";
import { axisAt, axisBytes, byteAt, type Fold, foldsOf, type Stretch } from "./scale.ts";

export interface StackProps {
  readonly areas: readonly DrawnArea[];
  /** Pixels. */
  readonly width: number;
  readonly broken: boolean;
  /** The component that is marked. */
  readonly marked: number | null;
  /** The offset that is marked, in bytes. */
  readonly byte: number | null;
  /** Bytes that are missing at the end of a buffer, drawn over what lies there. */
  readonly short?: Stretch;
  readonly onPoint: (bit: number | null, byte?: number) => void;
  readonly onPick: (bit: number) => void;
}

const BAR = 46;
const HEAD = 20;
const TICKS = 26;
/** Between the ticks of an area and the head of the next. */
const GAP = 40;
const ROW = HEAD + BAR + TICKS + GAP;
const LETTER = 6.7;
const PAGE = 4096;
const LINE = 64;

interface Axis {
  readonly folds: readonly Fold[];
  readonly x: (offset: number) => number;
  readonly byteOf: (x: number) => number;
}

export function Stack(props: StackProps) {
  const { areas, width, broken, onPoint } = props;
  const folds = areas.map(({ size, pieces }) => foldsOf(size, pieces, broken));
  const longest = Math.max(...areas.map(({ size }, i) => axisBytes(size, folds[i] ?? [])));
  const scale = (width - 2) / longest;
  const axes = folds.map(
    (own): Axis => ({
      folds: own,
      x: (offset) => 1 + axisAt(offset, own) * scale,
      byteOf: (x) => byteAt((x - 1) / scale, own),
    }),
  );
  const height = areas.length * ROW - GAP + 2;
  return (
    <svg
      class="stack"
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={areas.map(areaWords).join(" ")}
      onPointerLeave={() => onPoint(null)}
    >
      <defs>
        <pattern
          id="hatch"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      {areas.slice(1).map((area, i) => (
        <Ribbons
          key={area.key}
          from={areas[i] as DrawnArea}
          to={area}
          axes={[axes[i] as Axis, axes[i + 1] as Axis]}
          y={i * ROW}
          marked={props.marked}
        />
      ))}
      {areas.map((area, i) => (
        <Bar
          key={area.key}
          {...props}
          area={area}
          axis={axes[i] as Axis}
          y={i * ROW}
          scale={scale}
        />
      ))}
    </svg>
  );
}

interface RibbonProps {
  readonly from: DrawnArea;
  readonly to: DrawnArea;
  readonly axes: readonly [Axis, Axis];
  readonly y: number;
  readonly marked: number | null;
}

function Ribbons({ from, to, axes: [a, b], y, marked }: RibbonProps) {
  const top = y + HEAD + BAR;
  const bottom = y + ROW + HEAD;
  const middle = (top + bottom) / 2;
  return (
    <g class="ribbons">
      {from.pieces.map((piece) => {
        const other = to.pieces.find(({ bit }) => bit !== null && bit === piece.bit);
        if (other === undefined) return null;
        const [a0, a1] = [a.x(piece.offset), a.x(piece.offset + piece.size)];
        const [b0, b1] = [b.x(other.offset), b.x(other.offset + other.size)];
        const path = `M${a0} ${top}C${a0} ${middle} ${b0} ${middle} ${b0} ${bottom}H${b1}C${b1} ${middle} ${a1} ${middle} ${a1} ${top}Z`;
        const moved = piece.offset !== other.offset || piece.size !== other.size;
        return (
          <path
            key={piece.offset}
            d={path}
            class={`ribbon${moved ? " moved" : ""}${piece.bit === marked ? " marked" : ""}`}
            style={{ fill: fillOf(piece.bit ?? 0) }}
          />
        );
      })}
    </g>
  );
}

interface BarProps extends StackProps {
  readonly area: DrawnArea;
  readonly axis: Axis;
  readonly y: number;
  readonly scale: number;
}

function Bar({ area, axis, y, scale, marked, byte, short, width, onPoint, onPick }: BarProps) {
  const top = y + HEAD;
  const over = (event: PointerEvent & { currentTarget: SVGElement }, piece: Piece) => {
    const left = event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0;
    onPoint(piece.bit, axis.byteOf(event.clientX - left));
  };
  return (
    <g class="bar">
      <text x="1" y={y + 13} class="bar-title">
        {area.title}
      </text>
      <text x={width - 1} y={y + 13} class="bar-size">
        {area.size} bytes
      </text>
      {area.pieces.map((piece) => (
        <PieceShape
          key={`${piece.kind}${piece.offset}`}
          piece={piece}
          axis={axis}
          top={top}
          marked={piece.bit !== null && piece.bit === marked}
          onOver={over}
          onPick={onPick}
        />
      ))}
      {axis.folds.map((fold) => (
        <Break
          key={fold.offset}
          x={axis.x(fold.offset) * 0.12 + axis.x(fold.offset + fold.size) * 0.88}
          top={top}
        />
      ))}
      <Ticks area={area} axis={axis} top={top + BAR} scale={scale} width={width} />
      {short === undefined ? null : (
        <g class="short">
          <rect
            x={axis.x(short.offset)}
            y={top - 5}
            width={Math.max(4, axis.x(short.offset + short.size) - axis.x(short.offset))}
            height={BAR + 10}
          />
          <text x={axis.x(short.offset) - 6} y={top + BAR + 17}>
            {`${short.size} bytes short`}
          </text>
        </g>
      )}
      {byte !== null && byte < area.size ? (
        <path class="byte-mark" d={`M${axis.x(byte)} ${top - 3}v${BAR + 12}`} />
      ) : null}
    </g>
  );
}

interface PieceProps {
  readonly piece: Piece;
  readonly axis: Axis;
  readonly top: number;
  readonly marked: boolean;
  readonly onOver: (event: PointerEvent & { currentTarget: SVGElement }, piece: Piece) => void;
  readonly onPick: (bit: number) => void;
}

function PieceShape({ piece, axis, top, marked, onOver, onPick }: PieceProps) {
  const x = axis.x(piece.offset);
  const wide = axis.x(piece.offset + piece.size) - x;
  const lines = labelOf(piece, wide);
  const pick = () => {
    if (piece.bit !== null && piece.bit >= 0) onPick(piece.bit);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the table beside it does the same by keyboard
    <g
      class={`piece ${piece.kind}${marked ? " marked" : ""}`}
      data-bit={piece.bit ?? undefined}
      onPointerMove={(event) => onOver(event, piece)}
      onClick={pick}
    >
      <rect
        x={x}
        y={top}
        width={Math.max(1.5, wide)}
        height={BAR}
        style={
          piece.kind === "hole"
            ? undefined
            : { fill: piece.kind === "header" ? "var(--header)" : fillOf(piece.bit ?? 0) }
        }
      />
      {lines.map((line, i) => (
        <text
          key={line}
          x={x + wide / 2}
          y={top + BAR / 2 + (lines.length === 1 ? 4 : i === 0 ? -3 : 11)}
          class={i === 0 ? "piece-name" : "piece-size"}
        >
          {line}
        </text>
      ))}
    </g>
  );
}

/** What fits into the piece: name and size, or the bit alone, or nothing. */
function labelOf({ kind, name, bit, size }: Piece, wide: number): string[] {
  const fits = (text: string) => text.length * LETTER + 6 <= wide;
  if (kind === "hole") return fits(`${size}`) ? [`${size}`] : [];
  const short = kind === "legacy" ? "legacy" : name;
  if (fits(short)) return fits(`${size}`) ? [short, `${size}`] : [short];
  return bit !== null && bit > 1 && fits(`${bit}`) ? [`${bit}`] : [];
}

/** Where the axis is broken: a white zigzag across the bar. */
const Break = ({ x, top }: { x: number; top: number }) => (
  <path
    class="break"
    d={`M${x - 3} ${top - 4}l6 ${(BAR + 8) / 3}l-6 ${(BAR + 8) / 3}l6 ${(BAR + 8) / 3}`}
  />
);

interface TickProps {
  readonly area: DrawnArea;
  readonly axis: Axis;
  readonly top: number;
  readonly scale: number;
  readonly width: number;
}

/** Cache lines where there is room for them, pages always; the offset of each piece that has room. */
function Ticks({ area, axis, top, scale, width }: TickProps) {
  const inFold = (offset: number) =>
    axis.folds.some((fold) => offset > fold.offset && offset < fold.offset + fold.size);
  const lines: string[] = [];
  if (LINE * scale >= 4) {
    for (let at = 0; at <= area.size; at += LINE) {
      if (!inFold(at)) lines.push(`M${axis.x(at).toFixed(1)} ${top + 1}v3`);
    }
  }
  const pages: number[] = [];
  for (let at = PAGE; at <= area.size; at += PAGE) pages.push(at);
  const texts: { x: number; text: string }[] = [];
  let free = 0;
  for (const { offset, kind } of area.pieces) {
    if (kind === "hole") continue;
    const x = axis.x(offset);
    if (x < free) continue;
    const text = `${offset}`;
    if (x + text.length * 6.2 > width) continue;
    texts.push({ x, text });
    free = x + text.length * 6.2 + 8;
  }
  return (
    <g class="ticks">
      <path class="lines" d={lines.join("")} />
      {pages.map((at) => (
        <path key={at} class="page" d={`M${axis.x(at)} ${top - BAR - 4}v${BAR + 8}`}>
          <title>{`page boundary at ${at}`}</title>
        </path>
      ))}
      {texts.map(({ x, text }) => (
        <text key={text} x={x} y={top + 17}>
          {text}
        </text>
      ))}
    </g>
  );
}
