/** The promises of a kernel, checked live over every sequence of calls, and the shortest way to break one. */
import { useState } from "preact/hooks";
import { hex, parseMask } from "../../index.ts";
import { type CheckReport, VERSIONS } from "../../linux/index.ts";
import { clip } from "../clip.tsx";
import { CopyAs } from "../copy-as.tsx";
import { Answer, useJob } from "../job.tsx";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { change } from "../store.ts";
import { Trace } from "../trace.tsx";
import { Claims } from "./claims.tsx";
import { VersionTable } from "./versions.tsx";

export function ModelPanel({ state }: { state: ExplorerState }) {
  const { cpu, kernel, host, dynamic } = state;
  const now = useJob("check", { cpu, kernel, host, dynamic }, [cpu, kernel, host, dynamic]);
  return (
    <>
      <Setting state={state} report={now.is === "done" ? now.value : null} />
      <Answer of={now} waiting={() => "Exploring every sequence of calls …"}>
        {(report) => <Report state={state} report={report} />}
      </Answer>
      <VersionTable state={state} />
      <Claims />
      <CopyAs state={state} />
    </>
  );
}

function Setting({ state, report }: { state: ExplorerState; report: CheckReport | null }) {
  return (
    <div class="row">
      <div class="field">
        <label for="model-kernel">Kernel</label>
        <select
          id="model-kernel"
          value={state.kernel}
          onChange={({ currentTarget }) => change({ kernel: currentTarget.value, step: 1 })}
        >
          {VERSIONS.map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
      </div>
      <MaskOf name="host" says="Host mask" state={state} otherwise={report?.hostMask} />
      <MaskOf name="dynamic" says="Needs permission" state={state} otherwise={report?.dynamic} />
    </div>
  );
}

interface MaskOfProps {
  readonly name: "host" | "dynamic";
  readonly says: string;
  readonly state: ExplorerState;
  /** What is taken where nothing is said. */
  readonly otherwise: bigint | undefined;
}

/** A mask of the model; emptied, it is the default again. */
function MaskOf({ name, says, state, otherwise }: MaskOfProps) {
  const [wrong, setWrong] = useState("");
  const value = state[name];
  return (
    <div class="field">
      <label for={`model-${name}`}>{says}</label>
      <input
        id={`model-${name}`}
        key={`${value}`}
        spellcheck={false}
        defaultValue={value === null ? "" : hex(value)}
        placeholder={otherwise === undefined ? "default" : `${hex(otherwise)} by default`}
        aria-invalid={wrong !== ""}
        onChange={({ currentTarget }) => {
          const text = currentTarget.value.trim();
          try {
            change({ [name]: text === "" ? null : parseMask(state.cpu, text), step: 1 });
            setWrong("");
          } catch (error) {
            setWrong(error instanceof Error ? error.message : String(error));
          }
        }}
      />
      {wrong ? (
        <span class="wrong" role="alert">
          {clip(wrong, 200)}
        </span>
      ) : null}
    </div>
  );
}

function Report({ state, report }: { state: ExplorerState; report: CheckReport }) {
  const { verdict, states, transitions, complete, properties } = report;
  const broken = properties.filter(({ holds }) => holds === false);
  const shown = properties.find(({ id }) => id === state.promise) ?? broken[0];
  return (
    <>
      <p
        class={`verdict ${verdict.broken > 0 ? "bad" : verdict.undecided > 0 ? "open" : "good"}`}
        role="status"
      >
        {`${verdict.hold} of ${verdict.promises} promises hold${verdict.broken > 0 ? `; broken: ${broken.map(({ id }) => id).join(", ")}` : ""}`}
      </p>
      <p class="quiet">
        {`${report.kernel} on host mask ${hex(report.hostMask)}: ${states} states, ${transitions} transitions, ${complete ? "all reached" : "given up at a bound"}`}
      </p>
      <Scroll label="Promises">
        <table>
          <thead>
            <tr>
              <th scope="col">Promise</th>
              <th scope="col">Stands</th>
              <th scope="col">What it says</th>
            </tr>
          </thead>
          <tbody>
            {properties.map(({ id, name, holds, steps, shortfall, protects }) => (
              <tr key={id} class={shown?.id === id ? "marked" : ""}>
                <td>
                  <button
                    type="button"
                    class="link"
                    aria-pressed={shown?.id === id}
                    onClick={() => change({ promise: id, step: 1 })}
                  >
                    {id} {name}
                  </button>
                </td>
                <td class={holds === false ? "bad" : holds === null ? "open" : "good"}>
                  {holds === null
                    ? "undecided"
                    : holds
                      ? "holds"
                      : `broken in ${steps} ${steps === 1 ? "step" : "steps"}${shortfall === null ? "" : `, ${shortfall} ${shortfall === 1 ? "byte" : "bytes"} short`}`}
                </td>
                <td class="quiet">{protects}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      {shown === undefined ? null : <Trace state={state} report={report} property={shown} />}
    </>
  );
}
