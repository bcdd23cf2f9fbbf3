/** What is shown, to take along: for a mail, a program, a command line. */
import { useState } from "preact/hooks";
import { copiesOf } from "./copies.ts";
import { pngOf, svgText } from "./drawing/export.ts";
import { hashOf } from "./hash.ts";
import { Scroll } from "./scroll.tsx";
import type { ExplorerState } from "./state.ts";

interface Copied {
  readonly name: string;
  readonly text: string;
}

/** Puts `text` on the clipboard; where the browser does not let it, it is there to be selected. */
async function toClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function saveAs(name: string, blob: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export function CopyAs({ state }: { state: ExplorerState }) {
  const [copied, setCopied] = useState<Copied | null>(null);
  const [said, setSaid] = useState("");
  const copy = async (name: string, text: string) => {
    setCopied({ name, text });
    const done = await toClipboard(text);
    setSaid(done ? `${name}: on the clipboard` : `${name}: select it below`);
  };
  /** Does `act` with the drawing that is shown; not every panel has one. */
  const drawn = async (name: string, act: (drawing: SVGSVGElement) => Promise<void>) => {
    const drawing = document.querySelector<SVGSVGElement>("#panel svg.stack");
    if (drawing) await act(drawing);
    else setSaid(`${name}: no drawing is shown here`);
  };
  const png = async (drawing: SVGSVGElement) => {
    saveAs("xsweep.png", await pngOf(drawing));
    setSaid("PNG: saved");
  };
  return (
    <section class="copies" aria-label="Copy as">
      <h2>Copy as</h2>
      <div class="row">
        <button
          type="button"
          onClick={() => copy("Link", `${location.href.replace(/#.*/, "")}${hashOf(state)}`)}
        >
          Link
        </button>
        {copiesOf(state).map(({ name, text }) => (
          <button key={name} type="button" onClick={() => copy(name, text())}>
            {name}
          </button>
        ))}
        <button
          type="button"
          onClick={() => drawn("SVG", (drawing) => copy("SVG", svgText(drawing)))}
        >
          SVG
        </button>
        <button type="button" onClick={() => drawn("PNG", png)}>
          PNG
        </button>
        <span class="quiet" role="status">
          {said}
        </span>
      </div>
      {copied ? (
        <Scroll label={`${copied.name}, copied`}>
          <pre class="copied">{copied.text}</pre>
        </Scroll>
      ) : null}
    </section>
  );
}
