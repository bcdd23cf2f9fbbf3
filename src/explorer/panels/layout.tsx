/** Both formats of the mask to scale, and every component in words and numbers. */
import { useMemo } from "preact/hooks";
import { hex, layout, type StateComponent } from "../../index.ts";
import { clip } from "../clip.tsx";
import { CopyAs } from "../copy-as.tsx";
import { type DrawnArea, drawnArea, pieceAt, rangeText } from "../drawing/area.ts";
import { fillOf } from "../drawing/colours.ts";
import { Stack } from "../drawing/stack.tsx";
import { useWidth } from "../drawing/width.ts";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { before, change, pointed } from "../store.ts";

export function LayoutPanel({ state }: { state: ExplorerState }) {
  const { cpu, mask, scale, at, byte } = state;
  const [ref, width] = useWidth<HTMLDivElement>();
  const areas = useMemo(
    () => [
      drawnArea(layout(cpu, mask, "standard"), "standard format"),
      drawnArea(layout(cpu, mask, "compacted"), "compacted format"),
    ],
    [cpu, mask],
  );
  const pick = (bit: number) => change({ at: at === bit ? null : bit });
  return (
    <>
      <div class="row spread">
        <ByteField areas={areas} byte={byte} />
        <label class="check">
          <input
            type="checkbox"
            checked={scale === "broken"}
            onChange={({ currentTarget }) =>
              change({ scale: currentTarget.checked ? "broken" : "true" })
            }
          />
          break the axis in what is longer than all the rest
        </label>
      </div>
      <div class="drawing" ref={ref}>
        <Stack
          areas={areas}
          width={width}
          broken={scale === "broken"}
          marked={pointed.value ?? at}
          byte={byte}
          onPoint={(bit) => (pointed.value = bit)}
          onPick={pick}
        />
      </div>
      <p class="key">
        <span class="key-hole" /> hole
        <span class="key-line" /> 64-byte line
        <span class="key-page" /> 4 KiB page
        <span class="key-ribbon" /> the ribbon leans where the formats differ
      </p>
      <Components state={state} areas={areas} onPick={pick} />
      <CopyAs state={state} />
    </>
  );
}

/** "What is at offset 1408?" */
function ByteField({ areas, byte }: { areas: readonly DrawnArea[]; byte: number | null }) {
  return (
    <div class="row">
      <label class="field short">
        <span>At byte</span>
        <input
          inputMode="numeric"
          value={byte === null ? "" : `${byte}`}
          placeholder="1408"
          onInput={({ currentTarget }) => {
            const text = currentTarget.value.trim();
            change({ byte: /^\d{1,9}$/.test(text) ? Number(text) : null });
          }}
        />
      </label>
      <span class="quiet" role="status">
        {byte === null
          ? "which component lies there"
          : areas
              .map((area) => {
                const piece = pieceAt(area, byte);
                const what = piece
                  ? `${clip(piece.name, 30)} + ${byte - piece.offset}`
                  : "beyond the end";
                return `${area.key}: ${what}`;
              })
              .join("; ")}
      </span>
    </div>
  );
}

interface ComponentsProps {
  readonly state: ExplorerState;
  readonly areas: readonly DrawnArea[];
  readonly onPick: (bit: number) => void;
}

function Components({ state: { cpu, mask, at }, areas, onPick }: ComponentsProps) {
  const last = before.value;
  const old =
    last !== null && last.cpu === cpu && last.mask !== mask
      ? [layout(cpu, last.mask, "standard"), layout(cpu, last.mask, "compacted")]
      : null;
  const place = (i: number, bit: number) => areas[i]?.pieces.find((piece) => piece.bit === bit);
  const moved = (i: number, bit: number): string | null => {
    const was = old?.[i]?.components.find((c) => c.bit === bit)?.offset;
    const now = place(i, bit)?.offset;
    return was !== undefined && now !== undefined && was !== now ? `was ${was}` : null;
  };
  const present = cpu.components.filter(({ bit }) => mask & (1n << BigInt(bit)));
  const total = (i: number) => {
    const was = old?.[i]?.size;
    const now = areas[i]?.size ?? 0;
    return was === undefined || was === now
      ? ""
      : ` (${now > was ? "+" : "−"}${Math.abs(now - was)})`;
  };
  return (
    <Scroll label="Components">
      <table class="components">
        <caption class="unseen">
          {`The components of ${hex(mask)} with their places in both formats, in bytes`}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="num">
              Bit
            </th>
            <th scope="col">Component</th>
            <th scope="col" class="num">
              Size
            </th>
            <th scope="col" class="num">
              Standard
            </th>
            <th scope="col" class="num">
              Compacted
            </th>
            <th scope="col">Flags</th>
          </tr>
        </thead>
        <tbody>
          {present.map((component) => {
            const { bit, name, size } = component;
            const on = pointed.value === bit || at === bit;
            return (
              <tr
                key={bit}
                class={on ? "marked" : ""}
                data-bit={bit}
                onPointerEnter={() => (pointed.value = bit)}
                onPointerLeave={() => (pointed.value = null)}
              >
                <td class="num">{bit}</td>
                <td>
                  <button
                    type="button"
                    class="component"
                    aria-pressed={at === bit}
                    title="mark it"
                    onClick={() => onPick(bit)}
                    onFocus={() => (pointed.value = bit)}
                    onBlur={() => (pointed.value = null)}
                  >
                    <i style={{ background: fillOf(bit) }} />
                    <bdi>{clip(name, 40)}</bdi>
                  </button>
                </td>
                <td class="num">{size}</td>
                {[0, 1].map((i) => {
                  const piece = place(i, bit);
                  const was = moved(i, bit);
                  return (
                    <td key={i} class={`num${was ? " moved" : ""}`}>
                      {piece ? rangeText(piece) : "–"}
                      {was ? <small>{was}</small> : null}
                    </td>
                  );
                })}
                <td class="quiet">{flagsOf(component)}</td>
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <td />
            <td>whole area</td>
            <td />
            {areas.map((area, i) => (
              <td key={area.key} class="num">
                {area.size}
                {total(i)}
              </td>
            ))}
            <td class="quiet">
              {areas[1]?.pieces.some(({ kind }) => kind === "hole") ? "compacted has padding" : ""}
            </td>
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

const flagsOf = ({ supervisor, align64, xfd }: StateComponent): string =>
  [supervisor && "supervisor", align64 && "align64", xfd && "XFD"].filter(Boolean).join(" ");
