/** Where a command reads and writes: data to stdout, everything else to stderr. */
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

export interface Io {
  /** Writes data, and a line end after it. */
  print(text: string): void;
  /** Writes a line that is not data. */
  note(text: string): void;
  /** Everything on standard input. */
  input(): Promise<Uint8Array>;
  /** `text` in that style where stdout shows colour, else as it is. */
  style(style: Style, text: string): string;
  /** Columns to fill; 80 where stdout is no terminal. */
  readonly columns: number;
  /** Whether stderr is a terminal that can redraw a line. */
  readonly interactive: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** Ends quietly where `| head` closes the pipe: that is a reader who has enough, not an error. */
export function endWithReader(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
      process.exit();
    });
  }
}

/** The streams of this process. */
export function processIo(signal: AbortSignal, color: boolean | undefined): Io {
  const { stdout, stderr, stdin, env } = process;
  const colored = color ?? (stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb");
  return {
    print: (text) => void stdout.write(text.endsWith("\n") ? text : `${text}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    input: async () => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of stdin) chunks.push(chunk as Uint8Array);
      return Buffer.concat(chunks);
    },
    style: (style, text) => (colored ? styleText(style, text, { validateStream: false }) : text),
    columns: Math.max(40, stdout.columns ?? 80),
    interactive: stderr.isTTY === true && env.TERM !== "dumb",
    signal,
  };
}
