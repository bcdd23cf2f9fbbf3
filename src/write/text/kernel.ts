/** The numbers of one kernel on one host, as a page: the answers in words, then the tables. */
import type { Buffer } from "../../linux/kernel/configuration.ts";
import { notesOf } from "../../linux/kernel/version.ts";
import { hexOf, listOf } from "../../linux/kernel/xfeatures.ts";
import { regsetSize } from "../../linux/model/uabi.ts";
import type { KernelNumbers, Memory, Stage } from "../../linux/numbers.ts";
import { hex } from "../../xsave/mask.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import { grouped } from "./number.ts";
import { table } from "./table.ts";
import { unmanagedText } from "./unmanaged.ts";
import { wrap } from "./wrap.ts";

const pages = (n: number): string => `${n} ${n === 1 ? "page" : "pages"}`;
/** "+6,912", "-1,400". */
const signed = (n: number): string => `${n < 0 ? "" : "+"}${grouped(n)}`;
const memory = ({ bytes, pages: n }: Memory): string => `${bytes} (${pages(n)})`;

export function kernelText(
  numbers: KernelNumbers,
  vcpus: number,
  asked: string | null,
  columns: number,
): string {
  return [
    answersText(numbers, vcpus, columns),
    headText(numbers, asked, columns),
    masksText(numbers),
    stagesText(numbers, vcpus),
    tasksText(numbers),
  ].join("\n\n");
}

/** What people come for, a sentence each. */
function answersText(numbers: KernelNumbers, vcpus: number, columns: number): string {
  const { whyNoBoot, minSigStkSz, minSigStkSz64 } = numbers;
  return [
    ...(whyNoBoot === null ? [] : [`does not boot: ${whyNoBoot}`]),
    `KVM_GET_XSAVE2 buffer: ${getXsave2(numbers)}`,
    `signal stack (AT_MINSIGSTKSZ): ${grouped(minSigStkSz)} bytes, ${grouped(minSigStkSz64)} where the kernel is 64-bit only`,
    `opting in: ${optingIn(numbers, vcpus)}`,
  ]
    .flatMap((line) => wrap(line, columns, " "))
    .join("\n");
}

/** What a VMM sets aside for one: KVM_CHECK_EXTENSION(KVM_CAP_XSAVE2). */
function getXsave2({ config, without, permitted }: KernelNumbers): string {
  const before = `${grouped(without.capXsave2)} bytes`;
  if (!permitted) return before;
  const requests = listOf(config.dynamic).map((feature) => `(${feature})`);
  const granted = `ARCH_REQ_XCOMP_GUEST_PERM${requests.join(" and ")} ${requests.length === 1 ? "was" : "were"} granted`;
  return permitted.capXsave2 === without.capXsave2
    ? `${before}, whether or not ${granted}`
    : `${before}, ${grouped(permitted.capXsave2)} once ${granted}`;
}

function optingIn({ config, optIn }: KernelNumbers, vcpus: number): string {
  if (config.xsave === "off") return "to no use, there is no XSAVE";
  if (!optIn) return "nothing to opt in to";
  const one = `${grouped(optIn.bytes)} bytes per vCPU, ${pages(optIn.pages)}, image ${signed(optIn.uabi)}`;
  return vcpus === 1 ? one : `${one}; ${grouped(optIn.bytes * vcpus)} bytes for ${vcpus}`;
}

function headText({ config }: KernelNumbers, asked: string | null, columns: number): string {
  const { cpu, version, format, xsave, hostMask } = config;
  return [
    `${version.id} on ${cpu.id}: ${version.stands}, ${xsave === "on" ? `${format} format` : "XSAVE switched off"}`,
    ...(asked === null ? [] : [`asked for  Linux ${asked}`]),
    ...wrap(
      `known from ${version.known}${version.ran === null ? "" : `, ${version.ran}`}: ${version.source}`,
      columns,
      " ",
    ),
    ...wrap(`host mask ${hex(hostMask)} = ${maskNames(cpu, hostMask)}`, columns, "+"),
    ...unmanagedText(cpu, hostMask, columns, asked),
    ...notesOf(version).flatMap((note) => wrap(`  note: ${note}`, columns, " ")),
  ].join("\n");
}

function masksText({ config }: KernelNumbers): string {
  const row = (name: string, { features, size }: Buffer) => [name, hexOf(features), `${size}`];
  return table(
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
}

function stagesText({ config, without, permitted }: KernelNumbers, vcpus: number): string {
  const row = (name: string, of: (stage: Stage) => string) => [
    name,
    of(without),
    permitted ? of(permitted) : "-",
  ];
  const withAll = `WITH ${maskNames(config.cpu, BigInt(config.dynamic))}`;
  return table(
    ["left", "right", "right"],
    [
      ["", "DEFAULT", permitted ? withAll : "NOTHING DYNAMIC"],
      row("guest buffer holds", ({ guest }) => hexOf(guest.features)),
      row("guest buffer, bytes", ({ guest }) => `${guest.size}`),
      row("standard image, bytes", ({ userSize }) => `${userSize}`),
      row("KVM image (UABI), bytes", ({ uabiSize }) => `${uabiSize}`),
      row("KVM_CAP_XSAVE2", ({ capXsave2 }) => `${capXsave2}`),
      row("memory per thread", ({ thread }) => memory(thread)),
      row("memory per vCPU", ({ vcpu }) => memory(vcpu)),
      ...(vcpus === 1
        ? []
        : [row(`memory, ${vcpus} vCPUs`, ({ vcpu }) => `${vcpu.bytes * vcpus}`)]),
    ],
  );
}

/** What a 64-bit and a 32-bit task see: unknown is what nobody observed. */
function tasksText(numbers: KernelNumbers): string {
  const { config, minSigStkSz, task32, without, permitted } = numbers;
  const row = (name: string, task64: number, of: number | null | undefined) => [
    name,
    `${task64}`,
    of === undefined ? "-" : of === null ? "unknown" : `${of}`,
  ];
  const granted = `with ${maskNames(config.cpu, BigInt(config.dynamic))}`;
  return table(
    ["left", "right", "right"],
    [
      ["", "64-BIT TASK", task32 ? "32-BIT TASK" : "NO 32-BIT TASKS"],
      row("image in a signal frame", without.signalFrame, task32?.image),
      row("signal frame, at most", without.frame, task32?.frame),
      ...(permitted
        ? [
            row(`image, ${granted}`, permitted.signalFrame, task32?.permitted),
            row(`frame, ${granted}`, permitted.frame, task32?.permitted),
          ]
        : []),
      row("AT_MINSIGSTKSZ", minSigStkSz, task32?.minSigStkSz),
      ...(config.xsave === "on" ? [row("NT_X86_XSTATE", regsetSize(config), task32?.regset)] : []),
      row("KVM_GET_XSAVE2 buffer", without.capXsave2, task32?.capXsave2),
    ],
  );
}
