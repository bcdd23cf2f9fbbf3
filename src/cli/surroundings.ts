/** What the command runs in: a process with its streams, or a test that keeps what it prints. */
export interface Surroundings {
  /** `text` to stdout. */
  put(text: string): void;
  /** `text` to stderr as it is. */
  draw(text: string): void;
  /** Everything on stdin. @throws {RangeError} where that is more than `limit` bytes, or a folder. */
  input(limit: number | undefined): Promise<Uint8Array>;
  /** Stdin as it comes. @throws {RangeError} where it is a folder or closed. */
  chunks(): AsyncIterable<Uint8Array>;
  /** Aborted by Ctrl-C and its like, which are listened to from now on. */
  listen(): AbortSignal;
  /** The exit code where something outside has ended the run; undefined where nothing has. */
  endedBy(): number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: { readonly isTerminal: boolean; readonly columns: number | undefined };
  readonly stderr: { readonly isTerminal: boolean; readonly columns?: number | undefined };
}
