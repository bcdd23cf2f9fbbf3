/**
 * The two XML formats of CPUID: libvirt's `<cpuid eax_in=… ecx_in=… eax=…/>` and RJCP's
 * `<register eax=… ecx=…>A,B,C,D</register>`.
 */
import { type Block, REGISTER_NAMES, type Row, registersOf } from "../cpuid/rows.ts";
import { placeOf } from "../document/json.ts";
import { xmlTokens } from "../document/xml.ts";
import type { RowFormat } from "../input.ts";
import { decode } from "../text.ts";
import type { Warning } from "../warning.ts";

type Attributes = ReadonlyMap<string, string>;

const HEX = /^(?:0x)?[0-9a-f]{1,8}$/i;

/** True if `text` has such an element, wherever the XML begins. */
const speaksLibvirt = (text: string): boolean => /<cpuid\s[^<]{0,200}?eax_in\s*=/.test(text);
const speaksRjcp = (text: string): boolean => /<register\s[^<]{0,100}?eax\s*=/.test(text);

/**
 * The blocks of a document: one a `<processor>`, or one for all. XML that breaks off is read as
 * far as it goes, with a warning.
 *
 * @throws {RangeError} with line and column if it breaks off before the first row.
 */
function xmlBlocks(input: string | Uint8Array): Block[] {
  const text = decode(input);
  const start = Math.max(0, text.search(/<(?:\?xml|!--|cpu|processor|register)/));
  const blocks: { rows: Row[] }[] = [];
  let rows: Row[] = [];
  let pending: { attributes: Attributes; at: number } | null = null;
  const malformed: number[] = [];
  const warnings: Warning[] = [];
  const take = (row: Row | null, at: number) => {
    if (row) rows.push(row);
    else malformed.push(at);
  };
  const end = () => {
    if (rows.length > 0) blocks.push({ rows });
    rows = [];
  };
  for (const token of xmlTokens(text, start)) {
    if (token.kind === "open") {
      const { name, attributes, at } = token;
      if (name === "cpuid" && attributes.has("eax_in")) take(libvirtRow(attributes), at);
      else if (name === "register") pending = { attributes, at };
      else if (name === "processor" || name === "cpudata") end();
    } else if (token.kind === "text" && pending) {
      take(rjcpRow(pending.attributes, token.text), pending.at);
      pending = null;
    } else if (token.kind === "close") {
      if (token.name === "register" && pending) take(null, pending.at);
      if (token.name === "register") pending = null;
      if (token.name === "processor" || token.name === "cpudata") end();
    } else if (token.kind === "fault") {
      const message = `no XML: ${placeOf(text, token.at)}: ${token.why}`;
      if (rows.length === 0 && blocks.length === 0) throw new RangeError(message);
      warnings.push({ name: "malformed-row", message: `${message}: read up to there` });
    }
  }
  end();
  warnings.unshift(...leftOut(malformed, text));
  return blocks.map((block, i) => ({
    label: `CPU ${i}`,
    rows: block.rows,
    warnings: i === 0 ? warnings : [],
  }));
}

/** The first three rows that are none, each by its place, and how many more: hostile input has many. */
const leftOut = (places: readonly number[], text: string): Warning[] => [
  ...places.slice(0, 3).map((at) => ({
    name: "malformed-row" as const,
    message: `${placeOf(text, at)}: no CPUID row: left out`,
  })),
  ...(places.length > 3
    ? [{ name: "malformed-row" as const, message: `and ${places.length - 3} rows more` }]
    : []),
];

const libvirtRow = (given: Attributes): Row | null =>
  rowOf(
    given.get("eax_in") ?? "",
    given.get("ecx_in") ?? "0x0",
    REGISTER_NAMES.map((name) => given.get(name) ?? ""),
  );

const rjcpRow = (given: Attributes, text: string): Row | null =>
  rowOf(
    given.get("eax") ?? "",
    given.get("ecx") ?? "0",
    text.split(",").map((digits) => digits.trim()),
  );

function rowOf(leaf: string, subleaf: string, values: readonly string[]): Row | null {
  const [a = "", b = "", c = "", d = ""] = values;
  if (values.length !== 4 || ![leaf, subleaf, ...values].every((v) => HEX.test(v))) return null;
  return {
    leaf: Number.parseInt(leaf, 16),
    subleaf: Number.parseInt(subleaf, 16),
    registers: registersOf(a, b, c, d),
  };
}

export const LIBVIRT_XML: RowFormat = {
  name: "libvirt-xml",
  summary: "libvirt's CPUID data",
  lists: "sub-leaves",
  is: ({ raw }) => speaksLibvirt(raw),
  blocks: ({ raw }) => xmlBlocks(raw),
};

export const RJCP_XML: RowFormat = {
  name: "rjcp-xml",
  summary: "RJCP.CpuId XML",
  is: ({ raw }) => speaksRjcp(raw),
  blocks: ({ raw }) => xmlBlocks(raw),
};
