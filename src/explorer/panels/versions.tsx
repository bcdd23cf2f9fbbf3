/** Every kernel version side by side: which promise stands where. */
import { PROPERTIES } from "../../linux/index.ts";
import { useJob } from "../job.tsx";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { change } from "../store.ts";
import type { CheckedVersion } from "../worker/jobs.ts";

const PROMISE_IDS: readonly string[] = PROPERTIES.map(({ id }) => id);

export function VersionTable({ state: { cpu, host, dynamic } }: { state: ExplorerState }) {
  const now = useJob("versions", { cpu, host, dynamic }, [cpu, host, dynamic]);
  const rows = now.is === "done" ? now.value : now.is === "working" ? (now.told ?? []) : [];
  return (
    <section aria-label="Versions">
      <h2>Every version on this host mask</h2>
      {now.is === "failed" ? (
        <p class="verdict bad" role="alert">
          {now.why}
        </p>
      ) : (
        <Scroll label="Every version">
          <table class="versions">
            <thead>
              <tr>
                <th scope="col">Version</th>
                {PROMISE_IDS.map((id) => (
                  <th key={id} scope="col">
                    {id}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <VersionRow key={row.kernel} row={row} />
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

const stepsText = (steps: number | null): string => `${steps} ${steps === 1 ? "step" : "steps"}`;

const VersionRow = ({ row: { kernel, promises, why } }: { row: CheckedVersion }) => (
  <tr>
    <td>
      <button type="button" class="link" onClick={() => change({ kernel, step: 1 })}>
        {kernel}
      </button>
    </td>
    {why !== null ? (
      <td colSpan={PROMISE_IDS.length} class="quiet">
        {why}
      </td>
    ) : (
      PROMISE_IDS.map((id) => {
        const promise = promises[id];
        if (promise === undefined) return <td key={id} />;
        if (promise.holds !== false) {
          return (
            <td key={id} class={promise.holds ? "good" : "open"}>
              {promise.holds ? "holds" : "?"}
            </td>
          );
        }
        return (
          <td key={id}>
            <button
              type="button"
              class="link bad"
              aria-label={`${kernel} breaks ${id}: ${stepsText(promise.steps)}`}
              onClick={() => change({ kernel, promise: id, step: 1 })}
            >
              {stepsText(promise.steps)}
            </button>
          </td>
        );
      })
    )}
  </tr>
);
