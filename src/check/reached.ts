/** Which states were reached: by a hash and a comparison, or by a key, whichever a model has. */
import type { Model } from "./model.ts";

/** Adds a state that is not there yet. */
export interface Reached<State> {
  /** True where an equal state is there. */
  readonly has: (state: State) => boolean;
  /** Puts down the state that `has` was last asked for and did not find. */
  readonly add: (state: State) => void;
}

/** No state yet. */
export const reachedBy = <State>({ key, alike }: Model<State>): Reached<State> =>
  alike ? hashed(alike) : keyed(key);

function keyed<State>(key: (state: State) => string | number): Reached<State> {
  const keys = new Set<string | number>();
  let last: string | number = "";
  return {
    has(state) {
      last = key(state);
      return keys.has(last);
    },
    add: () => keys.add(last),
  };
}

/** Open addressing, at most half full: a place holds the number of a state plus 1, or 0. */
function hashed<State>({ hash, equal }: NonNullable<Model<State>["alike"]>): Reached<State> {
  const states: State[] = [];
  const hashes: number[] = [];
  let places = new Int32Array(64);
  let [lastHash, lastPlace] = [0, 0];
  const placeOf = (of: number, found: (n: number) => boolean): number => {
    for (let place = of & (places.length - 1); ; place = (place + 1) & (places.length - 1)) {
      const n = places[place] as number;
      if (n === 0 || found(n - 1)) return place;
    }
  };
  const grow = () => {
    places = new Int32Array(places.length * 2);
    for (const [n, of] of hashes.entries()) places[placeOf(of, () => false)] = n + 1;
  };
  return {
    has(state) {
      lastHash = hash(state);
      lastPlace = placeOf(
        lastHash,
        (n) => hashes[n] === lastHash && equal(states[n] as State, state),
      );
      return places[lastPlace] !== 0;
    },
    add(state) {
      places[lastPlace] = states.push(state);
      hashes.push(lastHash);
      if (2 * states.length > places.length) grow();
    },
  };
}
