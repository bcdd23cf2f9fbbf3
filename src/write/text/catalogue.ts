/**
 * What a measured processor adds to the repository: its file in src/catalogue/, and the record of
 * test/fixtures/registers.json that the file is held to. From one dump, so that nobody types a number.
 */
import type { Leaf0D } from "../../read/cpuid/leaf0d.ts";
import type { StateComponent } from "../../xsave/component.ts";
import { hex } from "../../xsave/mask.ts";
import type { Processor } from "../../xsave/processor.ts";

/** Both, each below a line that names the file it goes to. */
export function catalogueText(cpu: Processor, leaf0d: Leaf0D): string {
  const constant = constantOf(cpu.id);
  return [
    `==> src/catalogue/${cpu.id}.ts`,
    processorText(cpu, constant),
    "==> src/catalogue/index.ts, an import and a place in CATALOGUE beside its family",
    importText(constant, cpu.id),
    `  ${constant},\n`,
    '==> test/fixtures/registers.json, in "models", at the same place',
    recordText(cpu, leaf0d),
  ].join("\n");
}

/** An import of the printed file, no import of this one: test/floors.test.ts reads those. */
const importText = (name: string, file: string): string =>
  `import { ${name} } from ${JSON.stringify(`./${file}.ts`)};`;

const constantOf = (id: string): string => id.toUpperCase().replaceAll("-", "_");

function processorText(
  { id, name, vendor, source, xcr0, xss, eax1, components }: Processor,
  constant: string,
) {
  const facts = { id, name, vendor, source };
  // The name comes out of a file, and a comment ends at its end mark.
  return `/**
 * ${name.replaceAll("*/", "* /")}.
 * Registers from the dump named as \`source\`.
 */
${importText("entry", "entry")}

// biome-ignore format: one state component per line
export const ${constant} = entry(
  {
${Object.entries(facts)
  .map(([key, value]) => `    ${key}: ${JSON.stringify(value)},\n`)
  .join("")}    xcr0: ${hex(xcr0)}n,
    xss: ${hex(xss)}n,${eax1 === undefined ? "" : `\n    eax1: ${hex(BigInt(eax1))},`}
  },
  [
${rowsText(components)}  ],
);
`;
}

function rowsText(components: readonly StateComponent[]): string {
  if (components.length === 0) return "";
  const width = Math.max(4, ...components.map(({ name }) => name.length + 3));
  const head = `    //bit  ${"name".padEnd(width)}  size offset\n`;
  const rows = components.map(({ bit, name, size, offset, align64, xfd }) => {
    const flags = [...(align64 ? ['"align64"'] : []), ...(xfd ? ['"xfd"'] : [])];
    const end = [`${offset}`.padStart(5), ...flags].join(", ");
    return `    [${`${bit}`.padStart(3)}, ${`"${name}",`.padEnd(width)} ${`${size}`.padStart(6)}, ${end} ],\n`;
  });
  return head + rows.join("");
}

/** Rows of size 0 describe nothing: the record goes without them. */
function recordText({ id, source }: Processor, { rows }: Leaf0D): string {
  const leaves = [...rows]
    .map(([subleaf, { eax, ebx, ecx, edx }]) => [subleaf, [eax, ebx, ecx, edx]] as const)
    .filter(([subleaf, registers]) => subleaf < 2 || registers[0] !== 0)
    .sort(([a], [b]) => a - b)
    .map(([subleaf, registers]) => `        "${subleaf}": [${registers.join(", ")}]`);
  return `    ${JSON.stringify(id)}: {
      "source": ${JSON.stringify(source)},
      "leaves": {
${leaves.join(",\n")}
      }
    }`;
}
