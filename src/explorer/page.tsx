/** The page: what is shown, the bits, the panels behind their tabs. */
import { useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Bits } from "./bits.tsx";
import { clip } from "./clip.tsx";
import { EMBEDDED } from "./embedded.ts";
import { Head } from "./head.tsx";
import { take } from "./judging.ts";
import { PANELS } from "./panels/index.ts";
import type { View } from "./state.ts";
import { change, current, linkNotes, undo } from "./store.ts";

/** True where a key or a paste is meant for a field. */
const inField = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Undo, paste and drop work wherever one is on the page. */
function listenEverywhere(): () => void {
  const key = (event: KeyboardEvent) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !inField(event.target)) {
      event.preventDefault();
      undo();
    }
  };
  const paste = (event: ClipboardEvent) => {
    const [file] = event.clipboardData?.files ?? [];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (inField(event.target) || (file === undefined && text.trim() === "")) return;
    event.preventDefault();
    take(file ?? new Blob([text]), file?.name ?? "what was pasted");
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    if (file) take(file, file.name);
  };
  const over = (event: DragEvent) => event.preventDefault();
  addEventListener("keydown", key);
  addEventListener("paste", paste);
  addEventListener("drop", drop);
  addEventListener("dragover", over);
  return () => {
    removeEventListener("keydown", key);
    removeEventListener("paste", paste);
    removeEventListener("drop", drop);
    removeEventListener("dragover", over);
  };
}

/** The report has a tab where the page carries one, the bench where it runs. */
const tabs = (view: View) =>
  Object.entries(PANELS).filter(
    ([name]) => name === view || (name !== "bench" && (name !== "report" || EMBEDDED !== null)),
  );

export function Page() {
  useEffect(listenEverywhere, []);
  const view = useComputed(() => current.value.view).value;
  const Panel = PANELS[view].panel;
  return (
    <>
      <Head />
      {linkNotes.value.length > 0 ? (
        <ul class="notes" role="status">
          {linkNotes.value.map((note) => (
            <li key={note}>{clip(note, 400)}</li>
          ))}
        </ul>
      ) : null}
      <Bits />
      <nav class="tabs" aria-label="Panels">
        {tabs(view).map(([name, { title }]) => (
          <button
            key={name}
            type="button"
            aria-current={name === view ? "page" : undefined}
            onClick={() => change({ view: name as keyof typeof PANELS })}
          >
            {title}
          </button>
        ))}
      </nav>
      <main id="panel" aria-label={PANELS[view].title}>
        <Panel state={current.value} />
      </main>
      <footer>
        <p>
          Nothing leaves this page: no request is made, and its policy allows none. It is one file;
          save it, attach it, open it anywhere.
        </p>
      </footer>
    </>
  );
}
