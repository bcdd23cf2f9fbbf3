/** Core files whose notes are laid out in another way than Linux's 64-bit ones. */
import { expect, test } from "vitest";
import { processor } from "../../../src/catalogue/index.ts";
import { bytesOf } from "../../../src/read/bytes.ts";
import { readCore } from "../../../src/read/elf/core-file.ts";
import { isUser } from "../../../src/xsave/component.ts";
import { areaBytes, elfCore } from "../words.ts";

const ZEN_4 = processor("zen-4");
const PLACED = ZEN_4.components.filter(isUser);
const thread = (pid: number, mark: number) => ({
  pid,
  area: areaBytes(2440, 0x2e7n, 0x2e7n, () => mark),
});

/** 5 bytes of "CORE" and 6 of "LINUX": 20 bytes of header by 4, 24 by 8. */
test.each([
  [64, 4],
  [64, 8],
  [32, 4],
] as const)(
  "a %i-bit file with notes by %i: every thread with its pid and its bytes",
  (bits, align) => {
    const file = elfCore([thread(4711, 0x11), thread(4712, 0x22)], PLACED, bits, [], align);
    const { threads, warnings } = readCore(bytesOf(file));
    expect(warnings).toEqual([]);
    expect(threads.map(({ pid, layout, area }) => [pid, layout, area.getUint8(576)])).toEqual([
      [4711, "note", 0x11],
      [4712, "note", 0x22],
    ]);
  },
);
