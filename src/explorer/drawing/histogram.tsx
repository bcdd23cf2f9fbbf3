/** How many masks have which size; a void between two humps is folded, pages and limits are marked. */
import { type Format, LIMITS, type OccurringSize } from "../../index.ts";
import { axisAt, axisBytes, type Fold } from "./scale.ts";

interface HistogramProps {
  readonly sizes: readonly OccurringSize[];
  /** Pixels. */
  readonly width: number;
  readonly format: Format;
  readonly onPick: (mask: bigint) => void;
}

const HIGH = 150;
const HEAD = 34;
const FOOT = 22;
const PAGE = 4096;
/** What a folded void takes of the axis, in bytes. */
const VOID = 400;

/** The voids: nothing occurs in them, and they are a good part of the axis. */
function voidsOf(sizes: readonly OccurringSize[]): Fold[] {
  const span = (sizes.at(-1)?.size ?? 0) - (sizes[0]?.size ?? 0);
  return sizes.slice(1).flatMap(({ size }, i) => {
    const from = sizes[i]?.size ?? size;
    const gap = size - from - 2 * 64;
    return gap > 2 * VOID && gap * 5 > span ? [{ offset: from + 64, size: gap, shown: VOID }] : [];
  });
}

export function Histogram({ sizes, width, format, onPick }: HistogramProps) {
  const [first, last] = [sizes[0]?.size ?? 0, sizes.at(-1)?.size ?? 1];
  const folds = voidsOf(sizes);
  const left = first - 32;
  const scale = (width - 8) / (axisBytes(last + 64, folds) - axisAt(left, folds));
  const x = (size: number) => 4 + (axisAt(size, folds) - axisAt(left, folds)) * scale;
  let most = 1n;
  for (const { count } of sizes) if (count > most) most = count;
  // Seven digits are enough for a height.
  const high = (count: bigint) => Math.max(1, (Number((count * 1_000_000n) / most) / 1e6) * HIGH);
  const marks = marksOf(first, last, format);
  const base = HEAD + HIGH;
  return (
    <svg
      class="histogram"
      width={width}
      height={base + FOOT}
      viewBox={`0 0 ${width} ${base + FOOT}`}
      role="img"
      aria-label={`${sizes.length} sizes from ${first} to ${last} bytes; the most frequent has ${most} masks. ${marks.map(({ bytes, says }) => `${says} at ${bytes}`).join(", ")}`}
    >
      <path class="axis" d={`M0 ${base + 0.5}H${width}`} />
      {folds.map(({ offset, size }) => (
        <g key={offset}>
          <path
            class="axis-break"
            d={`M${x(offset) + 6} ${base + 6}l4 -12M${x(offset) + 12} ${base + 6}l4 -12`}
          />
          <text x={(x(offset) + x(offset + size)) / 2} y={base - HIGH / 2} class="void">
            {`${size} bytes: none`}
          </text>
        </g>
      ))}
      {sizes.map(({ size, count, mask }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: the picture does the same by keyboard
        <rect
          key={size}
          class="column"
          x={x(size) - Math.min(3, Math.max(0.7, 4 * scale))}
          y={base - high(count)}
          width={2 * Math.min(3, Math.max(0.7, 4 * scale))}
          height={high(count)}
          onClick={() => onPick(mask)}
        >
          <title>{`${size} bytes: ${count} masks`}</title>
        </rect>
      ))}
      {marks.map(({ bytes, says, at }) => (
        <g key={says}>
          <path
            class={says.startsWith("page") ? "page" : "limit"}
            d={`M${x(bytes)} ${HEAD - 12}V${base}`}
          />
          <text x={Math.min(width - says.length * 6.3, x(bytes) + 3)} y={10 + at * 11} class="mark">
            {says}
          </text>
        </g>
      ))}
      <text x="2" y={base + 16}>
        {first}
      </text>
      <text x={width - 2} y={base + 16} class="end">
        {last} bytes
      </text>
    </svg>
  );
}

/** Pages, and the fixed buffers of the field for areas of that format, those on the axis. */
function marksOf(first: number, last: number, format: Format) {
  const on = (bytes: number) => bytes > first && bytes <= last + 32;
  const limits = LIMITS.filter((limit) => limit.holds === "area" && limit.format === format);
  const buffers = limits.flatMap(({ name, bytes, components }) =>
    bytes !== null && components === null && bytes % PAGE !== 0 && on(bytes)
      ? [{ bytes, says: name }]
      : [],
  );
  const pages: { bytes: number; says: string }[] = [];
  const every = Math.max(1, Math.ceil((last - first) / PAGE / 12));
  for (let bytes = PAGE * every; bytes <= last; bytes += PAGE * every) {
    if (on(bytes)) pages.push({ bytes, says: "page" });
  }
  return [...pages, ...buffers.slice(0, 6)]
    .sort((a, b) => a.bytes - b.bytes)
    .map((mark, i) => ({
      ...mark,
      at: i % 2,
      says: mark.says === "page" ? `page ${mark.bytes / PAGE}` : mark.says,
    }));
}
