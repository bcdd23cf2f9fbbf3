/** The state as text for elsewhere: each form a row. */
import { hex, layout, maskNames } from "../index.ts";
import { layoutJson, type Sheet, sheetText, VECTOR_TEXTS, vectors } from "../write/index.ts";
import { isCatalogued } from "./own-processor.ts";
import type { ExplorerState } from "./state.ts";

export interface Copy {
  readonly name: string;
  readonly text: () => string;
}

/** How the command is told of a processor that it does not know by name. */
const cpuArgument = ({ cpu }: ExplorerState): string =>
  isCatalogued(cpu) ? cpu.id : "processor.json";

/** The command line that answers what the panel answers. */
export function commandLine(state: ExplorerState): string {
  const { view, mask, bytes, beside, rules, kernel, vcpus, format, host, dynamic, promise } = state;
  const cpu = cpuArgument(state);
  switch (view) {
    case "bench":
    case "layout":
      return `xsweep layout ${hex(mask)} --cpu ${cpu}`;
    case "judge":
      return "xsweep explain FILE";
    case "compare":
      return `xsweep migrate --cpu ${cpu} --cpu ${beside[0]?.id ?? "CPU"}`;
    case "rules":
      return `xsweep diff --cpu ${cpu} --rule ${rules[0]} --rule ${rules[1]}`;
    case "kernel":
      return `xsweep kernel --cpu ${cpu} --kernel ${kernel}${vcpus > 1 ? ` --vcpus ${vcpus}` : ""}`;
    case "masks":
      return `xsweep sweep --cpu ${cpu} --rule sdm-${format} --method both`;
    case "model":
      return [
        `xsweep check --cpu ${cpu} --kernel ${kernel}`,
        host === null ? "" : ` --host-mask ${hex(host)}`,
        dynamic === null ? "" : ` --dynamic ${hex(dynamic)}`,
        promise === null ? "" : ` --property ${promise}`,
      ].join("");
    case "own":
      return "xsweep layout --cpu processor.json";
    case "report":
      return "xsweep report FILE... -o report.html";
    case "find":
      return `xsweep find --size ${bytes ?? "N"} --cpu all`;
  }
}

function layoutSheet({ cpu, mask }: ExplorerState): Sheet {
  const [standard, compacted] = [layout(cpu, mask, "standard"), layout(cpu, mask, "compacted")];
  return {
    align: ["right", "left", "right", "right", "right"],
    heads: ["bit", "component", "size", "standard", "compacted"],
    rows: cpu.components
      .filter(({ bit }) => mask & (1n << BigInt(bit)))
      .map(({ bit, name, size }) => [
        `${bit}`,
        name,
        `${size}`,
        ...[standard, compacted].map(
          ({ components }) => `${components.find((c) => c.bit === bit)?.offset ?? "-"}`,
        ),
      ]),
  };
}

function markdown(state: ExplorerState): string {
  const { cpu, mask } = state;
  const sizes = [layout(cpu, mask, "standard").size, layout(cpu, mask, "compacted").size];
  return `${cpu.name}, ${hex(mask)} = ${maskNames(cpu, mask)}: standard ${sizes[0]} bytes, compacted ${sizes[1]} bytes

${sheetText(layoutSheet(state), "markdown")}`;
}

/** One mask as the set of vectors that a program of one's own is held to. */
const one = ({ cpu, mask }: ExplorerState) =>
  (["standard", "compacted"] as const).map((format) => {
    const { size, components } = layout(cpu, mask, format);
    const offsets = components
      .map(({ bit, offset }) => [bit, offset] as const)
      .sort(([a], [b]) => a - b);
    return { cpu: cpu.id, rule: `sdm-${format}`, format, vectors: [{ mask, size, offsets }] };
  });

export const copiesOf = (state: ExplorerState): readonly Copy[] => [
  { name: "Command line", text: () => commandLine(state) },
  { name: "Markdown", text: () => markdown(state) },
  { name: "C", text: () => vectors(state.cpu, state.mask, "c") },
  { name: "Rust", text: () => vectors(state.cpu, state.mask, "rust") },
  { name: "Go", text: () => VECTOR_TEXTS.go(one(state)) },
  { name: "Python", text: () => VECTOR_TEXTS.python(one(state)) },
  { name: "JSON", text: () => JSON.stringify(layoutJson(state.cpu, state.mask), null, 2) },
];
