/**
 * What a caller gets wrong is said in a sentence: what, where, what it should be. A row a call, as
 * somebody without types would write it, through the entries of the package.
 */
import { expect, test } from "vitest";
import { step } from "../src/algebra/step.ts";
import { explore } from "../src/check/index.ts";
import * as x from "../src/index.ts";
import * as linux from "../src/linux/index.ts";
import { readDump } from "../src/read/index.ts";
import { diff, sweep } from "../src/sweep/index.ts";
import { matrix } from "../src/sweep/matrix.ts";

const SPR = x.processor("sapphire-rapids");
const MODEL = { initial: 0, operations: [], properties: [], key: (n: number) => n };
const V617 = linux.version("linux-6.17");

/** Anything in the place of anything. */
// biome-ignore lint/suspicious/noExplicitAny: these are the calls that the types forbid.
const bad = (value: unknown): any => value;
const own = (bits: unknown[], start: unknown = 576) => ({
  ...x.rule("sdm-compacted"),
  id: "mine",
  steps: () => bad({ start, bits }),
});
const pair = (present: unknown) => ({ absent: step(), present });
const component = (fields: object) => () =>
  x.createProcessor(
    bad({
      id: "m",
      name: "M",
      components: [{ bit: 2, name: "AVX", size: 256, offset: 576, ...fields }],
    }),
  );

type Row = readonly [call: () => unknown, error: typeof TypeError, message: string];
const NO_CPU = 'a processor is an object, as createProcessor and processor("zen-4") give it, not ';

