// Masks that a program brings itself: many at a time, or one. Each fast way beside the plain one.
import {
  batch,
  compactedSize,
  illegalities,
  isLegal,
  layout,
  processor,
  rule,
  sizer,
  standardSize,
} from "../src/index.ts";
import { plainLayout } from "../src/xsave/reference.ts";
import { measure, ratiosOf } from "./runner.mjs";
import { synthetic } from "./synthetic.mjs";

const COUNT = 2 ** 16;
/** A short list. */
const FEW = 64;
/** Masks that are asked about one at a time: as many as stay in the cache. */
const SOME = 2 ** 12;

/** `COUNT` masks within `universe`, the same in every run. */
function randomMasks(universe) {
  let state = 0x9e3779b97f4a7c15n;
  return BigUint64Array.from({ length: COUNT }, () => {
    state = BigInt.asUintN(64, state * 6364136223846793005n + 1442695040888963407n);
    return (state ^ (state >> 29n)) & universe;
  });
}

const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);

/** What batches cost a mask. The sums that are checked cost as much as a batch: once a round. */
function batches(name, cpu) {
  const masks = randomMasks(cpu.xcr0 | cpu.xss);
  const out = new Uint32Array(COUNT);
  const many = batch(cpu, rule("sdm-compacted"));
  const other = batch(cpu, rule("sdm-standard"));
  const bits = cpu.components.slice(-4).map(({ bit }) => bit);
  const columns = new Uint32Array(COUNT * bits.length);
  const few = masks.subarray(0, FEW);
  const room = new Uint32Array(FEW);
  const repeated = (work) => {
    for (let i = 0; i < COUNT; i += FEW) work();
    return sum(room);
  };
  const row = (what, run, unit = "masks", amount = COUNT) => ({
    name: `${what}, ${name}`,
    amount,
    unit,
    run,
  });
  return [
    row("batch of 65,536", () => many.sizes(masks, out)[COUNT - 1]),
    row("batch of 64", () => repeated(() => many.sizes(few, room))),
    row(
      "two batches of 64 in turn",
      () =>
        repeated(() => {
          other.sizes(few, room);
          many.sizes(few, room);
        }),
      "masks",
      2 * COUNT,
    ),
    row("offsets of one component", () => many.offsets(masks, bits[0], out)[COUNT - 1]),
    row(
      "offsets of four components",
      () => many.layouts(masks, bits, columns)[COUNT - 1],
      "offsets",
      COUNT * bits.length,
    ),
    row("sizes by sizer", () => {
      const size = sizer(cpu, "compacted");
      for (let i = 0; i < COUNT; i++) out[i] = size(masks[i]);
      return out[COUNT - 1];
    }),
  ];
}

/** What one call costs, each way in a loop of its own, so that no call is one of several. */
function singles(name, cpu) {
  const masks = [...randomMasks(cpu.xcr0 | cpu.xss).subarray(0, SOME)];
  const low = Uint32Array.from(masks, (mask) => Number(mask & 0xffffffffn));
  const high = Uint32Array.from(masks, (mask) => Number(mask >> 32n));
  const size = sizer(cpu, "compacted");
  const one = (what, run) => ({ name: `${what}, ${name}`, amount: SOME, unit: "calls", run });
  return [
    one("sizer", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += size(masks[i]);
      return sum;
    }),
    one("sizer.at", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += size.at(low[i], high[i]);
      return sum;
    }),
    one("compactedSize", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += compactedSize(cpu, masks[i]);
      return sum;
    }),
    one("standardSize", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += standardSize(cpu, masks[i]);
      return sum;
    }),
    one("isLegal", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += isLegal(cpu, masks[i]) ? 1 : 0;
      return sum;
    }),
    one("layout compacted", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += layout(cpu, masks[i], "compacted").size;
      return sum;
    }),
    one("layout standard", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += layout(cpu, masks[i], "standard").size;
      return sum;
    }),
    one("plain layout", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += plainLayout(cpu, masks[i], "compacted").size;
      return sum;
    }),
    one("plain legality", () => {
      let sum = 0;
      for (let i = 0; i < SOME; i++) sum += illegalities(cpu, masks[i]).length === 0 ? 1 : 0;
      return sum;
    }),
  ];
}

/** How many times as fast each single call is as the plain way to the same answer. */
const gains = (results) => {
  const plain = (name) => results.find(({ task }) => task.startsWith(name));
  return results
    .filter(({ task }) => !task.startsWith("plain"))
    .map((result) => ({
      name: `${result.task} : the plain way`,
      values: ratiosOf(
        result,
        plain(result.task.startsWith("isLegal") ? "plain legality" : "plain layout"),
      ),
    }));
};

export async function run({ signal }) {
  const cpu = processor("sapphire-rapids");
  const large = synthetic(61);
  const many = await measure(batches("13 components", cpu), { signal });
  const most = await measure(batches("61 components", large), { signal });
  const small = await measure(singles("13 components", cpu), { signal });
  const wide = await measure(singles("61 components", large), { signal });
  return {
    question: "single: arbitrary masks",
    results: [...many, ...most, ...small, ...wide],
    ratios: [
      { name: "batch : sizer, 13 components", values: ratiosOf(many[0], many[5]) },
      { name: "batch : sizer, 61 components", values: ratiosOf(most[0], most[5]) },
      { name: "two in turn : one alone, 64 masks", values: ratiosOf(many[2], many[1]) },
      ...gains(small),
      ...gains(wide),
    ],
  };
}
