/** Permissions, frames and notes of five running kernels (live.ts), replayed on the model. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CLAIMS, decided } from "../../src/linux/claims/index.ts";
import { exec, fork, initialProcess } from "../../src/linux/model/fpstate.ts";
import { reqGuestPerm, reqPerm } from "../../src/linux/model/operations.ts";
import { requestPerm, shownPerm, supportedXcomp } from "../../src/linux/model/perm.ts";
import type { Process } from "../../src/linux/model/process.ts";
import { play } from "../../src/linux/model/scenario.ts";
import { requestPasses, stackPasses } from "../../src/linux/model/signal.ts";
import { layoutNote, regsetSize } from "../../src/linux/model/uabi.ts";
import { kernelNumbers } from "../../src/linux/numbers.ts";
import { PROPERTIES } from "../../src/linux/promises/index.ts";
import { LIVE } from "../shared.ts";
import { AMX, configOf, linesOf, pick, RAN, said, same } from "./live.ts";

/** The least stack in 1..20000 that `passes`, found as the probe found it. */
const least = (passes: (size: number) => boolean): number => {
  let size = 1;
  while (size <= 20_000 && !passes(size)) size++;
  return size;
};

test.each(RAN)(
  "%s: permissions, requests, frames and the register set as it printed them",
  (release) => {
    const lines = linesOf(release);
    const config = configOf(lines, release);
    const process = initialProcess(config);
    const perms = ({ perm, guestPerm }: Process) => [
      shownPerm(config, perm),
      shownPerm(config, guestPerm),
    ];
    const { minSigStkSz, without, permitted } = kernelNumbers(config);
    same(
      `${release} @PERM`,
      pick(said(lines, "@PERM when=start"), "supp", "perm", "guest", "minsigstksz"),
      [supportedXcomp(config), ...perms(process), minSigStkSz],
    );
    const requests = lines.filter((line) => line.startsWith("@REQ"));
    expect(requests.length).toBe(16);
    for (const line of requests) {
      const [idx = 0, ...live] = pick(
        said([line], "@REQ"),
        "idx",
        "host",
        "guest",
        "perm",
        "gperm",
      );
      const host = requestPerm(config, process, idx, "host");
      const guest = requestPerm(config, host.state, idx, "guest");
      same(`${release} ${line}`, live, [host.result, guest.result, ...perms(guest.state)]);
    }
    same(`${release} @SIGFRAME init`, pick(said(lines, "@SIGFRAME when=init"), "extended_size"), [
      without.signalFrame,
    ]);
    same(`${release} @PTRACE`, pick(said(lines, "@PTRACE when=start"), "size"), [
      regsetSize(config),
    ]);
    const stacks = said(lines, "@ALTSTACK");
    if (config.dynamic === 0) {
      same(`${release} permitted`, permitted, null);
      return;
    }
    const asked = play(config, [reqPerm(config, AMX)]).end;
    same(
      `${release} @ALTSTACK`,
      pick(stacks, "min_plain", "min_alt_then_req", "min_req_then_alt"),
      [
        least((size) => stackPasses(config, size, process.perm)),
        least((size) => requestPasses(config, size, asked.perm.userStateSize)),
        least((size) => stackPasses(config, size, asked.perm)),
      ],
    );
    const both = play(config, [reqPerm(config, AMX), reqGuestPerm(config, AMX)]).end;
    const child = pick(said(lines, "@FORK child"), "perm", "gperm");
    same(`${release} @FORK`, child, perms(fork(config, both)));
    const after = pick(said(lines, "@EXEC perm"), "perm", "gperm");
    same(`${release} @EXEC`, after, perms(exec(config, both)));
  },
);

test.each(RAN)("%s: every row of the layout note of its core files", (release) => {
  const lines = linesOf(release);
  const rows = lines
    .filter((line) => line.startsWith("@LAYOUT"))
    .map((line) => pick(said([line], "@LAYOUT"), "type", "size", "offset", "flags"));
  same(release, rows, layoutNote(configOf(lines, release)));
});

test("claims and promises say which of them were observed, on which releases", () => {
  const claims = CLAIMS.filter(({ observed }) => observed).map(({ id }) => id);
  expect(claims).toEqual(["C4", "C5", "C6", "C7", "C10", "C14", "C20", "C21", "C24", "C25"]);
  const promises = PROPERTIES.filter(({ observed }) => observed).map(({ id }) => id);
  expect(promises).toEqual(["P4", "B5", "B6", "B7", "B9", "S5"]);
  const releases = new Set(RAN.map(([release]) => release as string));
  for (const { id, observed } of [...CLAIMS, ...PROPERTIES]) {
    if (!observed) continue;
    expect([id, observed.known]).toEqual([id, "live, emulated"]);
    const ran = observed.ran.replace(/ \(Bochs 3\.0\)$/, "").split(", ");
    expect([id, ran.filter((release) => !releases.has(release))]).toEqual([id, []]);
  }
  const [claim] = CLAIMS.filter(({ id }) => id === "C25").map(decided);
  expect(claim).toMatchObject({
    known: "live, emulated",
    ran: expect.stringContaining("6.12.117"),
  });
});

test.skipIf(!existsSync(LIVE)).each(RAN)(
  "the fixture of %s has the lines of the log, and no others (needs XSWEEP_SHARED/live)",
  (release, log) => {
    const printed = readFileSync(join(LIVE, log), "latin1").replaceAll("\r", "");
    const [, ...kept] = linesOf(release);
    expect(kept.filter((line) => !printed.includes(line))).toEqual([]);
  },
);
