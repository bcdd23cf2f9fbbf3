// Builds and runs the C programs of this folder where there is a C compiler: yardsticks of native code.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The program of `name`.c, from arguments to { seconds, said }; undefined where no compiler is found. */
function built(name) {
  // Bundled, this lies in a folder of dist/.
  const source = fileURLToPath(new URL(`../../bench/${name}.c`, import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "xsweep-bench-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const program = join(folder, name);
  const { status } = spawnSync("cc", ["-O3", "-march=native", "-o", program, source]);
  if (status !== 0) return undefined;
  return (count, cpu) => {
    const rows = cpu.components.flatMap(({ size, align64 }) => [`${size}`, align64 ? "63" : "0"]);
    const { stdout } = spawnSync(program, [`${count}`, ...rows], { encoding: "utf8" });
    const [nanoseconds, ...said] = stdout.trim().split(" ");
    return { seconds: Number(nanoseconds) / 1e9, said };
  };
}

/** Scalar code, a mask after the other: from (cpu, masks) to { seconds, sum }. */
export function nativeWalk() {
  const walk = built("native-walk");
  if (!walk) return undefined;
  return (cpu, count) => {
    const { seconds, said } = walk(count, cpu);
    return { seconds, sum: said[0] };
  };
}

/** Hand-written 128-bit code, every mask of all components of `cpu`: to { seconds, sum }. */
export function nativeExtremes() {
  const extremes = built("native-extremes");
  if (!extremes) return undefined;
  return (cpu) => {
    const { seconds, said } = extremes(cpu.components.length, cpu);
    return { seconds, sum: said[0] };
  };
}
