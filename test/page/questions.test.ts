/** Processors side by side, rules, kernel numbers, every mask: what a panel says is what the library says. */
import { expect } from "vitest";
import {
  everyMask,
  hex,
  LIMITS,
  layout,
  limitsOn,
  migratedImages,
  occurringSizes,
  processor,
  rule,
  rulesApart,
} from "../../src/index.ts";
import { boot, kernelNumbers, version } from "../../src/linux/index.ts";
import { explorer, test, text } from "./browser.ts";

const SPR = processor("sapphire-rapids");

test("side by side: offsets that differ are marked, and XRSTOR of the other is foretold", async () => {
  const cpu = processor("ice-lake-client");
  const other = processor("zen-4");
  const page = await explorer("#v=1&view=compare&cpu=ice-lake-client&mask=0x2e7&with=zen-4");
  const differ = (["standard", "compacted"] as const).flatMap((format) => {
    const [a, b] = [layout(cpu, 0x2e7n, format), layout(other, 0x2e7n, format)];
    const moved = a.components.filter(
      (c) => b.components.find((d) => d.bit === c.bit)?.offset !== c.offset,
    );
    return [...moved.map(({ name }) => name), ...(a.size === b.size ? [] : ["whole area"])];
  });
  expect(differ.length).toBeGreaterThan(3);
  const marked = await page.evaluate(() =>
    [...document.querySelectorAll("td.differs")].map((cell) =>
      cell.parentElement?.querySelector("td")?.textContent?.trim(),
    ),
  );
  expect(marked).toEqual(differ);
  const said = await text(page, "main");
  for (const { verdict } of migratedImages(cpu, other, 0x2e7n)) {
    const wrong = verdict.components.filter((c) => c.wrong);
    for (const { name, offset } of wrong)
      expect(said).toContain(`${name} is loaded from byte ${offset}`);
  }
  expect(said).toContain("standard, by XRSTOR: loaded wrongly");
  expect(said).toContain("compacted, by XRSTOR: loaded as saved");
});

test("a processor is laid beside it by choice, and taken away again", async () => {
  const page = await explorer("#v=1&view=compare&cpu=zen-4&mask=0x7");
  await page.selectOption("#beside-more", "haswell");
  expect(await page.locator(".stack").count()).toBe(2);
  await page.waitForTimeout(200);
  expect(await page.evaluate(() => location.hash)).toContain("with=haswell");
  await page.getByRole("button", { name: "Remove haswell" }).click();
  expect(await page.locator(".stack").count()).toBe(0);
});

test("two rules: on this mask, on all, and the matrix as a way in", async () => {
  const page = await explorer(
    "#v=1&view=rules&cpu=sapphire-rapids&mask=0x602e7&rules=kvm-5.16-compacted,sdm-compacted",
  );
  const apart = rulesApart(SPR, "kvm-5.16-compacted", "sdm-compacted");
  const [a, b] = [apart.a, apart.b].map((id) => rule(id).walk(SPR, 0x602e7n));
  expect(await text(page, ".verdict")).toBe(
    `on 0x602e7 kvm-5.16-compacted says ${a}, sdm-compacted says ${b}`,
  );
  expect(await text(page, ".facts dd")).toBe(`${apart.differ} of ${apart.masks}`);
  expect(await text(page, ".facts button")).toBe(hex(apart.firstLegal?.mask ?? 0n));
  await page.waitForSelector(".matrix");
  expect(await page.locator(".matrix tbody tr").count()).toBeGreaterThan(20);
  await page.click(".matrix button:text-is('qemu-compacted')");
  expect(await text(page, ".verdict")).toContain("qemu-compacted");
});

test("kernel numbers, and the buffers that overflow", async () => {
  const page = await explorer("#v=1&view=kernel&cpu=sapphire-rapids&kernel=linux-6.16&vcpus=64");
  const { optIn, without, permitted } = kernelNumbers(boot(SPR, version("linux-6.16")));
  expect(await text(page, ".verdict")).toContain(`${(optIn?.bytes ?? 0) * 64} bytes for 64 vCPUs`);
  const row = (says: string) => page.locator("tr", { hasText: says }).first().textContent();
  expect(await row("a task's own buffer")).toContain(`${without.task}${permitted?.task}`);
  expect(await row("KVM_CAP_XSAVE2")).toContain(`${without.capXsave2}${permitted?.capXsave2}`);
  const over = limitsOn(LIMITS, [SPR]).filter(
    ({ processors: [one] }) => (one?.overflow ?? 0n) > 0n,
  );
  expect(await text(page, "h2")).toBe(
    `Fixed buffers of the field: ${over.length} of ${LIMITS.length} overflow on a legal mask`,
  );
});

