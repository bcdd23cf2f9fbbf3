/** What a kernel sets aside on this processor, what opting in costs, which fixed buffers overflow. */
import { useMemo } from "preact/hooks";
import { hex, LIMITS, limitsOn, maskNames, type Processor } from "../../index.ts";
import {
  type BootedNumbers,
  boot,
  type KernelStage,
  kernelNumbers,
  VERSIONS,
  version,
} from "../../linux/index.ts";
import { CopyAs } from "../copy-as.tsx";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { change } from "../store.ts";

export function KernelPanel({ state }: { state: ExplorerState }) {
  const { cpu, kernel, vcpus } = state;
  const numbers = useMemo(() => {
    try {
      return kernelNumbers(boot(cpu, version(kernel)));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }, [cpu, kernel]);
  return (
    <>
      <div class="row">
        <div class="field">
          <label for="kernel">Kernel</label>
          <select
            id="kernel"
            value={kernel}
            onChange={({ currentTarget }) => change({ kernel: currentTarget.value })}
          >
            {VERSIONS.map(({ id, stands }) => (
              <option key={id} value={id}>
                {id}: {stands.length > 60 ? `${stands.slice(0, 60)}…` : stands}
              </option>
            ))}
          </select>
        </div>
        <label class="field">
          <span>vCPUs</span>
          <input
            type="number"
            min={1}
            max={1_000_000}
            value={vcpus}
            onChange={({ currentTarget }) =>
              change({
                vcpus: Math.min(1e6, Math.max(1, Math.floor(Number(currentTarget.value)) || 1)),
              })
            }
          />
        </label>
      </div>
      {typeof numbers === "string" ? (
        <p class="verdict bad">{numbers}</p>
      ) : (
        <Numbers numbers={numbers} vcpus={vcpus} />
      )}
      <Limits cpu={cpu} />
      <CopyAs state={state} />
    </>
  );
}

/** What is said of each stage: bytes, or null where there is no such number. */
const ROWS: readonly (readonly [says: string, of: (stage: KernelStage) => number])[] = [
  ["a task's own buffer", ({ task }) => task],
  ["a thread's memory, with its header", ({ thread }) => thread.bytes],
  ["a guest's buffer", ({ guest }) => guest.size],
  ["a vCPU's memory, with its header", ({ vcpu }) => vcpu.bytes],
  ["KVM_CAP_XSAVE2: the buffer of KVM_GET_XSAVE2", ({ capXsave2 }) => capXsave2],
  ["the standard image of a task, userStateSize", ({ userSize }) => userSize],
  ["the XSAVE image in a signal frame", ({ signalFrame }) => signalFrame],
  ["the whole 64-bit signal frame, at most", ({ frame }) => frame],
  ["0DH.1:EBX of KVM_GET_SUPPORTED_CPUID", ({ supportedEbx1 }) => supportedEbx1],
];

function Numbers({ numbers, vcpus }: { numbers: BootedNumbers; vcpus: number }) {
  const { whyNoBoot, minSigStkSz, minSigStkSz64, without, permitted, optIn, config } = numbers;
  return (
    <>
      <p class={`verdict ${whyNoBoot === null ? "plain" : "bad"}`} role="status">
        {whyNoBoot !== null
          ? `does not boot: ${whyNoBoot}`
          : optIn === null
            ? "nothing to opt in to on this processor"
            : `permission to ${maskNames(config.cpu, config.dynamic)} costs ${optIn.bytes * vcpus} bytes for ${vcpus} ${vcpus === 1 ? "vCPU" : "vCPUs"}: ${optIn.bytes} bytes and ${optIn.pages} ${optIn.pages === 1 ? "page" : "pages"} each`}
      </p>
      <p class="quiet">
        {`Host mask ${hex(config.hostMask)}, ${config.format} format. Signal stack, AT_MINSIGSTKSZ: ${minSigStkSz} bytes, ${minSigStkSz64} where the kernel is 64-bit only.`}
      </p>
      <Scroll label="Sizes of the kernel">
        <table>
          <thead>
            <tr>
              <th scope="col">Bytes of</th>
              <th scope="col" class="num">
                by default
              </th>
              {permitted ? (
                <th scope="col" class="num">
                  with permission to {hex(config.dynamic)}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {ROWS.map(([says, of]) => {
              const [before, after] = [of(without), permitted ? of(permitted) : null];
              return (
                <tr key={says}>
                  <td>{says}</td>
                  <td class="num">{before}</td>
                  {after === null ? null : (
                    <td class={`num${after === before ? "" : " moved"}`}>{after}</td>
                  )}
                </tr>
              );
            })}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}

function Limits({ cpu }: { cpu: Processor }) {
  const reports = useMemo(() => {
    try {
      return limitsOn(LIMITS, [cpu]);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }, [cpu]);
  if (typeof reports === "string") return <p class="open">{reports}</p>;
  const over = reports.filter(({ processors: [one] }) => one !== undefined && one.overflow > 0n);
  return (
    <>
      <h2>
        Fixed buffers of the field: {over.length} of {reports.length} overflow on a legal mask
      </h2>
      <Scroll label="Fixed buffers">
        <table>
          <thead>
            <tr>
              <th scope="col">Buffer</th>
              <th scope="col" class="num">
                Bytes
              </th>
              <th scope="col" class="num">
                Legal masks over
              </th>
              <th scope="col">First</th>
              <th scope="col" class="num">
                Worst needs
              </th>
              <th scope="col">What it is</th>
            </tr>
          </thead>
          <tbody>
            {[...over, ...reports.filter((one) => !over.includes(one))].map(
              ({ limit, processors: [one] }) => (
                <tr key={limit.name}>
                  <td>{limit.name}</td>
                  <td class="num">{one?.bytes ?? "–"}</td>
                  <td class={`num${one && one.overflow > 0n ? " differs" : ""}`}>
                    {one ? `${one.overflow} of ${one.legal}` : "–"}
                  </td>
                  <td>
                    {one?.first ? (
                      <button
                        type="button"
                        class="link"
                        onClick={() => change({ mask: one.first?.mask ?? 3n })}
                      >
                        {hex(one.first.mask)}
                      </button>
                    ) : (
                      <span class="quiet">none</span>
                    )}
                  </td>
                  <td class="num">{one?.worst.bytes ?? "–"}</td>
                  <td class="quiet">{limit.what}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Scroll>
    </>
  );
}
