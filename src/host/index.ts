/** "xsweep/host": this machine, read: by the CPUID device, else by the program `cpuid`, else a hint. Node only. */
import { execFileSync } from "node:child_process";
import { readingsOf } from "../read/cpuid/logical-processors.ts";
import { readDump } from "../read/index.ts";
import type { Dump } from "../read/reading.ts";
import { DEVICE, deviceBlocks } from "./cpuid-device.ts";

export { minimumStack } from "./auxv.ts";

/** What was read, and where. */
export interface HostDump {
  readonly dump: Dump;
  /** "/dev/cpu/0/cpuid", or "`cpuid -1 -r`". */
  readonly by: string;
}

/** @throws {RangeError} where neither is there, saying what to do. */
export function readHost(): HostDump {
  try {
    const origin = { format: "cpuid-device", file: DEVICE };
    return { dump: { format: origin.format, ...readingsOf(deviceBlocks(), origin) }, by: DEVICE };
  } catch (error) {
    return readByProgram(hintOf((error as NodeJS.ErrnoException).code, error as Error));
  }
}

function readByProgram(hint: string): HostDump {
  let text: string;
  try {
    text = execFileSync("cpuid", ["-1", "-r"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 10_000,
    });
  } catch {
    throw new RangeError(`host: ${hint}; or install the program cpuid`);
  }
  return { dump: readDump(text, { from: "cpuid-r", file: "cpuid -1 -r" }), by: "`cpuid -1 -r`" };
}

/** Why the device cannot be read, and the way out. */
function hintOf(code: string | undefined, { message }: Error): string {
  if (code === "ENOENT") return `no ${DEVICE} (as root: modprobe cpuid)`;
  if (code === "EACCES" || code === "EPERM") return `${DEVICE} is not readable (run as root)`;
  if (code === "ENXIO" || code === "EIO") return `${DEVICE} does not answer (${code})`;
  return message;
}
