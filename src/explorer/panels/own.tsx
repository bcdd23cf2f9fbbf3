/** A processor of one's own: edit what it enumerates, see everything change, save it as a file. */
import { useState } from "preact/hooks";
import {
  CATALOGUE,
  createProcessor,
  type Processor,
  parseAddition,
  proposed,
  type StateComponent,
} from "../../index.ts";
import { processorJson } from "../../read/index.ts";
import { clip } from "../clip.tsx";
import { saveAs } from "../copy-as.tsx";
import { Answer, useJob } from "../job.tsx";
import { Scroll } from "../scroll.tsx";
import { type ExplorerState, withCpu } from "../state.ts";
import { become, current } from "../store.ts";
import type { Jobs } from "../worker/jobs.ts";

const PREFIX = "own-";

/** The processor of the catalogue that an edit began with; null where it began with another. */
const originOf = (id: string): Processor | null =>
  CATALOGUE.find((cpu) => `${PREFIX}${cpu.id}` === id) ?? null;

const ownId = ({ id }: Processor): string => (id.startsWith(PREFIX) ? id : `${PREFIX}${id}`);

/** `cpu` with one component more, as the command's --add takes it. */
function added(cpu: Processor, text: string): Processor {
  const more = proposed(cpu, { add: [parseAddition(text)] });
  return edited({ ...more, id: cpu.id, name: cpu.name }, more.components);
}

/** `cpu` under a name of the reader's own, its registers as far as its components go. */
function edited(cpu: Processor, components: readonly StateComponent[]): Processor {
  const owned = ownId(cpu);
  const origin = originOf(owned);
  const has = (register: bigint) =>
    components.reduce((mask, { bit }) => mask | (register & (1n << BigInt(bit))), register & 3n);
  return createProcessor({
    ...cpu,
    id: owned,
    name: origin ? `${origin.name}, edited` : cpu.name,
    source: "edited in the explorer",
    hypothetical: true,
    xcr0: has(cpu.xcr0),
    xss: has(cpu.xss),
    components,
  });
}

export function OwnPanel({ state }: { state: ExplorerState }) {
  const { cpu } = state;
  const [wrong, setWrong] = useState("");
  const attempt = (make: () => Processor) => {
    try {
      const next = make();
      become({ ...withCpu(current.value, next), view: "own" });
      setWrong("");
    } catch (error) {
      setWrong(error instanceof Error ? error.message : String(error));
    }
  };
  const put = (bit: number, by: Partial<StateComponent>) =>
    attempt(() =>
      edited(
        cpu,
        cpu.components.map((one) => (one.bit === bit ? { ...one, ...by } : one)),
      ),
    );
  return (
    <>
      <p class="quiet">
        Change a number, and every panel answers for the processor that you made. Its link holds all
        of it.
      </p>
      <Scroll label="Components of the processor">
        <table class="own">
          <thead>
            <tr>
              <th scope="col" class="num">
                Bit
              </th>
              <th scope="col">Component</th>
              <th scope="col">Size</th>
              <th scope="col">Standard offset</th>
              <th scope="col">Flags</th>
              <th scope="col">
                <span class="unseen">Remove</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {cpu.components.map((component) => (
              <Row
                key={component.bit}
                component={component}
                onChange={put}
                onRemove={(bit) =>
                  attempt(() =>
                    edited(
                      cpu,
                      cpu.components.filter((one) => one.bit !== bit),
                    ),
                  )
                }
              />
            ))}
          </tbody>
        </table>
      </Scroll>
      <Addition onAdd={(text) => attempt(() => added(cpu, text))} />
      {wrong ? (
        <p class="verdict bad" role="alert">
          {clip(wrong, 300)}
        </p>
      ) : null}
      <div class="row">
        <button
          type="button"
          onClick={() =>
            saveAs(
              `${cpu.id.replace(/[^\w.-]/g, "_")}.json`,
              new Blob([JSON.stringify(processorJson(cpu), null, 2)], { type: "application/json" }),
            )
          }
        >
          Save as a processor file
        </button>
        <span class="quiet">for `--cpu FILE` of the command</span>
      </div>
      <Consequences state={state} />
    </>
  );
}

