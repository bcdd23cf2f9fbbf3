/**
 * The two XML formats of CPUID: libvirt's `<cpuid eax_in=… ecx_in=… eax=…/>` and RJCP's
 * `<register eax=… ecx=…>A,B,C,D</register>`. The parser is a package; the rows are read here.
 */
import sax from "sax";
import { type Block, REGISTER_NAMES, type Row, registersOf } from "../cpuid/rows.ts";
import type { RowFormat } from "../input.ts";
import { decode } from "../text.ts";
import type { Warning } from "../warning.ts";

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
  const whole = decode(input);
  const start = Math.max(0, whole.search(/<(?:\?xml|!--|cpu|processor|register)/));
  const skipped = whole.slice(0, start).split("\n").length - 1;
  const blocks: { rows: Row[]; warnings: Warning[] }[] = [];
  let rows: Row[] = [];
  let pending: { attributes: Record<string, string>; place: string } | null = null;
  const warnings: Warning[] = [];
  const parser = sax.parser(true, { position: true });
  const place = () => `line ${parser.line + skipped + 1}, column ${parser.column}`;
  const take = (row: Row | null, at: string) => {
    if (row) rows.push(row);
    else warnings.push({ name: "malformed-row", message: `${at}: no CPUID row: left out` });
  };
  const end = () => {
    if (rows.length > 0) blocks.push({ rows, warnings: [] });
    rows = [];
  };
  // Without this the parser notes an error and goes on to the end of the text.
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => {
    const given = attributes as Record<string, string>;
    if (name === "cpuid" && "eax_in" in given) take(libvirtRow(given), place());
    else if (name === "register") pending = { attributes: given, place: place() };
    else if (name === "processor" || name === "cpudata") end();
  };
  parser.ontext = (text) => {
    if (!pending) return;
    take(rjcpRow(pending.attributes, text), pending.place);
    pending = null;
  };
  parser.onclosetag = (name) => {
    if (name === "register" && pending) take(null, pending.place);
    if (name === "register") pending = null;
    if (name === "processor" || name === "cpudata") end();
  };
  try {
    parser.write(whole.slice(start)).close();
  } catch (error) {
    const [reason = ""] = (error as Error).message.split("\n");
    const message = `no XML: ${place()}: ${reason}`;
    if (rows.length === 0 && blocks.length === 0) throw new RangeError(message);
    warnings.push({ name: "malformed-row", message: `${message}: read up to there` });
  }
  end();
  return blocks.map((block, i) => ({
    label: `CPU ${i}`,
    rows: block.rows,
    warnings: i === 0 ? summary(warnings) : [],
  }));
}

/** At most three of them: hostile input has many. */
const summary = (warnings: readonly Warning[]): Warning[] => [
  ...warnings.slice(0, 3),
  ...(warnings.length > 3
    ? [{ name: "malformed-row" as const, message: `and ${warnings.length - 3} rows more` }]
    : []),
];

function libvirtRow(attributes: Record<string, string>): Row | null {
  const { eax_in: leaf = "", ecx_in: subleaf = "0x0" } = attributes;
  return rowOf(
    leaf,
    subleaf,
    REGISTER_NAMES.map((name) => attributes[name] ?? ""),
  );
}

function rjcpRow(attributes: Record<string, string>, text: string): Row | null {
  const { eax = "", ecx = "0" } = attributes;
  return rowOf(
    eax,
    ecx,
    text.split(",").map((digits) => digits.trim()),
  );
}

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
