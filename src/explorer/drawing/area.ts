/** An area as what is drawn of it: the legacy region, the header, the components, the holes. */
import { EXTENDED_REGION, type Layout, LEGACY_REGION } from "../../index.ts";

/** What a run of bytes is. Bit -1 is the header; a hole has none. */
export interface Piece {
  readonly kind: "legacy" | "header" | "component" | "hole";
  readonly bit: number | null;
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

export interface DrawnArea {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  readonly size: number;
  /** By offset; holes last, so that they cover nothing. */
  readonly pieces: readonly Piece[];
}

/** Everything that lies in the area of `layout`, each byte in one piece. */
export function drawnArea(layout: Layout, title: string, key: string = layout.format): DrawnArea {
  const { size, holes, components, format } = layout;
  return {
    key,
    title,
    note: `${format}, ${size} bytes`,
    size,
    pieces: [
      { kind: "legacy", bit: 0, name: "legacy: x87, SSE", offset: 0, size: LEGACY_REGION },
      {
        kind: "header",
        bit: -1,
        name: "header",
        offset: LEGACY_REGION,
        size: EXTENDED_REGION - LEGACY_REGION,
      },
      ...components.map(
        (c): Piece => ({
          kind: "component",
          bit: c.bit,
          name: c.name,
          offset: c.offset,
          size: c.size,
        }),
      ),
      ...holes.map((hole): Piece => ({ kind: "hole", bit: null, name: "hole", ...hole })),
    ],
  };
}

/** The piece that holds the byte at `offset`; undefined beyond the end. */
export const pieceAt = (area: DrawnArea, offset: number): Piece | undefined =>
  area.pieces.find((piece) => offset >= piece.offset && offset < piece.offset + piece.size);

/** "576..832". */
export const rangeText = ({ offset, size }: Pick<Piece, "offset" | "size">): string =>
  `${offset}..${offset + size}`;

/** The drawing in words, for who does not see it. */
export const areaWords = (area: DrawnArea): string =>
  `${area.title}, ${area.size} bytes: ${area.pieces
    .filter(({ kind }) => kind !== "hole")
    .map((piece) => `${piece.name} ${rangeText(piece)}`)
    .join(", ")}${
    area.pieces.some(({ kind }) => kind === "hole")
      ? `; holes ${area.pieces
          .filter(({ kind }) => kind === "hole")
          .map(rangeText)
          .join(", ")}`
      : "; no hole"
  }.`;
