/** A saved area for people: the verdict first, then the header and the layout, or the registers asked for. */
import type { Lane } from "../../read/elf/registers.ts";
import type { Image } from "../../read/image/read.ts";
import type { Shown } from "../json/core.ts";
import { type Paint, registersText, savedText } from "./core.ts";

export const imageText = (
  shown: readonly Shown<Image>[],
  lanes: readonly Lane[],
  paint: Paint,
): string =>
  shown
    .map(({ thread, registers, absent }) => {
      if (registers.length + absent.length === 0) {
        return `${verdictText(thread)}\n${savedText(thread, paint)}`;
      }
      const head = shown.length > 1 ? [paint("bold", thread.label)] : [];
      return [...head, ...(registers.length > 0 ? [registersText(registers, lanes)] : [])].join(
        "\n",
      );
    })
    .filter((text) => text !== "")
    .join("\n\n");

/** "consistent", or what is not, a line each. */
function verdictText({ findings, source, from, format, kind }: Image): string {
  const what = {
    area: `an XSAVE area in the ${format} format`,
    "signal-frame": "the area of a signal frame of Linux",
    fxsave: "an FXSAVE image",
    criu: kind === "xsave" ? "a core image of CRIU" : "a core image of CRIU without its xsave part",
  }[source];
  const about = from ? `${what}, out of a ${from}` : what;
  if (findings.length === 0) return `consistent: ${about}`;
  return findings.map(({ message }) => `not consistent: ${about}: ${message}`).join("\n");
}
