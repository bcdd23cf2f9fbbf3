/** The numbers of one kernel on one host, as a page. */
import type { Buffer } from "../../linux/kernel/configuration.ts";
import { notesOf } from "../../linux/kernel/version.ts";
import { hexOf } from "../../linux/kernel/xfeatures.ts";
import type { KernelNumbers, Memory, Stage } from "../../linux/numbers.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { unmanagedText } from "./unmanaged.ts";
import { wrap } from "./wrap.ts";

const memory = ({ bytes, pages }: Memory): string =>
  `${grouped(bytes)} (${pages} ${pages === 1 ? "page" : "pages"})`;

export function kernelText(
  numbers: KernelNumbers,
  vcpus: number,
  asked: string | null,
  columns: number,
): string {
  const { config, whyNoBoot, minSigStkSz, minSigStkSz64, without, permitted, optIn } = numbers;
  const { cpu, version, format, xsave } = config;
  const row = (name: string, { features, size }: Buffer) => [name, hexOf(features), `${size}`];
  const masks = table(
    ["left", "left", "right"],
    [
      ["", "MASK", "BYTES"],
      row("maximum (boot log)", config.kernelMax),
      row("task default", config.kernelDefault),
      row("guest default", config.guestDefault),
      row("user maximum", config.userMax),
      row("user default", config.userDefault),
    ],
  );
  const cell = (of: (stage: Stage) => string) => [of(without), permitted ? of(permitted) : "-"];
  const stages = table(
    ["left", "right", "right"],
    [
      [
        "",
        "DEFAULT",
        permitted ? `WITH ${maskNames(BigInt(config.dynamic), cpu)}` : "NOTHING DYNAMIC",
      ],
      ["guest buffer holds", ...cell(({ guest }) => hexOf(guest.features))],
      ["guest buffer, bytes", ...cell(({ guest }) => `${guest.size}`)],
      ["standard image, bytes", ...cell(({ userSize }) => `${userSize}`)],
      ["KVM image (UABI), bytes", ...cell(({ uabiSize }) => `${uabiSize}`)],
      ["KVM_CAP_XSAVE2", ...cell(({ capXsave2 }) => `${capXsave2}`)],
      ["image in a signal frame", ...cell(({ signalFrame }) => `${signalFrame}`)],
      ["memory a thread", ...cell(({ thread }) => memory(thread))],
      ["memory a vCPU", ...cell(({ vcpu }) => memory(vcpu))],
      ...(vcpus === 1
        ? []
        : [[`memory ${vcpus} vCPUs`, ...cell(({ vcpu }) => grouped(vcpu.bytes * vcpus))]]),
    ],
  );
  return [
    [
      `${version.id} on ${cpu.id}: ${version.stands}, ${xsave === "on" ? `${format} format` : "XSAVE switched off"}`,
      ...(asked === null ? [] : [`asked for  Linux ${asked}`]),
      ...(whyNoBoot === null ? [] : wrap(`does not boot: ${whyNoBoot}`, columns, " ")),
      ...wrap(
        `known from ${version.known}${version.ran === null ? "" : `, ${version.ran}`}: ${version.source}`,
        columns,
        " ",
      ),
      ...wrap(
        `host mask ${hex(config.hostMask)} = ${maskNames(config.hostMask, cpu)}`,
        columns,
        "+",
      ),
      ...unmanagedText(cpu, config.hostMask, columns),
      ...notesOf(version).flatMap((note) => wrap(`  note: ${note}`, columns, " ")),
    ].join("\n"),
    masks,
    stages,
    [
      `AT_MINSIGSTKSZ  ${minSigStkSz} bytes (${minSigStkSz64} where the kernel is 64-bit only)`,
      optIn
        ? `opting in       ${grouped(optIn.bytes)} bytes a vCPU, ${optIn.pages} pages, image +${grouped(optIn.uabi)}${vcpus === 1 ? "" : `; ${grouped(optIn.bytes * vcpus)} bytes for ${vcpus}`}`
        : `opting in       ${xsave === "off" ? "to no use: there is no XSAVE" : "nothing to opt in to"}`,
    ].join("\n"),
  ].join("\n\n");
}
