/** Two rules on this mask and on all of them; every rule against the architecture, as a way in. */
import { useMemo } from "preact/hooks";
import {
  type DiffWitness,
  hex,
  maskNames,
  type Processor,
  RULES,
  rule,
  rulesApart,
} from "../../index.ts";
import { Foreign } from "../clip.tsx";
import { CopyAs } from "../copy-as.tsx";
import { Answer, useJob } from "../job.tsx";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { change } from "../store.ts";
import type { MatrixRow } from "../worker/jobs.ts";

export function RulesPanel({ state }: { state: ExplorerState }) {
  return (
    <>
      <Two state={state} />
      <Matrix state={state} />
      <CopyAs state={state} />
    </>
  );
}

/** Bytes by the rule's own walk; a word where it gives none. */
function bytesBy(cpu: Processor, id: string, mask: bigint): string {
  try {
    return `${rule(id).walk(cpu, mask)}`;
  } catch (error) {
    return error instanceof RangeError ? error.message : String(error);
  }
}

function Two({ state: { cpu, mask, rules } }: { state: ExplorerState }) {
  const [a, b] = rules;
  const apart = useMemo(() => {
    try {
      return rulesApart(cpu, a, b);
    } catch (error) {
      return error instanceof RangeError ? error.message : String(error);
    }
  }, [cpu, a, b]);
  const here = [bytesBy(cpu, a, mask), bytesBy(cpu, b, mask)];
  return (
    <>
      <div class="row">
        {rules.map((id, i) => (
          <div key={i === 0 ? "a" : "b"} class="field">
            <label for={`rule-${i}`}>{i === 0 ? "This rule" : "against this one"}</label>
            <select
              id={`rule-${i}`}
              value={id}
              onChange={({ currentTarget }) =>
                change({ rules: i === 0 ? [currentTarget.value, b] : [a, currentTarget.value] })
              }
            >
              {RULES.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.id}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
      <p class={`verdict ${here[0] === here[1] ? "good" : "bad"}`} role="status">
        {here[0] === here[1]
          ? `on ${hex(mask)} both say ${here[0]}`
          : `on ${hex(mask)} ${a} says ${here[0]}, ${b} says ${here[1]}`}
      </p>
      <p class="quiet">
        {a}: {rule(a).stands}. {b}: {rule(b).stands}.
      </p>
      {typeof apart === "string" ? (
        <p class="open">{apart}</p>
      ) : (
        <dl class="facts">
          <dt>Masks on which they differ</dt>
          <dd>{`${apart.differ} of ${apart.masks}`}</dd>
          <dt>First that is legal</dt>
          <Witness cpu={cpu} at={apart.firstLegal} />
          <dt>First of all</dt>
          <Witness cpu={cpu} at={apart.first} />
          <dt>Worst</dt>
          <Witness cpu={cpu} at={apart.worst} />
        </dl>
      )}
    </>
  );
}

const Witness = ({ cpu, at }: { cpu: Processor; at: DiffWitness | null }) =>
  at === null ? (
    <dd class="quiet">none</dd>
  ) : (
    <dd>
      <button type="button" class="link" onClick={() => change({ mask: at.mask })}>
        {hex(at.mask)}
      </button>
      {`${at.a} and ${at.b} bytes, ${Math.abs(at.a - at.b)} apart: `}
      <span class="quiet">
        <Foreign text={maskNames(cpu, at.mask)} />
      </span>
    </dd>
  );

function Matrix({ state: { cpu, rules } }: { state: ExplorerState }) {
  const now = useJob("matrix", { cpu }, [cpu]);
  return (
    <>
      <h2>Every rule against the architecture, on this processor</h2>
      <Answer of={now} waiting={() => "Counting …"}>
        {(rows) => (
          <Scroll label="Every rule">
            <table class="matrix">
              <thead>
                <tr>
                  <th scope="col">Rule</th>
                  <th scope="col" class="num">
                    Differs on
                  </th>
                  <th scope="col" class="num">
                    of masks
                  </th>
                  <th scope="col">First legal mask</th>
                  <th scope="col" class="num">
                    Worst, bytes
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <MatrixLine key={row.rule} row={row} on={rules[0] === row.rule} />
                ))}
              </tbody>
            </table>
          </Scroll>
        )}
      </Answer>
    </>
  );
}

function MatrixLine({ row, on }: { row: MatrixRow; on: boolean }) {
  const { format } = rule(row.rule);
  const enter = (
    <button
      type="button"
      class="link"
      aria-pressed={on}
      onClick={() => change({ rules: [row.rule, `sdm-${format}`], format })}
    >
      {row.rule}
    </button>
  );
  if ("why" in row) {
    return (
      <tr>
        <td>{enter}</td>
        <td colSpan={4} class="quiet">
          {row.why}
        </td>
      </tr>
    );
  }
  const { differ, masks, firstLegal, worst } = row.apart;
  return (
    <tr class={on ? "marked" : ""}>
      <td>{enter}</td>
      <td class={`num${differ > 0n ? " differs" : ""}`}>{`${differ}`}</td>
      <td class="num quiet">{`${masks}`}</td>
      <td>
        {firstLegal ? (
          <button
            type="button"
            class="link"
            onClick={() => change({ mask: firstLegal.mask, rules: [row.rule, `sdm-${format}`] })}
          >
            {hex(firstLegal.mask)}
          </button>
        ) : (
          <span class="quiet">none</span>
        )}
      </td>
      <td class="num">
        {worst ? `${worst.a - worst.b > 0 ? "+" : "−"}${Math.abs(worst.a - worst.b)}` : "–"}
      </td>
    </tr>
  );
}
