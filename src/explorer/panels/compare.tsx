/** Two to four processors side by side: where they part, and what becomes of an image. */
import { useMemo } from "preact/hooks";
import {
  described,
  type Format,
  illegalities,
  type Layout,
  layout,
  type MigratedImage,
  migratedImages,
  migration,
  type Processor,
} from "../../index.ts";
import { clip, Foreign } from "../clip.tsx";
import { CopyAs } from "../copy-as.tsx";
import { drawnArea } from "../drawing/area.ts";
import { fillOf } from "../drawing/colours.ts";
import { Stack } from "../drawing/stack.tsx";
import { useWidth } from "../drawing/width.ts";
import { CpuChoice } from "../head.tsx";
import { Scroll } from "../scroll.tsx";
import { BESIDE_MOST, type ExplorerState } from "../state.ts";
import { change, pointed } from "../store.ts";

export function ComparePanel({ state }: { state: ExplorerState }) {
  const { cpu, mask, beside } = state;
  return (
    <>
      <Choice state={state} />
      {beside.length === 0 ? (
        <p class="quiet">
          Choose a processor to lay beside this one: components that lie elsewhere are marked, and
          it is said what its XRSTOR does with an image of this one.
        </p>
      ) : (
        <>
          {beside.map((other) => (
            <Migration key={other.id} from={cpu} to={other} mask={mask} />
          ))}
          {FORMATS.map((format) => (
            <SideBySide key={format} state={state} format={format} />
          ))}
        </>
      )}
      <CopyAs state={state} />
    </>
  );
}

const FORMATS: readonly Format[] = ["standard", "compacted"];

function SideBySide({ state, format }: { state: ExplorerState; format: Format }) {
  const { cpu, mask, beside, scale, at, byte } = state;
  const [ref, width] = useWidth<HTMLDivElement>();
  const { cpus, layouts } = useMemo(() => {
    const all = [cpu, ...beside];
    return { cpus: all, layouts: all.map((one) => layout(one, mask & described(one), format)) };
  }, [cpu, beside, mask, format]);
  return (
    <section aria-label={`${format} format`}>
      <h2>The {format} format</h2>
      <div class="drawing" ref={ref}>
        <Stack
          areas={layouts.map((one, i) => drawnArea(one, clip(cpus[i]?.name ?? "", 60), `${i}`))}
          width={width}
          broken={scale === "broken"}
          marked={pointed.value ?? at}
          byte={byte}
          onPoint={(bit) => {
            pointed.value = bit;
          }}
          onPick={(bit) => change({ at: at === bit ? null : bit })}
        />
      </div>
      <Offsets cpus={cpus} layouts={layouts} format={format} />
    </section>
  );
}

function Choice({ state: { beside } }: { state: ExplorerState }) {
  const put = (i: number, cpu: Processor) =>
    change({ beside: [...beside.slice(0, i), cpu, ...beside.slice(i + 1)] });
  return (
    <div class="row">
      {beside.map((cpu, i) => (
        <div key={`${i} ${cpu.id}`} class="row">
          <label class="unseen" for={`beside-${i}`}>{`Beside, number ${i + 1}`}</label>
          <CpuChoice id={`beside-${i}`} cpu={cpu} onChoose={(next) => put(i, next)} />
          <button
            type="button"
            aria-label={`Remove ${cpu.id}`}
            onClick={() => change({ beside: beside.filter((_, j) => j !== i) })}
          >
            ×
          </button>
        </div>
      ))}
      {beside.length < BESIDE_MOST ? (
        <div class="row">
          <label for="beside-more">Lay beside it</label>
          <CpuChoice
            id="beside-more"
            key={beside.length}
            cpu={null}
            onChoose={(next) => put(beside.length, next)}
          />
        </div>
      ) : null}
    </div>
  );
}

interface OffsetsProps {
  readonly cpus: readonly Processor[];
  readonly layouts: readonly Layout[];
  readonly format: Format;
}

function Offsets({ cpus, layouts, format }: OffsetsProps) {
  const bits = [...new Set(layouts.flatMap(({ components }) => components.map((c) => c.bit)))].sort(
    (a, b) => a - b,
  );
  return (
    <Scroll label={`Offsets side by side, ${format}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Component</th>
            {cpus.map((cpu, i) => (
              <th key={`${i} ${cpu.id}`} scope="col" class="num">
                <Foreign text={cpu.id} most={30} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {bits.map((bit) => {
            const places = layouts.map(({ components }) => components.find((c) => c.bit === bit));
            const [first] = places;
            return (
              <tr
                key={bit}
                class={pointed.value === bit ? "marked" : ""}
                onPointerEnter={() => {
                  pointed.value = bit;
                }}
                onPointerLeave={() => {
                  pointed.value = null;
                }}
              >
                <td>
                  <span class="component">
                    <i style={{ background: fillOf(bit) }} />
                    <Foreign text={places.find(Boolean)?.name ?? ""} most={40} />
                  </span>
                </td>
                {places.map((place, i) => {
                  const differs =
                    i > 0 && (place?.offset !== first?.offset || place?.size !== first?.size);
                  return (
                    <td key={`${cpus[i]?.id}`} class={`num${differs ? " differs" : ""}`}>
                      {place ? `${place.offset}..${place.offset + place.size}` : "–"}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
        <tfoot>
          <tr>
            <td>whole area</td>
            {layouts.map(({ size }, i) => (
              <td
                key={`${cpus[i]?.id}`}
                class={`num${size === layouts[0]?.size ? "" : " differs"}`}
              >
                {size}
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

interface Between {
  readonly from: Processor;
  readonly to: Processor;
  readonly mask: bigint;
}

function Migration({ from, to, mask }: Between) {
  const illegal = illegalities(from, mask);
  const whole = useMemo(() => {
    try {
      const { masks } = migration(from, to);
      const count = (of: (one: (typeof masks)[number]) => boolean) => masks.filter(of).length;
      return `Of ${masks.length} legal masks ${count((m) => m.representable)} can be enabled there; the standard image of ${count((m) => m.standardValid)} and the compacted image of ${count((m) => m.compactedValid)} can be restored as it is.`;
    } catch (error) {
      return error instanceof Error ? error.message : "";
    }
  }, [from, to]);
  return (
    <section>
      <h2>
        What XRSTOR of <Foreign text={to.name} most={60} /> does with this one's image
      </h2>
      {illegal.length > 0 ? (
        <p class="quiet">There is no such image: {illegal.join("; ")}.</p>
      ) : (
        migratedImages(from, to, mask).map((image) => <Image key={image.format} image={image} />)
      )}
      <p class="quiet">{whole}</p>
    </section>
  );
}

function Image({ image: { format, op, verdict } }: { image: MigratedImage }) {
  const wrong = verdict.components.filter((c) => c.wrong);
  const good = verdict.fault === null && wrong.length === 0;
  return (
    <p>
      <b class={good ? "good" : "bad"}>
        {format}, by {op.toUpperCase()}:{" "}
        {verdict.fault ? verdict.fault.sentence : good ? "loaded as saved" : "loaded wrongly"}
      </b>
      {wrong.map((c) => (
        <span key={c.bit} class="block">
          <Foreign text={c.name} most={40} /> is loaded from byte {c.offset ?? "?"}, where the image
          has{" "}
          {c.from === null || c.from.length === 0
            ? "a hole"
            : c.from.map(({ name, bytes }) => `${bytes} bytes of ${name}`).join(", ")}
        </span>
      ))}
    </p>
  );
}