// biome-ignore format: a call per row
const CALLS: readonly Row[] = [
  // A processor.
  [() => x.standardSize(bad("zen-4"), 7n), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.compactedSize(bad(undefined), 7n), TypeError, `${NO_CPU}undefined`],
  [() => x.layout(bad(null), 7n, "standard"), TypeError, `${NO_CPU}null`],
  [() => x.isLegal(bad(7n), SPR as never), TypeError, `${NO_CPU}7n`],
  [() => x.illegalities(bad({}), 7n), TypeError, `${NO_CPU}an object`],
  [() => x.sizer(bad("zen-4"), "standard"), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.batch(bad([]), "sdm-standard"), TypeError, `${NO_CPU}a list`],
  [() => x.enumerated(bad(undefined)), TypeError, `${NO_CPU}undefined`],
  [() => x.restrict(bad("zen-4"), 7n), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.legalMaskAt(bad(null), 0n), TypeError, `${NO_CPU}null`],
  [() => x.find(bad("zen-4"), "sdm-standard", { kind: "size", bytes: 832 }), TypeError, `${NO_CPU}"zen-4"`],
  [() => sweep(bad("zen-4")), TypeError, `${NO_CPU}"zen-4"`],
  [() => diff(bad(undefined), "sdm-standard", "gdb-standard"), TypeError, `${NO_CPU}undefined`],
  [() => linux.boot(bad("zen-4"), V617), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.processor("zen4"), RangeError, '"zen4" names no processor'],

  [() => x.proposed(bad("zen-4"), {}), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.proposal(SPR, bad(undefined)), TypeError, `${NO_CPU}undefined`],
  [() => x.exchange(SPR, bad("zen-4")), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.xsavesProof(bad("zen-4"), SPR), TypeError, `${NO_CPU}"zen-4"`],
  [() => linux.kernelTurned(SPR, bad("zen-4"), V617), TypeError, `${NO_CPU}"zen-4"`],
  [() => x.proposed(SPR, bad({ ad: [] })), TypeError, '"ad" is no option of proposed (known: remove, resize, add; did you mean "add"?)'],
  [() => x.proposed(SPR, bad({ add: ["20:8"] })), TypeError, 'a component to add is an object with a bit and a size, not "20:8"'],
  [() => x.proposed(SPR, bad({ add: [{ bit: 20, size: "8" }] })), TypeError, "size"],
  [() => x.proposal(SPR, SPR, bad({ rules: ["sdm-compact"] })), RangeError, '"sdm-compact" names no rule'],
  [() => x.parseAddition(bad(20)), TypeError, "a component to add is read from a text, not 20"],
  [() => x.parseAddition("20:8:algin64"), RangeError, 'did you mean "align64"?'],

  // A mask.
  [() => x.standardSize(SPR, bad(7)), TypeError, "a mask is a bigint, not number"],
  [() => x.compactedSize(SPR, bad("0x7")), TypeError, "a mask is a bigint, not string"],
  [() => x.layout(SPR, -1n, "standard"), RangeError, "a mask is not negative: -1"],
  [() => x.isLegal(SPR, 1n << 20n), RangeError, "bit 20 names no state component of sapphire-rapids"],
  [() => x.isLegal(SPR, 2n ** 64n), RangeError, "bit 64 names no state component of sapphire-rapids"],
  [() => x.compactedSize(SPR, x.xcompBv(7n)), RangeError, "bit 63 names no state component: it says that an area is compacted (maskOf(xcompBv) leaves it out)"],
  [() => x.maskNames(SPR, -1n), RangeError, "a mask is not negative: -1"],
  [() => x.maskNames(bad(7n), bad(SPR)), TypeError, "a mask is a bigint, not object"],
  [() => x.parseMask(SPR, bad(7n)), TypeError, "a mask is read from a text, not 7n"],
  [() => x.parseMask(SPR, "avx1024"), RangeError, '"avx1024" names no state component of sapphire-rapids'],
  [() => x.maskOf(bad(7)), TypeError, "XCOMP_BV is a bigint, not number"],
  [() => x.maskOf(-1n), RangeError, "XCOMP_BV has 64 bits, and is not -1"],
  [() => x.subsets(bad(7)), TypeError, "a universe is a bigint, not number"],
  [() => x.subsetAt(7n, 8n), RangeError, "there are 8 subsets, numbered from 0: none is 8"],
  [() => x.sizer(SPR, "standard").at(7.5, 0), TypeError, "lo is half a mask, an integer in 0..2^32-1, not 7.5"],
  [() => x.sizer(SPR, "standard").at(7, bad(0n)), TypeError, "hi is half a mask, an integer in 0..2^32-1, not 0"],

  // A rule, a format, an assertion, a query.
  [() => x.sizer(SPR, "compressed"), RangeError, '"compressed" names no rule'],
  [() => x.batch(SPR, bad(7)), TypeError, "a rule is an id or an object with an id and a walk, not 7"],
  [() => x.layout(SPR, 7n, bad("compressed")), TypeError, 'a format is "standard" or "compacted", not "compressed"'],
  [() => x.find(SPR, "sdm", { kind: "size", bytes: 1 }), RangeError, '"sdm" names no rule'],
  [() => x.find(SPR, "sdm-standard", bad(832)), TypeError, "a query is an object, not 832"],
  [() => x.find(SPR, "sdm-standard", bad({ kind: "sise", bytes: 8 })), RangeError, '"sise" is no kind of query (known: size, fits, over, sigframe, pages, order; did you mean "size"?)'],
  [() => x.find(SPR, "sdm-standard", bad({ kind: "size" })), TypeError, "bytes of a query by size is a whole number from 0 on, not undefined"],
  [() => x.find(SPR, "sdm-standard", bad({ kind: "pages", bytes: 1 })), TypeError, '"bytes" is no option of a query by pages (known: kind, pages'],
  [() => x.vectorsOf([SPR], { rules: ["sdm"] }), RangeError, '"sdm" names no rule'],
  [() => x.assertOn(SPR, bad("fits-4096")), TypeError, 'an assertion is an object, as assertionNamed gives it, not "fits-4096"'],

  // Options.
  [() => sweep(SPR, { method: bad("fast") }), RangeError, '"fast" is no method (known: exhaustive, symbolic, both)'],
  [() => sweep(SPR, { method: bad("exhaustve") }), RangeError, 'did you mean "exhaustive"?'],
  [() => sweep(SPR, { domain: bad("Legal") }), RangeError, '"Legal" is no domain (known: all, legal, own; did you mean "legal"?)'],
  [() => sweep(SPR, { legal: bad("no") }), TypeError, 'legal of sweep is true or false, not "no"'],
  [() => sweep(SPR, bad({ legl: true })), TypeError, '"legl" is no option of sweep (known: universe, fixed, legal, domain, threads, signal, onProgress, pool, rules, method, only; did you mean "legal"?)'],
  [() => sweep(SPR, { threads: 1.5 }), RangeError, "threads of sweep is 1.5, no whole number from 1 on"],
  [() => sweep(SPR, { threads: bad("2") }), TypeError, 'threads of sweep is a whole number from 1 on, not "2"'],
  [() => sweep(SPR, { rules: bad("sdm-standard") }), TypeError, 'rules of sweep is a list, not "sdm-standard"'],
  [() => sweep(SPR, { rules: [] }), RangeError, "no rule is asked"],
  [() => sweep(SPR, { only: [bad("mx")] }), RangeError, '"mx" names no figure (known: sum, min, max, checksum, histogram, offsets'],
  [() => sweep(SPR, { universe: bad(7) }), TypeError, "universe of sweep is a mask, a bigint such as 0x602e7n, not 7"],
  [() => sweep(SPR, { signal: bad({}) }), TypeError, "signal of sweep is an AbortSignal, not an object"],
  [() => sweep(SPR, { onProgress: bad(true) }), TypeError, "onProgress of sweep is a function, not true"],
  [() => sweep(SPR, bad(3)), TypeError, "the options of sweep are an object, not 3"],
  [() => diff(SPR, "sdm-standard", "gdb-standard", bad({ only: ["sum"] })), TypeError, '"only" is no option of diff'],
  [() => diff(SPR, "sdm-standard", "gdb"), RangeError, '"gdb" names no rule'],
  [() => matrix([SPR], [], bad({ threds: 2 })), TypeError, '"threds" is no option of matrix (known: universe, fixed, legal, domain, threads, signal, onProgress, pool, method; did you mean "threads"?)'],
  [() => x.find(SPR, "sdm-standard", { kind: "size", bytes: 8 }, { limit: -1 }), RangeError, "limit of find is -1, no whole number from 0 on"],
  [() => x.findAll([], [], { kind: "size", bytes: 8 }, bad({ limits: 1 })), TypeError, '"limits" is no option of findAll (known: universe, fixed, legal, domain, limit; did you mean "limit"?)'],
  [() => x.assertOn(SPR, bad(x.assertionNamed("same-pages")), bad({ rule: [] })), TypeError, '"rule" is no option of assertOn'],
  [() => x.cpuidLeaf(SPR, { xcr0: bad(7) }), TypeError, "xcr0 of cpuidLeaf is a mask, a bigint such as 0x602e7n, not 7"],
  [() => x.vectorsOf([SPR], { legal: bad(1) }), TypeError, "legal of vectorsOf is true or false, not 1"],
  [() => explore(MODEL, { steps: -1 }), RangeError, "steps of explore is -1, no whole number from 0 on"],
  [() => explore(MODEL, bad({ depth: 2 })), TypeError, '"depth" is no option of explore (known: states, steps)'],
  [() => explore(MODEL, bad(2)), TypeError, "the options of explore are an object, not 2"],
  [() => readDump("", bad({ form: "cpuid" })), TypeError, '"form" is no option of readDump (known: from, file; did you mean "from"?)'],
  [() => readDump(bad(7)), TypeError, "a dump is a string or a Uint8Array, not number"],

  // The kernel.
  [() => linux.version("linux-6.99"), RangeError, '"linux-6.99" names no kernel version'],
  [() => linux.boot(SPR, bad("linux-6.17")), TypeError, 'a kernel version is an object, not "linux-6.17"'],
  [() => linux.boot(SPR, { ...V617, grant: bad("usr") }), RangeError, '"usr" is no grant (known: requested, user, all; did you mean "user"?)'],
  [() => linux.boot(SPR, bad({ ...V617, grants: "all" })), TypeError, '"grants" is no option of a kernel version'],
  [() => linux.boot(SPR, { ...V617, xfeatureMax: bad("19") }), TypeError, 'xfeatureMax of the kernel version is a whole number from 2 on, not "19"'],
  [() => linux.boot(SPR, V617, { hostMask: 0x80007n }), RangeError, "bit 19 names no state component of sapphire-rapids"],
  [() => linux.boot(SPR, V617, { hostMask: bad(7) }), TypeError, "hostMask of boot is a mask, a bigint such as 0x602e7n, not 7"],
  [() => linux.boot(SPR, V617, { format: bad("compact") }), RangeError, '"compact" is no format (known: standard, compacted; did you mean "compacted"?)'],
  [() => linux.check(SPR, V617, bad({ bound: {} })), TypeError, '"bound" is no option of check'],
  [() => linux.check(SPR, V617, { extra: [bad("exek")] }), RangeError, '"exek" is no group of operations (known: exec, clone, nomem, badid, fault, xfd, xss; did you mean "exec"?)'],
  [() => linux.check(SPR, V617, { bounds: { states: 0 } }), RangeError, "states of explore is 0, no whole number from 1 on"],

  // A processor of one's own.
  [() => x.createProcessor(bad("zen-4")), TypeError, 'the processor is "zen-4", not an object'],
  [() => x.createProcessor(bad({ id: "m", components: [] })), TypeError, 'the processor lacks the field "name"'],
  [() => x.createProcessor(bad({ id: "m", name: "M" })), TypeError, "the processor: components is no list"],
  [() => x.createProcessor(bad({ id: "m", name: "M", xcr0: 7, components: [] })), TypeError, "the processor: xcr0 is 7, not a bigint"],
  [() => x.createProcessor({ id: "m", name: "M", xcr0: -1n, components: [] }), RangeError, "xcr0 -1 is negative"],
  [() => x.createProcessor({ id: "m", name: "M", xcr0: 7n, components: [] }), RangeError, "xcr0 0x7 has bits that no user component describes (2)"],
  [() => x.createProcessor(bad({ id: "m", name: "M", components: [null] })), TypeError, "components[0] is null, not an object"],
  [component({ size: "256" }), TypeError, 'components[0]: size is "256", not a number'],
  [component({ align64: 1 }), TypeError, "components[0]: align64 is 1, not a boolean"],
  [component({ bit: 63 }), RangeError, "AVX: bit 63 is outside 2..62"],
  [component({ name: "a+b" }), RangeError, '"a+b" is no name of a component: no + , : @, no digit or dash in front'],
  [component({ offset: undefined }), RangeError, "AVX: a user component needs its standard-format offset, not null"],

  // A rule of one's own, a batch of masks.
  [() => x.batch(SPR, own([pair(step({ plus: 0.5 }))])), RangeError, "mine: bit 0, present: plus is 0.5, no whole number of bytes up to 2^31-1"],
  [() => x.sizer(SPR, own([pair(step({ align: bad(32) }))])), RangeError, "mine: bit 0, present: align is 1 or 64, not 32"],
  [() => sweep(SPR, { rules: [own([pair(undefined)])] }), TypeError, "mine: bit 0, present is no step, but undefined"],
  [() => sweep(SPR, { rules: [own([], "576")] }), RangeError, 'mine: start is "576", no whole number of bytes up to 2^31-1'],
  [() => x.batch(SPR, own([pair(step({ plus: 2 ** 31 - 1 }))])), RangeError, "a size over 2^31-1 bytes"],
  [() => x.batch(SPR, own([pair(step({ then: -600 }))])), RangeError, "a size below 0 (-24): give the step an atLeast"],
  [() => x.batch(SPR, "sdm-standard").sizes(bad([7n])), TypeError, "masks is no BigUint64Array"],
  [() => x.batch(SPR, "sdm-standard").sizes(BigUint64Array.of(7n, 1n << 20n)), RangeError, "masks[1]: bit 20 names no state component"],
  [() => x.batch(SPR, "sdm-standard").sizes(new BigUint64Array(2), new Uint32Array(1)), RangeError, "out has room for 1 of 2 results"],
  [() => x.batch(SPR, "sdm-standard").offsets(BigUint64Array.of(7n), 20), RangeError, "bit 20 names no extended component of sapphire-rapids"],
];

test("the table has no row twice, and is as long as it is said to be", () => {
  const told = CALLS.map(([call]) => call.toString());
  expect(told.length).toBeGreaterThanOrEqual(60);
  expect(new Set(told.filter((text) => text.startsWith("() => "))).size).toBeGreaterThanOrEqual(60);
});

test.each(
  CALLS.map((row) => [row[0].toString().replace(/__vite_ssr_import_\d+__\./g, ""), row] as const),
)("%s", async (_, [call, kind, message]) => {
  const error = await Promise.resolve()
    .then(call)
    .then(
      (value) => new Error(`no error, but ${String(value)}`),
      (thrown: Error) => thrown,
    );
  expect(error.message).toContain(message);
  expect(error.constructor).toBe(kind);
  expect(error.message).not.toMatch(/\n|Cannot |undefined is not|is not a function|not iterable/);
});
