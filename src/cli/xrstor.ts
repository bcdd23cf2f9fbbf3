/** `xsweep xrstor`: what XRSTOR or XRSTORS does with an image. */
import { type ImageHeader, imageHeader } from "../questions/restoring.ts";
import { type XrstorVerdict, xrstor } from "../questions/xrstor.ts";
import { readImages } from "../read/image/read.ts";
import { xrstorJson } from "../write/json/xrstor.ts";
import { xrstorText } from "../write/text/xrstor.ts";
import { COMPACTED_FLAG } from "../xsave/area.ts";
import { illegalities } from "../xsave/legality.ts";
import { hex, MASK_MAX } from "../xsave/mask.ts";
import { readMask } from "../xsave/mask-grammar.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import type { Flags } from "./flags.ts";
import type { Io } from "./io.ts";
import { unpacked } from "./packed.ts";
import { readFile } from "./read-file.ts";
import { maskOf, naming, namingLate } from "./resolve.ts";

export const xrstorCommand: Command = {
  name: "xrstor",
  summary: "what XRSTOR or XRSTORS does with an image: the fault, or which bytes land where",
  flags: [
    "cpu",
    "op",
    "registerXcr0",
    "registerXss",
    "rfbm",
    "xstateBv",
    "xcompBv",
    "image",
    "fromCpu",
    "xfd",
  ],
  examples: [
    "xsweep xrstor --cpu zen-4 --xstate-bv 0x2e7 --from ice-lake-sp",
    "xsweep xrstor --cpu sapphire-rapids --op xrstors --xstate-bv 0x1003",
    "xsweep xrstor --cpu zen-4 --image kvm-get-xsave.bin",
  ],
  async run({ flags, io }) {
    checkSources(flags);
    const cpu = await cpuOf(flags, io);
    const writer = flags.fromCpu === undefined ? undefined : await writerOf(flags, io);
    const registers = registersOf(flags, cpu, io);
    const { header, bytes } = await imageOf(flags, cpu, registers.op, io);
    const verdict = xrstor(cpu, header, registers, writer);
    if (bytes !== null) noteShort(verdict, cpu, bytes, io);
    const asked = { cpu, registers, header, verdict, writer };
    io.print(flags.json ? JSON.stringify(xrstorJson(asked)) : xrstorText(asked, io.columns));
    return verdict.fault || verdict.components.some(({ wrong }) => wrong) ? 1 : 0;
  },
};

/** @throws {RangeError} where the image is said twice or not at all, or stdin is asked for twice. */
function checkSources({ cpu, fromCpu, image, xstateBv, xcompBv }: Flags): void {
  if (image !== undefined && (xstateBv ?? xcompBv) !== undefined) {
    throw new RangeError("--image has a header of its own: leave --xstate-bv and --xcomp-bv out");
  }
  if (image === undefined && xstateBv === undefined) {
    throw new RangeError("--xstate-bv is missing: what the image holds (or --image FILE)");
  }
  if ([image, cpu?.[0], fromCpu].filter((text) => text === "-").length > 1) {
    throw new RangeError("--cpu, --from and --image: only one of them is stdin");
  }
}

/** The processor of --from, its errors under that name. */
async function writerOf(flags: Flags, io: Io): Promise<Processor> {
  const renamed = (message: string) => message.replace(/^(xsweep: )?--cpu/, "$1--from");
  try {
    return await cpuOf(
      { ...flags, cpu: [flags.fromCpu ?? ""] },
      { ...io, note: (text) => io.note(renamed(text)) },
    );
  } catch (error) {
    if (error instanceof Error) error.message = renamed(error.message);
    throw error;
  }
}

/** A register of any 64 bits. */
const valueIn = (argument: string, text: string, cpu: Processor): bigint =>
  naming(argument, () => readMask(cpu, text, true));

function registersOf(flags: Flags, cpu: Processor, io: Io) {
  const { op = "xrstor", registerXcr0, registerXss, rfbm, xfd } = flags;
  const xcr0 = registerOf("--xcr0", registerXcr0, cpu, cpu.xcr0);
  for (const why of registerXcr0 === undefined ? [] : illegalities(cpu, xcr0)) {
    io.note(`xsweep: --xcr0: XSETBV would refuse ${hex(xcr0)}: ${why}; taken as it is`);
  }
  const xss =
    registerXss === undefined && op === "xrstor"
      ? 0n
      : registerOf("--xss", registerXss, cpu, cpu.xss);
  const able = cpu.components.reduce((m, c) => (c.xfd ? m | (1n << BigInt(c.bit)) : m), 0n);
  return {
    op,
    xcr0,
    xss,
    rfbm: rfbm === undefined ? MASK_MAX : valueIn("--rfbm", rfbm, cpu),
    xfd: xfd === undefined ? 0n : within("--xfd", maskOf("--xfd", xfd, cpu), cpu, able),
  };
}

const registerOf = (
  argument: string,
  text: string | undefined,
  cpu: Processor,
  able: bigint,
): bigint => (text === undefined ? able : within(argument, maskOf(argument, text, cpu), cpu, able));

function within(argument: string, mask: bigint, cpu: Processor, able: bigint): bigint {
  if ((mask & ~able) === 0n) return mask;
  throw new RangeError(
    `${argument}: ${hex(mask)} is more than ${cpu.id} takes there: at most ${hex(able)}`,
  );
}

/** The header, as said or of a file; with the length of that file. */
async function imageOf(
  { image, xstateBv = "0", xcompBv, maxInput }: Flags,
  cpu: Processor,
  op: "xrstor" | "xrstors",
  io: Io,
): Promise<{ header: ImageHeader; bytes: number | null }> {
  if (image === undefined) {
    const bv = valueIn("--xstate-bv", xstateBv, cpu);
    const otherwise = op === "xrstors" ? bv | COMPACTED_FLAG : 0n;
    const comp = xcompBv === undefined ? otherwise : valueIn("--xcomp-bv", xcompBv, cpu);
    return { header: { xstateBv: bv, xcompBv: comp }, bytes: null };
  }
  const packed =
    image === "-" ? await io.input() : naming("--image", () => readFile(image, maxInput));
  const file = await namingLate(`--image ${image}`, () => unpacked(packed, "image", maxInput));
  return naming(image === "-" ? "--image" : `--image ${image}`, () => {
    const [first, ...more] = readImages(file, { cpu });
    if (!first) throw new RangeError("no XSAVE area");
    if (more.length > 0) {
      throw new RangeError(`${more.length + 1} areas, one please: \`xsweep image\` lists them`);
    }
    if (first.source === "criu" || first.kind !== "xsave") {
      throw new RangeError("no image with an XSAVE header, which XRSTOR reads");
    }
    const { buffer, byteOffset, byteLength } = first.area;
    const header = imageHeader(new Uint8Array(buffer, byteOffset, byteLength));
    return { header, bytes: byteLength };
  });
}

/** What lies behind the end of the file is not known. */
function noteShort({ components }: XrstorVerdict, cpu: Processor, bytes: number, io: Io): void {
  for (const { bit, name, offset } of components) {
    const size = cpu.components.find((component) => component.bit === bit)?.size ?? 0;
    if (offset === null || offset + size <= bytes) continue;
    io.note(
      `xsweep: --image: ${name} is loaded from ${offset}..${offset + size}, the file has ${bytes} bytes: what lies behind them is not known`,
    );
  }
}
