/** A dump, a log, a core file or an image: the verdict first, then every number. */

import { cpuidLeaf } from "../../index.ts";
import { CPUID_TEXTS } from "../../write/index.ts";
import { clip, Foreign } from "../clip.tsx";
import { judging, take } from "../judging.ts";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { withCpu } from "../state.ts";
import { become, current } from "../store.ts";
import type { Judged, JudgedFile } from "../worker/jobs.ts";

export function JudgePanel({ state }: { state: ExplorerState }) {
  return (
    <>
      <Intake state={state} />
      <Outcome />
    </>
  );
}

function Intake({ state }: { state: ExplorerState }) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    const text = (form.elements.namedItem("dump") as HTMLTextAreaElement).value;
    if (text.trim() !== "") take(new Blob([text]), "what was pasted");
  };
  const example = () => {
    const leaf = cpuidLeaf(state.cpu);
    take(new Blob([CPUID_TEXTS.raw(leaf)]), `leaf 0DH of ${state.cpu.id}`);
  };
  return (
    <form class="intake" onSubmit={submit}>
      <label for="dump">
        A dump of CPUID, a boot log, a core file: paste it anywhere on this page, drop it, or put it
        here. It is read in this page and goes nowhere.
      </label>
      <textarea
        id="dump"
        name="dump"
        rows={5}
        spellcheck={false}
        placeholder="   0x0000000d 0x00: eax=0x000602e7 ebx=0x00002b00 ecx=0x00002b00 edx=0x00000000"
      />
      <div class="row">
        <button type="submit" class="main">
          Judge it
        </button>
        <label class="file">
          <span>or a file of any size</span>
          <input
            type="file"
            onChange={({ currentTarget }) => {
              const [file] = currentTarget.files ?? [];
              if (file) take(file, file.name);
            }}
          />
        </label>
        <button type="button" onClick={example}>
          Example: what this processor reports
        </button>
      </div>
    </form>
  );
}

function Outcome() {
  const now = judging.value;
  switch (now.is) {
    case "nothing":
      return null;
    case "reading":
      return (
        <p class="quiet" role="status">
          Reading <Foreign text={now.name} /> …
        </p>
      );
    case "refused":
      return (
        <p class="verdict bad" role="alert">
          <Foreign text={now.name} /> cannot be read: <Foreign text={now.why} most={600} />
        </p>
      );
    case "judged":
      return <FileVerdict file={now.file} />;
  }
}

/** Readings shown in full; of a log with hundreds of boots, the first. */
const SHOWN = 50;

export function FileVerdict({ file }: { file: JudgedFile }) {
  const more = file.readings.length - SHOWN;
  return (
    <section class="file-verdict" aria-label={`Verdict on ${clip(file.name, 60)}`}>
      {file.readings.slice(0, SHOWN).map((reading) => (
        <ReadingVerdict key={reading.label} reading={reading} file={file} />
      ))}
      {more > 0 ? <p class="quiet">and {more} more readings of this file</p> : null}
      {file.warnings.map(({ name, message }) => (
        <p key={message} class="warning">
          {name}: <Foreign text={message} most={300} />
        </p>
      ))}
    </section>
  );
}

const tone = (verdict: string): string =>
  verdict.startsWith("consistent") ? "good" : verdict.startsWith("not ") ? "bad" : "open";

function ReadingVerdict({ reading, file }: { reading: Judged; file: JudgedFile }) {
  const { label, count, processor, verdict, checks, warnings } = reading;
  return (
    <article class="reading">
      <p class={`verdict ${tone(verdict)}`} role="status">
        <Foreign text={verdict} most={500} />
      </p>
      <p>
        <b>
          <Foreign text={processor.name} />
        </b>{" "}
        <span class="quiet">
          <Foreign text={file.name} />, {file.format}, {label}
          {count > 1 ? `, ${count} times alike` : ""}
        </span>{" "}
        <button
          type="button"
          onClick={() => become({ ...withCpu(current.value, processor), view: "layout" })}
        >
          Show its layout
        </button>
      </p>
      {checks.length > 0 ? (
        <Checks checks={checks} of={`${clip(file.name, 60)}, ${label}`} />
      ) : null}
      {warnings.map(({ name, message }) => (
        <p key={message} class="warning">
          {name}: <Foreign text={message} most={300} />
        </p>
      ))}
    </article>
  );
}

function Checks({ checks, of }: { checks: Judged["checks"]; of: string }) {
  return (
    <Scroll label={`The numbers of ${of}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Fits</th>
            <th scope="col">What</th>
            <th scope="col" class="num">
              Reported
            </th>
            <th scope="col" class="num">
              Computed
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check, i) => (
            <tr key={`${i} ${check.what}`} class={check.ok === false ? "bad-row" : ""}>
              <td>{check.ok === null ? "?" : check.ok ? "yes" : "NO"}</td>
              <td>
                <Foreign text={check.what} />
              </td>
              <td class="num">{check.reported ?? "–"}</td>
              <td class="num">{check.computed ?? "unknown"}</td>
              <td>
                <Foreign text={check.detail} most={400} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  );
}