interface RowProps {
  readonly component: StateComponent;
  readonly onChange: (bit: number, by: Partial<StateComponent>) => void;
  readonly onRemove: (bit: number) => void;
}

const FLAGS = ["align64", "xfd"] as const;

function Row({ component, onChange, onRemove }: RowProps) {
  const { bit, name, size, offset, supervisor } = component;
  const number = (field: "size" | "offset", value: number) => (
    <input
      type="number"
      key={value}
      defaultValue={`${value}`}
      aria-label={`${field} of ${clip(name, 40)}, bytes`}
      onChange={({ currentTarget }) => onChange(bit, { [field]: Number(currentTarget.value) })}
    />
  );
  return (
    <tr>
      <td class="num">{bit}</td>
      <td>
        <bdi>{clip(name, 40)}</bdi>
      </td>
      <td>{number("size", size)}</td>
      <td>
        {offset === null ? <span class="quiet">supervisor: none</span> : number("offset", offset)}
      </td>
      <td>
        <span class="row">
          {FLAGS.map((flag) =>
            flag === "xfd" && supervisor ? null : (
              <label key={flag} class="check">
                <input
                  type="checkbox"
                  checked={component[flag]}
                  onChange={({ currentTarget }) => onChange(bit, { [flag]: currentTarget.checked })}
                />
                {flag}
              </label>
            ),
          )}
        </span>
      </td>
      <td>
        <button type="button" aria-label={`Remove ${clip(name, 40)}`} onClick={() => onRemove(bit)}>
          ×
        </button>
      </td>
    </tr>
  );
}

function Addition({ onAdd }: { onAdd: (text: string) => void }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("addition");
    onAdd((field as HTMLInputElement).value.trim());
  };
  return (
    <form class="row" onSubmit={submit}>
      <label class="field">
        <span>Add a component, BIT:SIZE[:OFFSET][:align64][:xfd][:supervisor][:NAME]</span>
        <input name="addition" placeholder="20:1024:align64:NEW" spellcheck={false} />
      </label>
      <button type="submit">Add</button>
    </form>
  );
}

function Consequences({ state: { cpu, kernel } }: { state: ExplorerState }) {
  const before = originOf(cpu.id);
  const now = useJob("propose", before === null ? null : { before, after: cpu, kernel }, [
    cpu,
    kernel,
  ]);
  if (before === null) return null;
  return (
    <Answer of={now} waiting={() => "Asking every rule, buffer, processor and promise …"}>
      {(turned) => <Turned turned={turned} beforeName={before.name} kernel={kernel} />}
    </Answer>
  );
}

interface TurnedProps {
  readonly turned: Jobs["propose"]["gives"];
  readonly beforeName: string;
  readonly kernel: string;
}

/** What is no longer as it was. */
function Turned({ turned, beforeName, kernel }: TurnedProps) {
  const { rules, limits, exchange, promises, whyNoKernel } = turned;
  const count = rules.length + limits.length + exchange.length + (promises?.length ?? 0);
  return (
    <section aria-label="Consequences">
      <h2>Against {beforeName}</h2>
      <p class={`verdict ${count === 0 ? "good" : "bad"}`} role="status">
        {count === 0
          ? "nothing that was right becomes wrong"
          : `${rules.length} rules, ${limits.length} buffers, exchange with ${exchange.length} processors, ${promises === null ? "promises unknown" : `${promises.length} promises`} for the worse`}
      </p>
      <dl class="facts">
        <dt>Rules</dt>
        <dd>
          {rules
            .map(({ rule, turn, first }) => `${rule} (${turn}${first ? ` from ${first}` : ""})`)
            .join(", ") || "none"}
        </dd>
        <dt>Fixed buffers</dt>
        <dd>{limits.map(({ limit, turn }) => `${limit} (${turn})`).join(", ") || "none"}</dd>
        <dt>Images no longer exchanged with</dt>
        <dd>{exchange.join(", ") || "none"}</dd>
        <dt>Promises of {kernel}</dt>
        <dd>
          {promises === null
            ? `not known: ${whyNoKernel}`
            : promises
                .map(({ id: promise, name, turn }) => `${promise} ${name} (${turn})`)
                .join(", ") || "none"}
        </dd>
      </dl>
    </section>
  );
}