test("every mask as a picture: a pixel is the mask that is opened, in either order", async () => {
  const all = everyMask(SPR, "sdm-compacted");
  for (const order of ["count", "gray"] as const) {
    const page = await explorer(`#v=1&view=masks&cpu=sapphire-rapids&mask=0x3&order=${order}`);
    await page.waitForSelector("canvas");
    const box = await page.locator("canvas").boundingBox();
    if (box === null) throw new Error("no canvas");
    const [wide, high] = [128, all.masks / 128];
    const [x, y] = [77, 41];
    const place = y * wide + x;
    const mask = all.maskOf(order === "gray" ? place ^ (place >> 1) : place);
    const position = { x: ((x + 0.5) * box.width) / wide, y: ((y + 0.5) * box.height) / high };
    await page.hover("canvas", { position });
    expect(await text(page, "figcaption .number")).toBe(hex(mask));
    expect(await text(page, "figcaption [role=status]")).toContain(
      `${rule("sdm-compacted").walk(SPR, mask)} bytes`,
    );
    await page.click("canvas", { position });
    await page.waitForSelector(".components");
    expect(await page.inputValue("#mask")).toBe(hex(mask));
  }
});

test("the picture by keyboard", async () => {
  const page = await explorer("#v=1&view=masks&cpu=sapphire-rapids&mask=0x3");
  await page.focus(".picture-button");
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  const all = everyMask(SPR, "sdm-compacted");
  expect(await text(page, "figcaption .number")).toBe(hex(all.maskOf(129)));
  await page.keyboard.press("Enter");
  await page.waitForSelector(".components");
  expect(await page.inputValue("#mask")).toBe(hex(all.maskOf(129)));
});

test("a picture of disagreement and one of pages have a pixel per mask", async () => {
  for (const colour of ["apart", "pages"]) {
    const page = await explorer(`#v=1&view=masks&cpu=sapphire-rapids&colour=${colour}`);
    await page.waitForSelector("canvas");
    const colours = await page.evaluate(() => {
      const canvas = document.querySelector("canvas") as HTMLCanvasElement;
      const { data } = (canvas.getContext("2d") as CanvasRenderingContext2D).getImageData(
        ...([0, 0, canvas.width, canvas.height] as const),
      );
      return new Set(new Uint32Array(data.buffer)).size;
    });
    expect(colours).toBe(await page.locator(".legend span").count());
    expect(colours).toBeGreaterThan(1);
  }
});

test("counted, swept, and both agree; the histogram has a column per size", async () => {
  const page = await explorer("#v=1&view=masks&cpu=sapphire-rapids&mask=0x3");
  const sizes = occurringSizes(SPR, "sdm-compacted");
  expect(await page.locator(".column").count()).toBe(sizes.length);
  await page.getByRole("button", { name: "Sweep 2^13 masks" }).click();
  await page.waitForSelector("section[aria-label=Sweep] .good");
  const sum = sizes.reduce((all, { size, count }) => all + BigInt(size) * count, 0n);
  expect(await text(page, "section[aria-label=Sweep] [role=status]")).toContain(`sum ${sum} bytes`);
});

test("2^32 masks: counted in milliseconds, swept with progress, cancelled, and a dead worker is said", async () => {
  const page = await explorer("#v=1&view=masks");
  await page.getByRole("button", { name: "32 components" }).click();
  await expect.poll(() => text(page, "main [role=status]")).toContain("4294967296 masks");
  await page.getByRole("button", { name: "Sweep 2^32 masks" }).click();
  await page.waitForSelector("progress");
  await page.getByRole("button", { name: "Cancel" }).click();
  expect(await page.locator("progress").count()).toBe(0);
  await page.getByRole("button", { name: "Sweep 2^32 masks" }).click();
  await page.waitForFunction(() => (document.querySelector("progress")?.value ?? 0) > 0);
  for (const worker of page.workers()) void worker.evaluate(() => self.close()).catch(() => {});
  await page.waitForSelector(
    "section[aria-label=Sweep] .verdict.bad, section[aria-label=Sweep] .good",
  );
  expect(await text(page, "section[aria-label=Sweep] .verdict.bad")).toContain("it died");
  expect(await page.locator("section[aria-label=Sweep] .good").count()).toBe(0);
});

test("2^24 masks are drawn on request", async () => {
  const page = await explorer("#v=1&view=masks");
  await page.getByRole("button", { name: "24 components" }).click();
  await page.getByRole("button", { name: "Draw 2^24 masks" }).click();
  await page.waitForSelector("canvas", { timeout: 60_000 });
  expect(await page.evaluate(() => document.querySelector("canvas")?.width)).toBe(4096);
});
