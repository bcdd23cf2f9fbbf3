/** `xsweep kernel`: the sizes and masks of one kernel on one host. */
import { boot } from "../linux/kernel/configuration.ts";
import { NEWEST } from "../linux/kernel/version.ts";
import { kernelNumbers } from "../linux/numbers.ts";
import { kernelJson } from "../write/json/kernel.ts";
import { kernelText } from "../write/text/kernel.ts";
import type { Command } from "./command.ts";
import { dynamicOf, hostMaskOf, kernelCpu, kernelOf } from "./kernel-flags.ts";
import { naming } from "./resolve.ts";

export const kernelCommand: Command = {
  name: "kernel",
  summary:
    "one kernel on one host: default, guest and maximum sizes, signal frame, cost of opting in",
  flags: ["cpu", "kernel", "hostMask", "dynamic", "format", "xsave", "vcpus"],
  examples: [
    "xsweep kernel --cpu sapphire-rapids --kernel linux-6.17 --vcpus 128",
    "xsweep kernel --cpu granite-rapids --kernel 6.12",
    "xsweep kernel --cpu zen-4 --host-mask 0x18e7",
    "xsweep kernel --cpu haswell --kernel linux-5.18 --format standard --json",
  ],
  async run({ flags, io }) {
    const cpu = await kernelCpu(flags, io);
    const [text, second] = flags.kernel ?? [];
    if (second !== undefined) throw new RangeError("--kernel: one version, please, not several");
    const asked = text === undefined ? null : kernelOf(text, flags.maxInput);
    if (asked?.note) io.note(asked.note);
    const kernel = asked?.version ?? NEWEST;
    const release = asked?.release ?? null;
    const dynamic = dynamicOf(flags.dynamic, cpu);
    if (dynamic === "each")
      throw new RangeError("--dynamic each: only check --every-mask takes it");
    const hostMask = hostMaskOf(flags, cpu);
    const { format = "compacted", vcpus = 1, xsave = "on" } = flags;
    const config = naming("--host-mask", () =>
      boot(cpu, kernel, { hostMask, dynamic, format, xsave }),
    );
    const numbers = kernelNumbers(config);
    io.print(
      flags.json
        ? JSON.stringify(kernelJson(numbers, vcpus, release))
        : kernelText(numbers, vcpus, release, io.columns),
    );
    return 0;
  },
};
