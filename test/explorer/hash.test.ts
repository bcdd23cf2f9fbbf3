/** The link of the explorer: every state there and back, and links that were once written. */
import { expect, test } from "vitest";
import { hashOf, openedBy } from "../../src/explorer/hash.ts";
import {
  COLOURS,
  type ExplorerState,
  ORDERS,
  startState,
  VIEWS,
} from "../../src/explorer/state.ts";
import { CATALOGUE, createProcessor, processor, RULES } from "../../src/index.ts";
import { PROPERTIES, VERSIONS } from "../../src/linux/index.ts";
import { seeded } from "../random.ts";

test("300 random states come back from their links, whole", () => {
  const random = seeded(13);
  const one = <Of>(of: readonly Of[]): Of => of[Math.floor(random() * of.length)] as Of;
  const maybe = <Of>(value: Of): Of | null => (random() < 0.5 ? value : null);
  const own = createProcessor({
    id: "own & only",
    name: "‮<b>&=#%",
    components: [{ bit: 2, name: "A&B=C%", size: 256, offset: 576 }],
  });
  for (let i = 0; i < 300; i++) {
    const cpu = one([...CATALOGUE, own]);
    const part = () =>
      cpu.components.reduce((m, { bit }) => (random() < 0.5 ? m | (1n << BigInt(bit)) : m), 3n);
    const state: ExplorerState = {
      view: one(VIEWS),
      cpu,
      mask: part(),
      scale: one(["broken", "true"]),
      at: maybe(one([0, 1, ...cpu.components.map(({ bit }) => bit)])),
      byte: maybe(Math.floor(random() * 12_000)),
      bytes: maybe(Math.floor(random() * 12_000)),
      beside: Array.from({ length: Math.floor(random() * 4) }, () => one([...CATALOGUE, own])),
      format: one(["standard", "compacted"]),
      rules: [one(RULES).id, one(RULES).id],
      kernel: one(VERSIONS).id,
      vcpus: 1 + Math.floor(random() * 500),
      order: one(ORDERS),
      colour: one(COLOURS),
      host: maybe(part()),
      dynamic: maybe(part()),
      promise: maybe(one(PROPERTIES).id),
      step: 1 + Math.floor(random() * 6),
    };
    const link = hashOf(state);
    expect(link).toMatch(/^#[!-~]+$/);
    const { state: back, notes } = openedBy(link);
    expect(notes).toEqual([]);
    expect(back).toEqual(state);
  }
});

test("links that were once written open as they did", () => {
  const opened = openedBy(
    "#v=1&view=model&cpu=sapphire-rapids&mask=0x602e7&at=18&byte=1408&bytes=10704&with=zen-4,haswell" +
      "&format=standard&rules=qemu-compacted,sdm-compacted&kernel=linux-6.16&vcpus=64&order=gray" +
      "&colour=apart&host=0x610e7&dynamic=0x40000&promise=B1&step=3&scale=true",
  );
  expect(opened.notes).toEqual([]);
  expect(opened.state).toEqual({
    view: "model",
    cpu: processor("sapphire-rapids"),
    mask: 0x602e7n,
    scale: "true",
    at: 18,
    byte: 1408,
    bytes: 10704,
    beside: [processor("zen-4"), processor("haswell")],
    format: "standard",
    rules: ["qemu-compacted", "sdm-compacted"],
    kernel: "linux-6.16",
    vcpus: 64,
    order: "gray",
    colour: "apart",
    host: 0x610e7n,
    dynamic: 0x40000n,
    promise: "B1",
    step: 3,
  });
  const own =
    "#v=1&cpu=~eyJzY2hlbWEiOiJ4c3dlZXAvcHJvY2Vzc29yQDEiLCJpZCI6Im93biIsIm5hbWUiOiJvd24iLCJ2ZW5kb3IiOiJ2Iiwic291cmNlIjoicyIsInhjcjAiOiIweDciLCJ4c3MiOiIweDAiLCJjb21wb25lbnRzIjpbeyJiaXQiOjIsIm5hbWUiOiJBVlgiLCJzaXplIjoyNTYsIm9mZnNldCI6NTc2LCJzdXBlcnZpc29yIjpmYWxzZSwiYWxpZ242NCI6ZmFsc2UsInhmZCI6ZmFsc2V9XX0&mask=avx";
  const { state, notes } = openedBy(own);
  expect(notes).toEqual([]);
  expect([state.cpu.id, state.cpu.xcr0, state.mask]).toEqual(["own", 7n, 4n]);
});

test("no link at all is the start; one of nonsense is noted, and never thrown", () => {
  expect(openedBy("")).toEqual({ state: startState(), notes: [] });
  const nonsense = [
    "#v=1&cpu=~%%%&mask=zz",
    "#v=1&cpu=~AAAA",
    "#=&&&=&v=1",
    "#v=1&__proto__=x&constructor=y",
    `#v=1&mask=0x${"f".repeat(10_000)}`,
    "#v=1&with=,,,,&rules=a&kernel=&vcpus=99999999999999999999&step=-1",
  ];
  for (const link of nonsense) {
    const { state, notes } = openedBy(link);
    expect(state.cpu.components.length).toBeGreaterThan(0);
    for (const note of notes) expect(note.length).toBeLessThan(700);
  }
});
