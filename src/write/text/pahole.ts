/** An area as pahole draws a struct: members with offset and size, cache lines, holes. */
import { EXTENDED_REGION, LEGACY_REGION } from "../../xsave/component.ts";
import { type Layout, layout } from "../../xsave/layout.ts";
import { hex } from "../../xsave/mask.ts";
import { described, type Processor } from "../../xsave/processor.ts";

const CACHE_LINE = 64;

interface Member {
  readonly name: string;
  readonly offset: number;
  readonly size: number;
}

/** The struct of either format of `asked` on `cpu`; what the processor lacks is left out. */
export const paholeText = (cpu: Processor, asked: bigint): string =>
  (["standard", "compacted"] as const)
    .map((format) => structText(cpu, layout(cpu, asked & described(cpu), format)))
    .join("\n\n");

function structText(cpu: Processor, { format, mask, size, components, holes }: Layout): string {
  const members: readonly Member[] = [
    { name: "legacy", offset: 0, size: LEGACY_REGION },
    { name: "header", offset: LEGACY_REGION, size: EXTENDED_REGION - LEGACY_REGION },
    ...components.map(({ name, offset, size: bytes }) => ({
      name: identifier(name),
      offset,
      size: bytes,
    })),
  ];
  const sum = members.reduce((bytes, member) => bytes + member.size, 0);
  const lost = holes.reduce((bytes, hole) => bytes + hole.size, 0);
  return [
    `struct xsave_${format} { /* ${hex(mask)} on ${cpu.id} */`,
    ...members.flatMap((member, i) => linesOf(member, members[i - 1])),
    "",
    `        /* size: ${size}, cachelines: ${Math.ceil(size / CACHE_LINE)}, members: ${members.length} */`,
    ...(lost === 0
      ? []
      : [`        /* sum members: ${sum}, holes: ${holes.length}, sum holes: ${lost} */`]),
    ...(size % CACHE_LINE === 0
      ? []
      : [`        /* last cacheline: ${size % CACHE_LINE} bytes */`]),
    "};",
  ].join("\n");
}

/** The member, below what lies between it and the one before: a hole, a boundary of cache lines. */
function linesOf({ name, offset, size }: Member, before: Member | undefined): string[] {
  const end = before ? before.offset + before.size : 0;
  const declared = `u8${" ".repeat(25)}${name}[${size}];`.padEnd(48);
  return [
    ...(offset > end ? ["", `        /* XXX ${offset - end} bytes hole */`, ""] : []),
    ...boundary(before?.offset ?? 0, offset),
    `        ${declared} /* ${`${offset}`.padStart(5)} ${`${size}`.padStart(5)} */`,
  ];
}

/** The last cache line that begins after `from` and not after `to`, where there is one. */
function boundary(from: number, to: number): string[] {
  const line = Math.floor(to / CACHE_LINE);
  if (line <= Math.floor(from / CACHE_LINE)) return [];
  const at = line * CACHE_LINE;
  const ago = to === at ? "" : ` was ${to - at} bytes ago`;
  return [`        /* --- cacheline ${line} boundary (${at} bytes)${ago} --- */`];
}

/** A name of the field as a name of C: "Hi16_ZMM", "UINTR", "APX". */
const identifier = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "_");
