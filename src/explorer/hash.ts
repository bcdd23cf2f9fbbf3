/**
 * The state as the fragment of an address, and back: `#v=1&view=layout&cpu=zen-4&mask=0x2e7`.
 * docs/explorer.md documents it. A version once written is read for ever; what a field means never
 * changes, and a new field is optional.
 */
import { described, hex, parseMask, RULES } from "../index.ts";
import { PROPERTIES, VERSIONS } from "../linux/index.ts";
import { cpuOfWord, cpuWord } from "./own-processor.ts";
import {
  BESIDE_MOST,
  COLOURS,
  type Colour,
  type ExplorerState,
  ORDERS,
  type Order,
  startState,
  VIEWS,
  type View,
  withCpu,
} from "./state.ts";

const VERSION = 1;
/** Characters of a note: a link may hold anything. */
const NOTE_MOST = 300;

/** What was opened, and a sentence for each word of the link that could not be taken. */
export interface Opened {
  readonly state: ExplorerState;
  readonly notes: readonly string[];
}

/** A field of the link: what it writes (null: left out), and how it is read into the state. */
interface Field {
  readonly write: (state: ExplorerState) => string | null;
  /** @throws {RangeError} saying what is wrong with `text`. */
  readonly read: (state: ExplorerState, text: string) => ExplorerState;
}

/** A whole number of bytes that JavaScript holds exactly. */
function wholeOf(text: string): number {
  const n = Number(text);
  if (/^\d{1,15}$/.test(text)) return n;
  throw new RangeError(`no whole number: ${JSON.stringify(text.slice(0, 40))}`);
}

function oneOfWords<Word extends string>(text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  throw new RangeError(`${JSON.stringify(text.slice(0, 40))} is none of ${words.join(", ")}`);
}

const numbered = (name: "at" | "byte" | "bytes"): Field => ({
  write: (state) => (state[name] === null ? null : `${state[name]}`),
  read: (state, text) => ({ ...state, [name]: wholeOf(text) }),
});

const masked = (name: "host" | "dynamic"): Field => ({
  write: (state) => (state[name] === null ? null : hex(state[name])),
  read: (state, text) => ({ ...state, [name]: parseMask(state.cpu, text) }),
});

const START = startState();
const RULE_IDS: readonly string[] = RULES.map(({ id }) => id);
const KERNEL_IDS: readonly string[] = VERSIONS.map(({ id }) => id);

/** Left out where it is as a link without it has it. */
const unless = (text: string, otherwise: string): string | null =>
  text === otherwise ? null : text;

/** In the order in which they are read: the mask is one of the processor. */
const FIELDS: Readonly<Record<string, Field>> = {
  view: {
    write: ({ view }) => view,
    read: (state, text) => ({ ...state, view: oneOfWords<View>(text, VIEWS) }),
  },
  cpu: {
    write: ({ cpu }) => cpuWord(cpu),
    read: (state, text) => {
      const cpu = cpuOfWord(text);
      return { ...withCpu(state, cpu), mask: startState(cpu).mask };
    },
  },
  mask: {
    write: ({ mask }) => hex(mask),
    read: (state, text) => ({ ...state, mask: parseMask(state.cpu, text) }),
  },
  scale: {
    write: ({ scale }) => (scale === "true" ? "true" : null),
    read: (state, text) => ({ ...state, scale: oneOfWords(text, ["broken", "true"]) }),
  },
  at: {
    ...numbered("at"),
    read: (state, text) => {
      const at = wholeOf(text);
      if (at > 62 || (described(state.cpu) & (1n << BigInt(at))) === 0n) {
        throw new RangeError(`${state.cpu.id} has no component ${at}`);
      }
      return { ...state, at };
    },
  },
  byte: numbered("byte"),
  bytes: numbered("bytes"),
  with: {
    write: ({ beside }) => unless(beside.map(cpuWord).join(","), ""),
    read: (state, text) => ({
      ...state,
      beside: text.split(",").slice(0, BESIDE_MOST).map(cpuOfWord),
    }),
  },
  format: {
    write: ({ format }) => unless(format, START.format),
    read: (state, text) => ({ ...state, format: oneOfWords(text, ["standard", "compacted"]) }),
  },
  rules: {
    write: ({ rules }) => unless(rules.join(","), START.rules.join(",")),
    read: (state, text) => {
      const [a = "", b = ""] = text.split(",").map((id) => oneOfWords(id, RULE_IDS));
      return { ...state, rules: [a, oneOfWords(b, RULE_IDS)] };
    },
  },
  kernel: {
    write: ({ kernel }) => unless(kernel, START.kernel),
    read: (state, text) => ({ ...state, kernel: oneOfWords(text, KERNEL_IDS) }),
  },
  vcpus: {
    write: ({ vcpus }) => unless(`${vcpus}`, "1"),
    read: (state, text) => ({ ...state, vcpus: Math.min(1e6, Math.max(1, wholeOf(text))) }),
  },
  order: {
    write: ({ order }) => unless(order, START.order),
    read: (state, text) => ({ ...state, order: oneOfWords<Order>(text, ORDERS) }),
  },
  colour: {
    write: ({ colour }) => unless(colour, START.colour),
    read: (state, text) => ({ ...state, colour: oneOfWords<Colour>(text, COLOURS) }),
  },
  host: masked("host"),
  dynamic: masked("dynamic"),
  promise: {
    write: ({ promise }) => promise,
    read: (state, text) => ({
      ...state,
      promise: oneOfWords(
        text,
        PROPERTIES.map(({ id }) => id),
      ),
    }),
  },
  step: {
    write: ({ step }) => unless(`${step}`, "1"),
    read: (state, text) => ({ ...state, step: Math.max(1, wholeOf(text)) }),
  },
};

/** Readable as it stands: of all that a fragment may hold, only what would end a field is escaped. */
const escaped = (text: string): string => encodeURIComponent(text).replaceAll("%2C", ",");

/** The fragment of `state`, `#` included. */
export function hashOf(state: ExplorerState): string {
  const fields = Object.entries(FIELDS).flatMap(([name, { write }]) => {
    const text = write(state);
    return text === null ? [] : [`${name}=${escaped(text)}`];
  });
  return `#v=${VERSION}&${fields.join("&")}`;
}

/** The state that a fragment says: what cannot be read is left at its default, and noted. */
export function openedBy(hash: string): Opened {
  if (hash === "#bench") return { state: { ...startState(), view: "bench" }, notes: [] };
  const notes: string[] = [];
  const given = new Map<string, string>();
  for (const part of hash.replace(/^#/, "").split("&")) {
    const [name = "", ...rest] = part.split("=");
    if (part === "") continue;
    try {
      given.set(name, decodeURIComponent(rest.join("=")));
    } catch {
      notes.push(`the link: ${name.slice(0, 20)} is no percent-encoding: left out`);
    }
  }
  let state = startState();
  const version = given.get("v");
  if (given.size > 0 && version !== `${VERSION}`) {
    notes.push(
      `the link is of version ${(version ?? "none").slice(0, 20)}; this page reads ${VERSION}`,
    );
  }
  for (const [name, { read }] of Object.entries(FIELDS)) {
    const text = given.get(name);
    if (text === undefined) continue;
    try {
      state = read(state, text);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      notes.push(
        `the link: ${name}: ${why.length > NOTE_MOST ? `${why.slice(0, NOTE_MOST)}…` : why}`,
      );
    }
  }
  return { state, notes };
}
