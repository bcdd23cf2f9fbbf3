// Builds and runs bench/native-walk.c where there is a C compiler: the yardstick of scalar code.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

// Bundled, this lies in a folder of dist/.
const SOURCE = fileURLToPath(new URL("../../bench/native-walk.c", import.meta.url));

/** A function from (cpu, count) to { seconds, sum }; undefined where no compiler is found. */
export function nativeWalk() {
  const folder = mkdtempSync(join(tmpdir(), "xsweep-bench-"));
  const program = join(folder, "walk");
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const built = spawnSync("cc", ["-O3", "-march=native", "-o", program, SOURCE]);
  if (built.status !== 0) return undefined;
  return (cpu, count) => {
    const rows = cpu.components.flatMap(({ size, align64 }) => [`${size}`, align64 ? "63" : "0"]);
    const { stdout } = spawnSync(program, [`${count}`, ...rows], { encoding: "utf8" });
    const [nanoseconds, sum] = stdout.trim().split(" ");
    return { seconds: Number(nanoseconds) / 1e9, sum };
  };
}
