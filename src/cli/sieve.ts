/**
 * A long log, `journalctl -o json` or lines with a time before them, held by what of it can matter: a
 * record is a line, so one without any word of our subject changes nothing, and a log of any length
 * takes the memory of its few others. Places in such a file then count the records that are kept.
 */

/**
 * Its first record: systemd writes addresses of the entry before its fields. Of `-o json-pretty` and
 * `-o export` a field is a line, and the message that matters is one.
 */
const RECORD =
  /^\{\s{0,9}[^\n]{0,2000}?"(?:__CURSOR|__REALTIME_TIMESTAMP)"\s{0,9}:|^__(?:CURSOR|REALTIME_TIMESTAMP)=/;

/**
 * What a line of a log begins with: dmesg, with -T too, syslog of old, syslog and journalctl with ISO
 * times; `-- Journal begins at` is the first of journalctl.
 */
const STAMP =
  /^-- |^(?:<\d{1,3}>)?(?:\[ {0,9}\d{1,9}\.\d{6}\]|\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d |[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)/;

/** So many lines at its beginning make a file a log. */
const STAMPED = 5;

function isLog(head: string): boolean {
  if (RECORD.test(head)) return true;
  const lines = head.split("\n", STAMPED);
  return lines.length === STAMPED && lines.every((line) => STAMP.test(line));
}

/** A word of every line that a reader of logs or rows takes something from. */
export const WORDS =
  /xsave|xstate|xfeature|fpu|fxsr|fp\/sse|kernel_size|sigframe|sigstk|cpu0|cpu:|cpuid|features\d?=|pku|xcr0|xss|avx|eax|0000000d|unsupported|rdmsr|wrmsr/gi;

/** A line that is longer is no record: from there on everything is kept. */
const LINE_MAX = 2 ** 20;

/** What of each chunk is kept, in order; the last call, without one, gives the rest. */
export type Sieve = (chunk?: Uint8Array) => Uint8Array;

const all: Sieve = (chunk = new Uint8Array(0)) => chunk;

/** A sieve for a file that begins so: one that keeps everything, where that is no log. */
export function sieveFor(head: Uint8Array): Sieve {
  if (!isLog(Buffer.from(head.subarray(0, 4096)).toString("latin1"))) return all;
  let begun: Uint8Array = new Uint8Array(0);
  let whole = false;
  return (chunk) => {
    const bytes = begun.length === 0 ? (chunk ?? begun) : Buffer.concat([begun, chunk ?? all()]);
    const end = chunk === undefined || whole ? bytes.length : bytes.lastIndexOf(10) + 1;
    whole ||= bytes.length - end > LINE_MAX;
    begun = whole ? all() : bytes.slice(end);
    return whole ? bytes : kept(bytes.subarray(0, end));
  };
}

/** The lines with a word in them. One byte is one character, so that places are the same. */
function kept(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
  const lines: Uint8Array[] = [];
  WORDS.lastIndex = 0;
  for (let found = WORDS.exec(text); found; found = WORDS.exec(text)) {
    const start = text.lastIndexOf("\n", found.index) + 1;
    const next = text.indexOf("\n", found.index);
    const end = next < 0 ? text.length : next + 1;
    lines.push(bytes.slice(start, end));
    WORDS.lastIndex = end;
  }
  return Buffer.concat(lines);
}
