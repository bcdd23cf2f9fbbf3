/** The numbers of one kernel on several processors, as one table. */
import { unmanagedIn } from "../../linux/kernel/host.ts";
import type { KernelVersion } from "../../linux/kernel/version.ts";
import { listOf } from "../../linux/kernel/xfeatures.ts";
import type { KernelNumbers, Stage } from "../../linux/numbers.ts";
import { maskNames } from "../../xsave/mask-grammar.ts";
import type { Sheet } from "../sheet.ts";
import { grouped } from "./number.ts";
import { sheetTable } from "./table.ts";
import { wrap } from "./wrap.ts";

/** How wide text and tables may be. */
interface Widths {
  readonly columns: number;
  readonly tableColumns: number;
}

/** `all` is of one kernel and one release: a row for each, one more with permission. */
export function kernelsText(
  version: KernelVersion,
  all: readonly KernelNumbers[],
  asked: string | null,
  { columns, tableColumns }: Widths,
): string {
  const booting = all.filter(({ whyNoBoot }) => whyNoBoot === null);
  const lines = (text: string) => wrap(text, columns, " ").join("\n");
  return [
    ...(booting.length === 0 ? [] : [answersText(booting).map(lines).join("\n")]),
    lines(
      `${version.id}: ${version.stands}${asked === null ? "" : `; asked for Linux ${asked}`}; ${all.length} processors`,
    ),
    sheetTable(kernelsSheet(all), tableColumns),
    ...all
      .filter(({ whyNoBoot }) => whyNoBoot !== null)
      .map(({ config, whyNoBoot }) => lines(`${config.cpu.id} does not boot: ${whyNoBoot}`)),
    ...leftOut(all, asked).map(lines),
    lines(
      "Bytes. TASK, GUEST: the kernel's buffers; KVM IMAGE: the buffer of KVM_GET_XSAVE2; FRAME, 32-BIT: a signal frame of a 64-bit and of a 32-bit task, at most.",
    ),
  ].join("\n\n");
}

/** A row for each processor, one more with permission. */
export const kernelsSheet = (all: readonly KernelNumbers[]): Sheet => ({
  align: ["left", "right", "right", "right", "right", "right", "right"],
  heads: ["PROCESSOR", "TASK", "GUEST", "KVM IMAGE", "FRAME", "32-BIT", "AT_MINSIGSTKSZ"],
  rows: all.flatMap(rowsOf),
});

function rowsOf(numbers: KernelNumbers): string[][] {
  const { config, whyNoBoot, minSigStkSz, task32, without, permitted } = numbers;
  if (whyNoBoot !== null) return [[config.cpu.id, ...Array<string>(6).fill("-")]];
  const cells = ({ task, guest, capXsave2, frame }: Stage, frame32: number | null | undefined) => [
    ...[task, guest.size, capXsave2, frame].map(String),
    frame32 === undefined ? "-" : frame32 === null ? "unknown" : `${frame32}`,
    `${minSigStkSz}`,
  ];
  return [
    [config.cpu.id, ...cells(without, task32?.frame)],
    ...(permitted
      ? [
          [
            `  with ${maskNames(config.cpu, BigInt(config.dynamic))}`,
            ...cells(permitted, task32?.permitted),
          ],
        ]
      : []),
  ];
}

/** What the processors have and the kernel leaves alone: no number counts it. */
function leftOut(all: readonly KernelNumbers[], asked: string | null): string[] {
  const names = all.flatMap(({ config: { cpu, hostMask } }) => {
    const left = unmanagedIn(cpu, asked) & ~hostMask;
    return left === 0n ? [] : maskNames(cpu, left).split("+");
  });
  if (names.length === 0) return [];
  const linux = asked === null ? "Linux" : `Linux ${asked}`;
  return [`left out: ${[...new Set(names)].join(", ")}, of which ${linux} manages none`];
}

/** The largest and the smallest, in words. */
function answersText(all: readonly KernelNumbers[]): string[] {
  const grown = all.filter(
    ({ without, permitted }) => permitted && permitted.capXsave2 > without.capXsave2,
  );
  const requests = [...new Set(grown.flatMap(({ config }) => listOf(config.dynamic)))];
  const granted = requests.map((feature) => `(${feature})`).join(" or ");
  return [
    `KVM_GET_XSAVE2 buffer: ${range(all.map(({ without }) => without.capXsave2))} bytes${
      grown.length === 0
        ? ""
        : `, ${range(grown.map(({ permitted }) => permitted?.capXsave2 ?? 0))} on ${grown.length} of ${all.length} once ARCH_REQ_XCOMP_GUEST_PERM${granted} was granted`
    }`,
    `signal stack (AT_MINSIGSTKSZ): ${range(all.map(({ minSigStkSz }) => minSigStkSz))} bytes`,
  ];
}

function range(sizes: readonly number[]): string {
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return least === most ? grouped(least) : `${grouped(least)} to ${grouped(most)}`;
}
