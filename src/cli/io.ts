/** Where a command reads and writes: data to stdout, everything else to stderr. */
import { styleText } from "node:util";
import { visible, visibleLine } from "../write/text/visible.ts";
import type { Surroundings } from "./surroundings.ts";

type Style = Parameters<typeof styleText>[0];

export interface Io {
  /** Writes data, and a line end after it. */
  print(text: string): void;
  /** Writes a line that is not data. */
  note(text: string): void;
  /** The same of an error, which --quiet keeps. */
  complain(text: string): void;
  /** Redraws the last line of the terminal behind stderr, cut to its width. */
  progress(line: string): void;
  /** Everything on standard input. */
  input(): Promise<Uint8Array>;
  /** Standard input as it comes, for what does not fit into memory. */
  chunks(): AsyncIterable<Uint8Array>;
  /** `text` in that style where stdout shows colour, else as it is. */
  style(style: Style, text: string): string;
  /** Columns to fill with text; 80 where stdout is no terminal. */
  readonly columns: number;
  /** Columns that a table may take: those of the terminal, else any, so that a row is a line. */
  readonly tableColumns: number;
  /** Whether stderr is a terminal that can redraw a line. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C and its like, which are listened to from the first use on. */
  readonly signal: AbortSignal;
}

/** What `style` writes around a text: the only escapes that reach a terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape is one
const STYLED = /(\x1b\[[0-9;]*m)/;

/** Text of the program with what it quotes made visible; its own colours stay. */
const printed = (text: string, colored: boolean): string =>
  colored
    ? text
        .split(STYLED)
        .map((part, i) => (i % 2 === 1 ? part : visible(part)))
        .join("")
    : visible(text);

export interface IoOptions {
  readonly color?: boolean | undefined;
  readonly maxInput?: number | undefined;
  /** Errors only. */
  readonly quiet?: boolean | undefined;
  /** Data goes to stdout, and so what is printed to stderr. */
  readonly aside?: boolean;
}

/** Reads and writes there, as the flags say. */
export function ioOn(
  around: Surroundings,
  { color, maxInput, quiet = false, aside = false }: IoOptions,
): Io {
  const { env, stdout, stderr, draw, put } = around;
  const forced = env.FORCE_COLOR ? env.FORCE_COLOR !== "0" : undefined;
  const wanted = color ?? (env.NO_COLOR ? false : forced);
  const colored = wanted ?? (stdout.isTerminal && env.TERM !== "dumb");
  const write = aside ? draw : put;
  return {
    print: (text) => write(printed(text.endsWith("\n") ? text : `${text}\n`, colored)),
    note: (text) => {
      if (!quiet) draw(`${visibleLine(text)}\n`);
    },
    complain: (text) => draw(`${visibleLine(text)}\n`),
    progress: (line) => draw(`\r\x1b[K${line.slice(0, (stderr.columns ?? 80) - 1)}`),
    input: () => around.input(maxInput),
    chunks: () => around.chunks(),
    style: (style, text) =>
      colored ? styleText(style, visible(text), { validateStream: false }) : text,
    columns: Math.max(40, stdout.columns ?? 80),
    tableColumns: stdout.columns === undefined ? Number.POSITIVE_INFINITY : stdout.columns,
    interactive: stderr.isTerminal && env.TERM !== "dumb" && !quiet,
    get signal() {
      return around.listen();
    },
  };
}
