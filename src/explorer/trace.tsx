/** The shortest way to break a promise, step by step: what a call changed, as bits that flip. */
import { described, layout, maskNames, type Processor } from "../index.ts";
import type { CheckReport } from "../linux/index.ts";
import { drawnArea } from "./drawing/area.ts";
import { Stack } from "./drawing/stack.tsx";
import { useWidth } from "./drawing/width.ts";
import { Scroll } from "./scroll.tsx";
import type { ExplorerState } from "./state.ts";
import { change } from "./store.ts";

type Property = CheckReport["properties"][number];
type Value = string | number | boolean | null;

interface TraceProps {
  readonly state: ExplorerState;
  readonly report: CheckReport;
  readonly property: Property;
}

export function Trace({ state, property }: TraceProps) {
  const { id, name, trace, detail, holds } = property;
  if (holds !== false) return null;
  const step = Math.min(state.step, trace.length);
  const taken = trace[step - 1];
  return (
    <section aria-label="Trace" class="trace">
      <h2>
        The shortest way to break {id} {name}
      </h2>
      <ol class="steps">
        {trace.map(({ op, result }, i) => (
          <li key={`${i} ${op}`}>
            <button
              type="button"
              aria-current={i + 1 === step ? "step" : undefined}
              onClick={() => change({ step: i + 1 })}
            >
              {i + 1}. {op} <span class="quiet">= {result}</span>
            </button>
          </li>
        ))}
      </ol>
      <div class="row">
        <button type="button" disabled={step <= 1} onClick={() => change({ step: step - 1 })}>
          Back
        </button>
        <button
          type="button"
          disabled={step >= trace.length}
          onClick={() => change({ step: step + 1 })}
        >
          Next
        </button>
        <span class="quiet">what the call changed; the rest stays</span>
      </div>
      {taken === undefined ? null : <Changed cpu={state.cpu} changed={taken.changed} />}
      {step === trace.length ? (
        <>
          <p class="verdict bad">{detail}</p>
          <Short cpu={state.cpu} property={property} />
        </>
      ) : null}
    </section>
  );
}

/** Masks are told from the other values by how they are written. */
const maskOf = (value: Value): bigint | null =>
  typeof value === "string" && /^0x[0-9a-f]+$/.test(value) ? BigInt(value) : null;

function Changed({
  cpu,
  changed,
}: {
  cpu: Processor;
  changed: Readonly<Record<string, readonly [Value, Value]>>;
}) {
  return (
    <Scroll label="Before and after">
      <table class="changed">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">Bits that flip</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(changed).map(([field, [before, after]]) => (
            <tr key={field}>
              <td>{field}</td>
              <td class="quiet">{shown(before)}</td>
              <td>{shown(after)}</td>
              <td>
                <Flips cpu={cpu} before={maskOf(before)} after={maskOf(after)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}

const shown = (value: Value): string =>
  value === null ? "none" : typeof value === "boolean" ? (value ? "yes" : "no") : `${value}`;

function Flips({
  cpu,
  before,
  after,
}: {
  cpu: Processor;
  before: bigint | null;
  after: bigint | null;
}) {
  if (after === null) return null;
  const was = before ?? 0n;
  const names = (mask: bigint) => (mask === 0n ? [] : maskNames(cpu, mask).split("+"));
  return (
    <>
      {names(after & ~was).map((name) => (
        <span key={name} class="flip on">
          +{name}
        </span>
      ))}
      {names(was & ~after).map((name) => (
        <span key={name} class="flip off">
          −{name}
        </span>
      ))}
    </>
  );
}

/** The buffer of the vCPU after the last step, with the bytes that are missing at its end. */
function Short({ cpu, property: { trace, shortfall } }: { cpu: Processor; property: Property }) {
  const [ref, width] = useWidth<HTMLDivElement>();
  if (shortfall === null || shortfall <= 0) return null;
  const last = new Map(
    trace.flatMap(({ changed }) =>
      Object.entries(changed).map(([field, [, after]]) => [field, after] as const),
    ),
  );
  const size = last.get("vcpu.size");
  const mask = maskOf(last.get("vcpu.xfeatures") ?? null);
  if (typeof size !== "number" || mask === null) return null;
  const needed = layout(cpu, mask & described(cpu), "compacted");
  // Drawn only where the area is the one that the promise speaks of.
  if (needed.size !== size + shortfall) return null;
  return (
    <div class="drawing" ref={ref}>
      <Stack
        areas={[drawnArea(needed, `what XSAVES writes, into a buffer of ${size} bytes`)]}
        width={width}
        broken
        marked={null}
        byte={null}
        short={{ offset: size, size: shortfall }}
        onPoint={() => {}}
        onPick={() => {}}
      />
    </div>
  );
}
