/** The document "xsweep/formats@1": what can be read, with a sample of each. */

export interface FormatFacts {
  /** As --read-as takes it. */
  readonly name: string;
  readonly summary: string;
  /** A line of such a file; null where none is known. */
  readonly sample: string | null;
}

export const formatFacts = (
  names: ReadonlyMap<string, string>,
  samples: ReadonlyMap<string, string>,
): FormatFacts[] =>
  [...names].map(([name, summary]) => ({ name, summary, sample: samples.get(name) ?? null }));

export const formatsJson = (formats: readonly FormatFacts[]): object => ({
  schema: "xsweep/formats@1",
  formats,
});
