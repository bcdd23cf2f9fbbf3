/** Where the one state is kept: what was before (undo), what the address says, what is pointed at. */
import { signal } from "@preact/signals";
import { EMBEDDED } from "./embedded.ts";
import { hashOf, openedBy } from "./hash.ts";
import type { ExplorerState } from "./state.ts";

const opened = openedBy(globalThis.location?.hash || (EMBEDDED?.opens ?? ""));

export const current = signal<ExplorerState>(opened.state);
/** The state before the last change: what moved is told from it. */
export const before = signal<ExplorerState | null>(null);
/** What a link could not say. */
export const linkNotes = signal<readonly string[]>(opened.notes);
/** The component under the pointer or the focus; not part of the state. */
export const pointed = signal<number | null>(null);

const past: ExplorerState[] = [];
export const undoable = signal(0);
/** Steps of undo that are kept. */
const PAST_MOST = 500;

/** A change of the state. */
export type Change = Partial<ExplorerState>;

export function change(by: Change): void {
  become({ ...current.value, ...by });
}

export function become(next: ExplorerState): void {
  past.push(current.value);
  if (past.length > PAST_MOST) past.shift();
  undoable.value = past.length;
  before.value = current.value;
  current.value = next;
  addressLater();
}

export function undo(): void {
  const last = past.pop();
  if (last === undefined) return;
  undoable.value = past.length;
  before.value = current.value;
  current.value = last;
  addressLater();
}

let waiting: ReturnType<typeof setTimeout> | undefined;

/** Browsers refuse an address that changes hundreds of times: a burst of clicks is one entry. */
function addressLater(): void {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    waiting = undefined;
    const hash = hashOf(current.value);
    if (location.hash !== hash) history.pushState(null, "", hash);
  }, 120);
}

/** Takes what the address says: another link, back and forward. */
export function followAddress(): void {
  const take = () => {
    clearTimeout(waiting);
    if (location.hash === hashOf(current.value)) return;
    const { state, notes } = openedBy(location.hash);
    before.value = current.value;
    current.value = state;
    linkNotes.value = notes;
  };
  addEventListener("popstate", take);
  addEventListener("hashchange", take);
}
