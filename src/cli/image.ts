/** `xsweep image`: saved areas outside of core files, decoded, judged, register by register. */
import { CATALOGUE } from "../catalogue/index.ts";
import { type Image, readImages } from "../read/image/read.ts";
import { imageJson } from "../write/json/image.ts";
import { imageText } from "../write/text/image.ts";
import { COMPONENT_NAMES } from "../xsave/component.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import { operandOf } from "./input.ts";
import type { Io } from "./io.ts";
import { unpacked } from "./packed.ts";
import { readFile } from "./read-file.ts";
import { judged, lanesAsked, shownOf } from "./registers.ts";
import { maskOf, namingLate } from "./resolve.ts";

export const imageCommand: Command = {
  name: "image",
  summary: "an XSAVE area outside of a core file: raw, signal frame, CRIU image, hex dump",
  operands: [["[FILE]", "the bytes, or a hex dump of them, in gzip or zstd too; - for stdin"]],
  flags: ["cpu", "xcr0", "areaFormat", "reg", "lanes", "color", "noColor"],
  examples: [
    "xsweep image kvm-get-xsave.bin",
    "xsweep image stack.bin --reg zmm17",
    "gdb -batch -ex 'x/688xw $rsp' prog core | xsweep image - --cpu zen-4",
  ],
  async run({ operands: [operand], flags, io }) {
    const file = operandOf(operand);
    if (file === "-" && flags.cpu?.[0] === "-") {
      throw new RangeError("--cpu - and FILE -: only one of them is stdin");
    }
    const lanes = lanesAsked(flags);
    const cpu = flags.cpu ? await cpuOf(flags, io) : undefined;
    const xcr0 = flags.xcr0 === undefined ? undefined : xcr0Of(flags.xcr0, cpu);
    const bytes = file === "-" ? await io.input() : readFile(file, flags.maxInput);
    const images = await namingLate(file === "-" ? "stdin" : file, async () =>
      readImages(await unpacked(bytes, "image", flags.maxInput), {
        ...{ cpu, xcr0, format: flags.areaFormat },
      }),
    );
    const shown = shownOf(images, flags);
    const code = judged(shown, flags.json ? { ...io, note: () => {} } : io);
    if (flags.json) io.print(JSON.stringify(imageJson(shown)));
    else print(shown, lanes, flags, io);
    return images.some(({ findings }) => findings.length > 0) ? 1 : code;
  },
};

function print(
  shown: Parameters<typeof imageText>[0],
  lanes: Parameters<typeof imageText>[1],
  { reg }: Flags,
  io: Io,
): void {
  // Of registers that are asked for, the doubts stand beside them, not in the data.
  if (reg) for (const { thread } of shown) noteFindings(thread, io);
  const text = imageText(shown, lanes, io.style);
  if (text !== "") io.print(text);
}

function noteFindings({ label, findings }: Image, io: Io): void {
  for (const { name, message } of findings) io.note(`xsweep: ${name}: ${label}: ${message}`);
}

/** A processor that has every component that any has: names and numbers without a --cpu. */
const ARCHITECTURE: Processor = {
  ...{ id: "the architecture", name: "", vendor: "", source: "", hypothetical: true },
  ...{ xcr0: 0n, xss: 0n },
  components: [...COMPONENT_NAMES.keys()].flatMap((n) => {
    const known = CATALOGUE.flatMap((cpu) => cpu.components).find((c) => c.bit === n);
    return known ? [known] : [];
  }),
};

const xcr0Of = (text: string, cpu: Processor | undefined): bigint =>
  maskOf("--xcr0", text, cpu ?? ARCHITECTURE);
