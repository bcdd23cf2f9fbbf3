/**
 * What long work asks of an AbortSignal. A type of our own: a program that is compiled without the
 * types of a browser or of Node has no AbortSignal to name.
 */
export interface Stopping {
  /** @throws whatever the signal was aborted with, once it was. */
  throwIfAborted(): void;
}
