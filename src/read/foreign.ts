/** What a file is that no reader reads: its kind by what it holds; of JSON or XML else its outermost names. */

interface Kind {
  readonly is: RegExp;
  readonly name: string;
  /** What to do instead. */
  readonly instead: string;
}

const CPUID = "cpuid -1 -r -l 0xd shows what is meant";

const JSON_KINDS: readonly Kind[] = [
  {
    is: /"schema"\s{0,40}:\s{0,40}"xsweep\/(?!processor@)/,
    name: "an answer of xsweep itself",
    instead: "it is no dump: give the file that it was made from",
  },
  {
    is: /"return"\s{0,40}:[\s\S]{0,400}?"props"\s{0,40}:/,
    name: "an answer of QEMU's query-cpu-model-expansion",
    instead: `it names features and holds no size: in the guest, ${CPUID}`,
  },
  {
    is: /"__REALTIME_TIMESTAMP"|"_BOOT_ID"/,
    name: "a journal in JSON",
    instead: "it has no line about XSAVE: journalctl -k -b -o json | grep -i 'x86/fpu'",
  },
  {
    is: /"cpu-config"|"boot-source"|"machine-config"/,
    name: "a configuration of Firecracker",
    instead: "the CPU template that it names has the CPUID entries",
  },
  {
    is: /"payload"\s{0,40}:[\s\S]{0,400}?"kernel"\s{0,40}:|"max_vcpus"\s{0,40}:/,
    name: "a configuration of Cloud Hypervisor",
    instead: "state.json of a snapshot has the CPUID entries",
  },
  {
    is: /"lscpu"\s{0,40}:/,
    name: "lscpu -J without flags",
    instead: CPUID,
  },
  {
    is: /"lockfileVersion"|"devDependencies"|"dependencies"\s{0,40}:\s{0,40}\{/,
    name: "a package.json of npm",
    instead: "it says nothing of a processor",
  },
];

const XML_KINDS: readonly Kind[] = [
  {
    is: /<domain(?:\s|>)/,
    name: "a domain of libvirt",
    instead:
      "its <cpu> names no feature: virsh domcapabilities, or in the guest cpuid -1 -r -l 0xd",
  },
  {
    is: /<domainCapabilities|<capabilities|<cpu\b/,
    name: "capabilities of libvirt without features",
    instead: CPUID,
  },
  { is: /<html\b|<!doctype html/i, name: "a web page", instead: "save the text of the dump" },
  { is: /<svg\b/, name: "a picture (SVG)", instead: "it holds no dump" },
];

/** Texts of programs that say something of a processor, and nothing of its area. */
const TEXT_KINDS: readonly Kind[] = [
  {
    is: /\bAT_(?:HWCAP2?|MINSIGSTKSZ|SYSINFO_EHDR)\b/,
    name: "an auxiliary vector",
    instead:
      "AT_MINSIGSTKSZ is the signal frame that xsweep kernel --cpu CPU computes; the area is in cpuid -1 -r -l 0xd",
  },
  {
    is: /_XSTATE_(?:CONFIGURATION|FEATURE)\b/,
    name: "WinDbg's XSTATE_CONFIGURATION",
    instead:
      "give EnabledFeatures and Size as numbers: echo 'XCR0=0x602e7 size 2816' | xsweep explain -",
  },
  {
    is: /\bProcessorXsaveFeatures\b|\bXsave(?:Supported|CompSupported)\b/,
    name: "a list of Hyper-V's processor features",
    instead: `it holds no mask and no size: in the guest, ${CPUID}`,
  },
  {
    is: /^hw_caps\s{0,40}:|^xen_caps\s{0,40}:/m,
    name: "`xl info`",
    instead: "it holds feature words of other leaves: xen-cpuid -p has leaf 0DH",
  },
  {
    is: /\bCPU_FLAGS_X86\b/,
    name: "the flags of cpuid2cpuflags",
    instead: `instruction sets without components: ${CPUID}`,
  },
  {
    is: /^CPU name:\s|likwid-/m,
    name: "likwid's topology",
    instead: `it holds no component: ${CPUID}`,
  },
  {
    is: /Couldn't (?:get|write) extended state|PTRACE_(?:GET|SET)REGSET/,
    name: "a debugger's complaint about the extended state",
    instead:
      "the kernel gave no NT_X86_XSTATE note: dmesg | xsweep explain - says whether it uses XSAVE",
  },
];

/** Only the beginning is looked at. */
const HEAD = 65_536;
/** Names shown. */
const SHOWN = 5;

/** "this is JSON with "a", "b": …", "this is `xl info`: …"; null where nothing is known of the text. */
export function likenessOf(raw: string): string | null {
  const text = raw.slice(0, HEAD).trimStart();
  if (/^(?:\{|\[\s{0,1000}[{[\]"0-9tfn-])/.test(text)) return jsonText(text);
  if (/^<(?:\?xml|!doctype|!--|[a-z])/i.test(text)) return xmlText(text);
  const known = kindText(TEXT_KINDS, text);
  return known && `this is ${known}`;
}

const kindText = (kinds: readonly Kind[], text: string): string | null => {
  const kind = kinds.find(({ is }) => is.test(text));
  return kind ? `${kind.name}: ${kind.instead}` : null;
};

const quoted = (names: readonly string[]): string => {
  const shown = names.slice(0, SHOWN).map((name) => JSON.stringify(name.slice(0, 40)));
  return `${shown.join(", ")}${names.length > SHOWN ? ", ..." : ""}`;
};

function jsonText(text: string): string {
  const known = kindText(JSON_KINDS, text);
  if (known) return `this is JSON, ${known}`;
  const names = namesOf(text);
  const what = names.length > 0 ? ` with ${quoted(names)}` : "";
  return `this is JSON${what}, of no kind that is read here`;
}

/** The first names of the outermost object, or of the first object of a list; read without a parser. */
function namesOf(text: string): string[] {
  const names: string[] = [];
  const start = text.startsWith("[") ? 2 : 1;
  let depth = 0;
  for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.){0,200}"(?:\s{0,40}:)?|[[\]{}]/g)) {
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") {
      depth--;
      if (depth < start && names.length > 0) break;
    } else if (depth === start && token.endsWith(":"))
      names.push(token.slice(1, token.lastIndexOf('"')));
    if (names.length > SHOWN) break;
  }
  return names;
}

/** A comment without an end goes on to the end of the text. */
function withoutComments(text: string): string {
  const [before = "", ...others] = text.split("<!--");
  const behind = others
    .map((part) => part.indexOf("-->"))
    .map((at, i) => (at < 0 ? "" : (others[i] ?? "").slice(at + "-->".length)));
  return before + behind.join("");
}

function xmlText(text: string): string {
  const known = kindText(XML_KINDS, text);
  if (known) return `this is XML, ${known}`;
  const root = /<(?<root>[a-z_][a-z0-9_.:-]{0,40})/i.exec(withoutComments(text));
  return `this is XML with <${root?.groups?.root ?? "?"}>, of no kind that is read here`;
}
