/**
 * The state machine a second time: straight from its table, as tuples and one
 * generator, sharing no code with src/linux. Only what the default operations touch.
 */
import { compactedSize, standardSize } from "../../src/xsave/layout.ts";
import { isLegal } from "../../src/xsave/legality.ts";
import { type Processor, userPart } from "../../src/xsave/processor.ts";

/** The letters of the table: 5.16, 5.18, 6.16, v6, v6 preserving, 6.17, sized at CPUID. */
export type Letter = "a0" | "a1" | "b" | "c" | "cb" | "d" | "e";

type Perm = readonly [mask: number, size: number, user: number];
type Guest = readonly [
  feat: number,
  size: number,
  ufeat: number,
  uabi: number,
  cpuid: number,
  ran: number,
  xcr0: number,
  content: number,
];
type State = readonly [
  host: Perm,
  guest: Perm,
  lock: number,
  sas: number,
  vcpu: Guest | null,
  own: number,
];

const NO_CPUID = -1;
const [INIT, SET, LOST] = [0, 1, 2];
const CET_S = 1 << 12;

const remember = (f: (n: number) => number): ((n: number) => number) => {
  const known = new Map<number, number>();
  return (n) => {
    const value = known.get(n) ?? f(n);
    known.set(n, value);
    return value;
  };
};

/** States, transitions, and by property the steps to break it. */
export function fromTable(cpu: Processor, letter: Letter, host: number, dynamicAsked: number) {
  const user = Number(userPart(cpu, BigInt(host)));
  const calcC = remember((mask) => compactedSize(cpu, BigInt(mask)));
  const calcS = remember((mask) => standardSize(cpu, BigInt(mask)));
  const legal = remember((mask) => Number(isLegal(cpu, BigInt(mask))));
  const dyn = dynamicAsked & user;
  const late = letter === "d" || letter === "e";
  const mail = letter === "c" || letter === "cb";
  const KD = host & ~dyn & ~CET_S;
  const GD = late ? host & ~dyn : KD;
  const KDYN = mail ? host & CET_S : 0;
  const ALLOC = GD | KDYN;
  const UD = KD & user;
  const SUP = host & ~user & (mail ? -1 : ~CET_S);
  const bits = [...Array(31).keys()].filter((n) => (dyn >> n) & 1);
  const subsets = [...Array(2 ** bits.length).keys()].map((i) =>
    bits.reduce((s, n, j) => ((i >> j) & 1 ? s | (1 << n) : s), 0),
  );
  const frame = (u: number) => Math.ceil((calcS(user) + 930) / 16) * 16 - calcS(user) + u;
  const stack = frame(calcS(UD | dyn)) - 1;
  const largest = remember((mask) => {
    let best = 1;
    for (let s = mask; ; s = (s - 1) & mask) {
      if (legal(s | 1) && (s | 1) > best) best = s | 1;
      if (s === 0) return best;
    }
  });

  const request = ([mask, size, u]: Perm, n: number, guest: boolean): Perm => {
    const b = 1 << n;
    if (mask & b) return [mask, size, u];
    const m = mask | b;
    if (letter === "a0") return [b, calcC(m), calcS(m & user)];
    if (letter === "a1") return [m & user, calcC(guest ? m : m | SUP), calcS(m & user)];
    if (letter === "c") return [m & user, calcC(guest ? m | KDYN : m | SUP), calcS(m & user)];
    return [m, calcC(m), calcS(m & user)];
  };

  const first: State = [[KD, calcC(KD), calcS(UD)], [GD, calcC(GD), calcS(UD)], 0, 0, null, 0];

  function* next([hp, gp, lock, sas, v, own]: State): Generator<State> {
    const same: State = [hp, gp, lock, sas, v, own];
    for (const n of bits) {
      yield lock ? same : [hp, request(gp, n, true), lock, sas, v, own];
      const asked = request(hp, n, false);
      yield sas && sas < frame(asked[2]) && !((hp[0] >> n) & 1)
        ? same
        : [asked, gp, lock, sas, v, own];
    }
    if (!v)
      yield [
        hp,
        gp,
        1,
        sas,
        [ALLOC, calcC(ALLOC), UD, Math.max(4096, calcS(UD)), NO_CPUID, 0, 1, INIT],
        1,
      ];
    else {
      const [feat, size, ufeat, uabi, cpuid, ran, xcr0, content] = v;
      const put = (...g: Guest): State => [hp, gp, lock, sas, g, own];
      for (const c of subsets) {
        const x = c & ~feat;
        const given = (user & ~dyn) | c;
        if (ran || (letter !== "e" && x & ~gp[0])) yield same;
        else if (!x) yield put(feat, size, ufeat, uabi, given, ran, xcr0, content);
        else {
          const [k, u] = letter === "e" ? [calcC(feat | x), calcS(ufeat | x)] : [gp[1], gp[2]];
          yield put(feat | x, k, ufeat | x, u, given, ran, xcr0, content === INIT ? INIT : LOST);
        }
      }
      yield put(
        feat,
        size,
        ufeat,
        uabi,
        cpuid,
        ran,
        largest(cpuid === NO_CPUID ? 0 : cpuid),
        content,
      );
      yield put(feat, size, ufeat, uabi, cpuid, ran, xcr0, SET);
      yield put(feat, size, ufeat, uabi, cpuid, 1, xcr0, content);
    }
    yield dyn ? [hp, gp, lock, sas, null, 0] : [first[0], first[1], 0, sas, null, 0];
    yield stack >= 2048 && (!(hp[0] & dyn) || stack > frame(hp[2]) - 116)
      ? [hp, gp, lock, stack, v, own]
      : same;
  }

  function broken([hp, gp, lock, sas, v, own]: State): string[] {
    const [feat, size, ufeat, uabi, cpuid, , xcr0, content] = v ?? [
      0,
      576,
      0,
      576,
      NO_CPUID,
      0,
      1,
      INIT,
    ];
    let reported = user;
    if (letter !== "e" && dyn) {
      reported &= gp[0];
      if (letter !== "a0" && letter !== "a1" && !((reported >> 18) & 1)) reported &= ~(1 << 17);
    }
    const given = cpuid === NO_CPUID ? 0 : cpuid;
    const all: Record<string, boolean | number> = {
      P1: GD & ~gp[0],
      P2: gp[0] & dyn && gp[1] !== calcC(gp[0]),
      P3: gp[2] !== calcS(gp[0] & user),
      P4: lock && !own,
      B1: size < calcC(feat),
      B2: size !== calcC(feat),
      B3: uabi < calcS(ufeat),
      B4: feat & ~gp[0],
      B5: content === LOST,
      B6: cpuid !== NO_CPUID && !(cpuid & dyn) && uabi > 4096,
      B7: xcr0 & ~(given | 1),
      B8: cpuid !== NO_CPUID && calcS(xcr0) > calcS(cpuid),
      B9: sas && hp[0] & dyn && sas < frame(hp[2]),
      S5: !legal(reported),
    };
    return Object.keys(all).filter((id) => all[id]);
  }

  const depth = new Map([[String(first), 0]]);
  const queue = [first];
  const found: Record<string, number> = {};
  let transitions = 0;
  for (const state of queue) {
    const steps = depth.get(String(state)) ?? 0;
    for (const id of broken(state)) found[id] ??= steps;
    for (const after of next(state)) {
      transitions++;
      const name = String(after);
      if (depth.has(name)) continue;
      depth.set(name, steps + 1);
      queue.push(after);
    }
  }
  return { states: depth.size, transitions, found };
}
