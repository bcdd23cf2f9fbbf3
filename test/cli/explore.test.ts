/** `explore` and `report`: the page as a file, on loopback, with data inside. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { REPORT_ELEMENT, type ReportDocument, readReport } from "../../src/explorer/embedded.ts";
import { openedBy } from "../../src/explorer/hash.ts";
import { BIN, json, spawned, xsweep } from "./run.ts";

const folder = mkdtempSync(join(tmpdir(), "xsweep-explore-"));
afterAll(() => rmSync(folder, { recursive: true }));
const env = { TMPDIR: folder };
const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

const embedded = (html: string): string =>
  new RegExp(`id="${REPORT_ELEMENT}">([^<]*)</script>`).exec(html)?.[1] ?? "";

test("explore writes one file that only its user reads, and prints its address", () => {
  const first = spawned(["explore", "--cpu", "zen-4", "avx+pkru"], "", env);
  expect(first.code).toBe(0);
  const address = new URL(first.out.trim());
  expect(address.protocol).toBe("file:");
  const { state, notes } = openedBy(address.hash);
  expect(notes).toEqual([]);
  expect([state.cpu.id, state.mask]).toEqual(["zen-4", 0x204n]);
  const path = fileURLToPath(new URL(address.pathname, "file://"));
  expect(path.startsWith(folder)).toBe(true);
  expect(statSync(join(path, "..")).mode & 0o77).toBe(0);
  expect(readFileSync(path, "utf8")).toContain("Content-Security-Policy");
  const second = spawned(["explore", "--json"], "", env);
  expect(JSON.parse(second.out)).toEqual({
    schema: "xsweep/explore@1",
    address: `file://${address.pathname}`,
  });
});

test("explore refuses a folder that is not its user's own, and a mask that is none", () => {
  const other = mkdtempSync(join(tmpdir(), "xsweep-explore-"));
  symlinkSync(folder, join(other, `xsweep-${process.getuid?.()}`));
  const refused = spawned(["explore"], "", { TMPDIR: other });
  rmSync(other, { recursive: true });
  expect(refused.code).toBe(2);
  expect(refused.err).toContain("is no folder of yours");
  const mask = spawned(["explore", "--cpu", "zen-4", "nonsense"], "", env);
  expect(mask.code).toBe(2);
  expect(mask.err).toMatch(/^xsweep: MASK: "nonsense" names no state component/);
  const file = spawned(["explore", join(folder, "absent.txt")], "", env);
  expect(file.code).toBe(2);
  expect(file.err).toContain("no such file");
});

test("explore FILE carries the file's verdict, and opens with its processor", () => {
  const { out, code } = spawned(["explore", fixture("zen-4-guest.cpuid.txt")], "", env);
  expect(code).toBe(0);
  const address = new URL(out.trim());
  expect(openedBy(address.hash).state.view).toBe("report");
  const [file] = readReport(embedded(readFileSync(address, "utf8"))).files;
  expect(file && "readings" in file && file.readings[0]?.verdict).toMatch(/^consistent/);
});

test("report keeps files that cannot be read with the reason, and ends with 2", () => {
  const bad = join(folder, "bad </script><img>.txt");
  writeFileSync(bad.replace("/script", "script"), "hello");
  const output = join(folder, "report.html");
  const { code, err } = xsweep([
    ...["report", fixture("zen-4-guest.dmesg.txt"), bad.replace("/script", "script")],
    ...["-o", output],
  ]);
  expect(code).toBe(2);
  expect(err).toContain("no format is recognised");
  const html = readFileSync(output, "utf8");
  const report = JSON.parse(embedded(html)) as ReportDocument;
  expect(report.schema).toBe("xsweep/report@1");
  expect(report.files.map((file) => "why" in file)).toEqual([false, true]);
  expect(html.match(/<img>/g)).toBeNull();
  const [swept] = report.sweeps;
  const [checked] = report.checks;
  if (!swept || "why" in swept || !checked || "why" in checked) throw new Error("no answers");
  expect(swept.rules.map(({ rule }) => rule)).toEqual(["sdm-standard", "sdm-compacted"]);
  expect(report.checks.length).toBeGreaterThan(5);
});

test("report --cpu holds what sweep and check say of it", () => {
  const output = join(folder, "cpu.html");
  expect(xsweep(["report", "--cpu", "sapphire-rapids", "-o", output]).code).toBe(0);
  const { sweeps, checks } = JSON.parse(embedded(readFileSync(output, "utf8"))) as ReportDocument;
  const said = json<{ rules: { max: object; sum: string }[] }>([
    ...["sweep", "--cpu", "sapphire-rapids", "--method", "symbolic"],
  ]);
  const [swept] = sweeps;
  if (!swept || "why" in swept) throw new Error("no figures");
  expect(swept.rules.map(({ max, sum }) => ({ max, sum }))).toEqual(
    said.rules.map(({ max, sum }) => ({ max, sum })),
  );
  const { checks: all } = json<{ checks: object[] }>(["check", "--cpu", "sapphire-rapids"]);
  expect(checks).toEqual(all);
});

test("report asks for what it lacks", () => {
  expect(xsweep(["report", "--cpu", "zen-4"]).err).toContain("-o FILE is missing");
  expect(xsweep(["report", "-o", join(folder, "x.html")]).err).toContain("nothing to report");
  const own = join(folder, "own.txt");
  writeFileSync(own, readFileSync(fixture("zen-4-guest.cpuid.txt")));
  const over = xsweep(["report", own, "-o", own]);
  expect(over.code).toBe(2);
  expect(readFileSync(own, "utf8")).toBe(readFileSync(fixture("zen-4-guest.cpuid.txt"), "utf8"));
});

test("--serve answers on loopback with the policy of the page, and ends with Ctrl-C", async () => {
  const child = spawn(process.execPath, [BIN, "explore", "--cpu", "zen-4", "--serve"]);
  const address = await new Promise<string>((resolve) => {
    child.stdout.once("data", (data) => resolve(String(data).trim()));
  });
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#v=1&/);
  const ask = (path: string) =>
    new Promise<[number | undefined, string | undefined, string]>((resolve, reject) => {
      get(new URL(path, address), (response) => {
        let body = "";
        response.on("data", (part) => (body += part));
        response.on("end", () => {
          const policy = response.headers["content-security-policy"] as string | undefined;
          resolve([response.statusCode, policy, body]);
        });
      }).once("error", reject);
    });
  const [status, policy, body] = await ask("/");
  expect(status).toBe(200);
  expect(policy).toContain("connect-src 'none'");
  expect(body).toContain(`content="${policy}"`);
  expect((await ask("/etc/passwd"))[0]).toBe(404);
  child.kill("SIGINT");
  const code = await new Promise((resolve) => child.once("exit", resolve));
  expect(code).toBe(130);
  await expect(ask("/")).rejects.toThrow();
});
