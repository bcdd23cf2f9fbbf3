/** `xsweep sgx`: bytes and pages of the SSA frames of an enclave. */
import { type SgxFrame, sgxFrame, sgxFrames } from "../questions/sgx.ts";
import { sgxJson } from "../write/json/sgx.ts";
import { sgxText } from "../write/text/sgx.ts";
import type { Processor } from "../xsave/processor.ts";
import type { Command } from "./command.ts";
import { cpuOf } from "./cpu.ts";
import { maskOf, naming } from "./resolve.ts";

export const sgxCommand: Command = {
  name: "sgx",
  summary: "SSA frames of SGX enclaves: bytes and pages for an XFRM, or for every one",
  flags: ["cpu", "xfrm"],
  examples: ["xsweep sgx --cpu sapphire-rapids", "xsweep sgx --cpu ice-lake-sp --xfrm 0xe7 --json"],
  async run({ flags, io }) {
    const cpu = await cpuOf(flags, io);
    const { xfrm } = flags;
    const frames =
      xfrm === undefined
        ? naming("--cpu", () => sgxFrames(cpu))
        : oneFrame(cpu, maskOf("--xfrm", xfrm, cpu));
    io.print(
      flags.json ? JSON.stringify(sgxJson(cpu.id, frames)) : sgxText(cpu, frames, io.tableColumns),
    );
    return 0;
  },
};

const oneFrame = (cpu: Processor, xfrm: bigint): SgxFrame[] =>
  naming("--xfrm", () => [sgxFrame(cpu, xfrm)]);
