/** The file that is being judged, or was: not part of the state, for no link holds a dump. */
import { signal } from "@preact/signals";
import { clip } from "./clip.tsx";
import { withCpu } from "./state.ts";
import { become, current } from "./store.ts";
import { type Running, start } from "./worker/client.ts";
import type { JudgedFile } from "./worker/jobs.ts";

export type Judging =
  | { readonly is: "nothing" }
  | { readonly is: "reading"; readonly name: string }
  | { readonly is: "judged"; readonly file: JudgedFile }
  | { readonly is: "refused"; readonly name: string; readonly why: string };

export const judging = signal<Judging>({ is: "nothing" });

let running: Running<"judge"> | undefined;

/** Reads and judges `file` in a worker; the first processor found becomes the one shown. */
export function take(file: Blob, name: string): void {
  running?.cancel();
  judging.value = { is: "reading", name };
  become({ ...current.value, view: "judge" });
  running = start("judge", { file, name });
  running.result.then(
    (judged) => {
      judging.value = { is: "judged", file: judged };
      const cpu = judged.readings.find(({ processor }) => processor.xcr0 !== 0n)?.processor;
      if (cpu) become(withCpu(current.value, cpu));
    },
    (error: Error) => {
      judging.value = { is: "refused", name, why: clip(error.message, 600) };
    },
  );
}
