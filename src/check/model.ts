/**
 * What a model is: an initial state, operations, properties. Nothing here knows what is modelled.
 * The words are stateright's. Checked by test/check on models whose spaces are known.
 */

/** What an operation did: the state after it, and what its caller was told. */
export interface Outcome<State> {
  readonly state: State;
  /** 0 where it succeeded; else whatever the model's callers see. A failure is an outcome too. */
  readonly result: number;
}

export interface Operation<State> {
  /** As a trace prints it. */
  readonly name: string;
  /**
   * The one part of the state that it reads and changes, by any name; left out, it may be all of it.
   * Where every operation and every property names its part, parts are explored apart (explore.ts).
   */
  readonly touches?: string;
  /** The outcome in `state`, which stays as it is; null where nobody could call it there. */
  readonly call: (state: State) => Outcome<State> | null;
}

export interface Property<State> {
  readonly name: string;
  /** `always`: in every reachable state. `sometimes`: in at least one. */
  readonly kind: "always" | "sometimes";
  /** The one part of the state that it looks at; left out, it may be all of it. */
  readonly reads?: string;
  readonly holds: (state: State) => boolean;
  /** How far a state is from what an `always` property asks, the larger the worse. */
  readonly shortfall?: (state: State) => number;
}

export interface Model<State> {
  readonly initial: State;
  readonly operations: readonly Operation<State>[];
  readonly properties: readonly Property<State>[];
  /** Equal for two states if and only if they are the same by value. */
  readonly key: (state: State) => string | number;
  /** The same equality, quicker: equal states have one hash of 32 bits; others may share it. */
  readonly alike?: {
    readonly hash: (state: State) => number;
    readonly equal: (a: State, b: State) => boolean;
  };
}

/** A property of every reachable state; its discovery is a counterexample. */
export const always = <State>(
  name: string,
  holds: (state: State) => boolean,
  shortfall?: (state: State) => number,
  reads?: string,
): Property<State> => ({
  name,
  kind: "always",
  holds,
  ...(shortfall ? { shortfall } : {}),
  ...(reads === undefined ? {} : { reads }),
});

/** A property of at least one reachable state; its discovery is an example. */
export const sometimes = <State>(
  name: string,
  holds: (state: State) => boolean,
): Property<State> => ({ name, kind: "sometimes", holds });
