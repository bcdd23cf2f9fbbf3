/** From a number of bytes to the masks, processors and rules that give it. */
import { useState } from "preact/hooks";
import { CATALOGUE, hex, type Match, maskNames, type Processor } from "../../index.ts";
import { Foreign } from "../clip.tsx";
import { Answer, useJob } from "../job.tsx";
import { isCatalogued } from "../own-processor.ts";
import { Scroll } from "../scroll.tsx";
import { type ExplorerState, withCpu } from "../state.ts";
import { become, change, current } from "../store.ts";
import type { FoundSizes } from "../worker/jobs.ts";

export function FindPanel({ state: { bytes, cpu } }: { state: ExplorerState }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem("bytes");
    const text = (field as HTMLInputElement).value.trim();
    change({ bytes: /^\d{1,9}$/.test(text) ? Number(text) : null });
  };
  return (
    <>
      <form class="row" onSubmit={submit}>
        <label class="field">
          <span>An area of so many bytes</span>
          <input
            key={bytes}
            name="bytes"
            inputMode="numeric"
            pattern="\d{1,9}"
            defaultValue={bytes === null ? "" : `${bytes}`}
            placeholder="10704"
          />
        </label>
        <button type="submit" class="main">
          Who says so?
        </button>
      </form>
      {bytes === null ? (
        <p class="quiet">
          A size from a log, a core file or a mail: which masks of which processors give it, and by
          whose formula. Try{" "}
          {[10704, 2696, 832].map((size) => (
            <button key={size} type="button" class="link" onClick={() => change({ bytes: size })}>
              {size}
            </button>
          ))}
        </p>
      ) : (
        <Answers bytes={bytes} own={isCatalogued(cpu) ? null : cpu} />
      )}
    </>
  );
}

function Answers({ bytes, own }: { bytes: number; own: Processor | null }) {
  const now = useJob("find", { bytes, own }, [bytes, own]);
  return (
    <Answer
      of={now}
      waiting={(told) =>
        `${told?.done ?? 0} of ${told?.total ?? CATALOGUE.length} processors, every mask by every rule …`
      }
    >
      {(found) => <Sizes found={found} own={own} />}
    </Answer>
  );
}

/** Rows shown before one asks for all. */
const SHOWN = 40;

function Sizes({
  found: { bytes, matches, near },
  own,
}: {
  found: FoundSizes;
  own: Processor | null;
}) {
  const [all, setAll] = useState(false);
  const cpus = new Set(matches.map(({ cpu }) => cpu)).size;
  const rules = new Set(matches.map(({ rule }) => rule)).size;
  const cpuOf = (id: string) => (own?.id === id ? own : CATALOGUE.find((cpu) => cpu.id === id));
  const open = (id: string, mask: bigint) => {
    const cpu = cpuOf(id);
    if (cpu) become({ ...withCpu(current.value, cpu), mask, view: "layout" });
  };
  return (
    <>
      <p class={`verdict ${matches.length > 0 ? "good" : "bad"}`} role="status">
        {matches.length > 0
          ? `${bytes} bytes: ${cpus} processors, ${rules} rules`
          : `${bytes} bytes: no mask of any processor, by no rule`}
      </p>
      {matches.length > 0 ? (
        <Scroll label="Matches">
          <table>
            <thead>
              <tr>
                <th scope="col">Processor</th>
                <th scope="col">By the rule</th>
                <th scope="col" class="num">
                  Masks
                </th>
                <th scope="col" class="num">
                  Legal
                </th>
                <th scope="col">Lowest, legal ones first: open</th>
              </tr>
            </thead>
            <tbody>
              {matches.slice(0, all ? undefined : SHOWN).map((match) => (
                <MatchRow
                  key={`${match.cpu} ${match.rule}`}
                  match={match}
                  cpu={cpuOf(match.cpu)}
                  onOpen={open}
                />
              ))}
            </tbody>
          </table>
        </Scroll>
      ) : null}
      {!all && matches.length > SHOWN ? (
        <button type="button" onClick={() => setAll(true)}>
          Show all {matches.length} rows
        </button>
      ) : null}
      <h2>Nearest misses</h2>
      <ul class="near">
        {near.map(({ cpu, rule, size, mask }) => (
          <li key={`${cpu} ${rule} ${size}`}>
            <b>{size}</b>{" "}
            <span class="quiet">
              {size < bytes ? `${bytes - size} less` : `${size - bytes} more`}
            </span>{" "}
            <button type="button" class="link" onClick={() => open(cpu, mask)}>
              {hex(mask)}
            </button>{" "}
            <Foreign text={cpu} /> by {rule}
          </li>
        ))}
      </ul>
    </>
  );
}

interface RowProps {
  readonly match: Match;
  readonly cpu: Processor | undefined;
  readonly onOpen: (cpu: string, mask: bigint) => void;
}

function MatchRow({ match, cpu, onOpen }: RowProps) {
  const masks = match.legalCount > 0n ? match.legalMasks : match.masks;
  return (
    <tr>
      <td>
        <Foreign text={match.cpu} />
        {match.hypothetical ? " (hypothetical)" : ""}
      </td>
      <td>{match.rule}</td>
      <td class="num">{`${match.count}`}</td>
      <td class="num">{`${match.legalCount}`}</td>
      <td>
        {masks.slice(0, 3).map((mask) => (
          <button
            key={hex(mask)}
            type="button"
            class="link"
            title={cpu ? maskNames(cpu, mask) : ""}
            onClick={() => onOpen(match.cpu, mask)}
          >
            {hex(mask)}
          </button>
        ))}
      </td>
    </tr>
  );
}
