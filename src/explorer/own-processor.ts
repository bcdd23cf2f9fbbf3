/** A processor as a word of a link: its id, or "~" and its processor file in base64url. */
import { CATALOGUE, type Processor } from "../index.ts";
import { processorJson, readProcessor } from "../read/index.ts";

/** Longer ones are no link any more. */
const LONGEST = 1 << 16;

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");

const fromBase64Url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

/** Whether `cpu` is of the catalogue, so that its id says all. */
export const isCatalogued = (cpu: Processor): boolean => CATALOGUE.includes(cpu);

export const cpuWord = (cpu: Processor): string =>
  isCatalogued(cpu)
    ? cpu.id
    : `~${toBase64Url(new TextEncoder().encode(JSON.stringify(processorJson(cpu))))}`;

/** @throws {RangeError} where `word` is no id of the catalogue and no processor file. */
export function cpuOfWord(word: string): Processor {
  if (!word.startsWith("~")) {
    const found = CATALOGUE.find(({ id }) => id === word);
    if (found) return found;
    throw new RangeError(`no processor is called ${JSON.stringify(word.slice(0, 40))}`);
  }
  if (word.length > LONGEST) throw new RangeError("a processor of more than 64 KiB");
  let bytes: Uint8Array;
  try {
    bytes = fromBase64Url(word.slice(1));
  } catch {
    throw new RangeError("a processor that is no base64url");
  }
  return readProcessor(bytes);
}
