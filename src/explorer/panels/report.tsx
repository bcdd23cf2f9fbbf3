/** What a page of `xsweep report` carries: each file with its verdict, the bad ones marked. */
import { clip, Foreign } from "../clip.tsx";
import {
  EMBEDDED,
  type EmbeddedFile,
  type ReportCheck,
  type ReportSweep,
  type ReportUnanswered,
} from "../embedded.ts";
import { Scroll } from "../scroll.tsx";
import type { ExplorerState } from "../state.ts";
import { FileVerdict } from "./judge.tsx";

export function ReportPanel(_: { state: ExplorerState }) {
  if (EMBEDDED === null) {
    return <p class="quiet">This page carries no report: `xsweep report` writes one that does.</p>;
  }
  const { files, version, sweeps, checks } = EMBEDDED;
  return (
    <>
      <p class="quiet">
        Written by xsweep {version}: {files.length} {files.length === 1 ? "file" : "files"}.
      </p>
      {files.map((file) => (
        <Carried key={file.name} file={file} />
      ))}
      {sweeps.map((one) => (
        <Swept key={one.cpu} sweep={one} />
      ))}
      {checks.length > 0 ? <h2>Promises of the kernel</h2> : null}
      {checks.map((one) => (
        <Checked key={"why" in one ? one.cpu : `${one.cpu} ${one.kernel}`} check={one} />
      ))}
    </>
  );
}

function Swept({ sweep }: { sweep: ReportSweep | ReportUnanswered }) {
  return (
    <section>
      <h2>
        Every mask of <Foreign text={sweep.cpu} most={60} />
      </h2>
      {"why" in sweep ? (
        <p class="open">{sweep.why}</p>
      ) : (
        <Scroll label={`Figures of every mask of ${clip(sweep.cpu, 60)}`}>
          <table class="swept">
            <thead>
              <tr>
                <th scope="col">Rule</th>
                <th scope="col" class="num">
                  Masks
                </th>
                <th scope="col" class="num">
                  Smallest
                </th>
                <th scope="col" class="num">
                  Largest
                </th>
                <th scope="col">of mask</th>
                <th scope="col" class="num">
                  Distinct
                </th>
                <th scope="col" class="num">
                  Sum
                </th>
              </tr>
            </thead>
            <tbody>
              {sweep.rules.map(({ rule, masks, min, max, distinct, sum }) => (
                <tr key={rule}>
                  <td>{rule}</td>
                  <td class="num">{masks}</td>
                  <td class="num">{min.size}</td>
                  <td class="num">{max.size}</td>
                  <td>{max.mask}</td>
                  <td class="num">{distinct}</td>
                  <td class="num">{sum}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
      )}
    </section>
  );
}

function Checked({ check }: { check: ReportCheck | ReportUnanswered }) {
  if ("why" in check) {
    return (
      <p class="open">
        <Foreign text={check.cpu} most={60} />: {check.why}
      </p>
    );
  }
  const broken = check.properties.filter(({ holds }) => holds === false);
  return (
    <details>
      <summary>
        <b>{check.kernel}</b> on <Foreign text={check.cpu} most={60} />, host mask {check.hostMask}:{" "}
        <span class={broken.length === 0 ? "good" : "bad"}>
          {broken.length === 0
            ? `all ${check.properties.length} hold`
            : `broken: ${broken.map(({ id }) => id).join(", ")}`}
        </span>
      </summary>
      {broken.map(({ id, name, detail, trace }) => (
        <div key={id}>
          <h3>
            {id} {name}
          </h3>
          <ol>
            {trace.map(({ op, result }, i) => (
              <li key={`${i} ${op}`} class="number">
                {op} = {result}
              </li>
            ))}
          </ol>
          <p class="bad">{detail}</p>
        </div>
      ))}
    </details>
  );
}

function Carried({ file }: { file: EmbeddedFile }) {
  return (
    <section>
      <h2>
        <Foreign text={file.name} />
      </h2>
      {"why" in file ? (
        <p class="verdict bad">
          cannot be read: <Foreign text={file.why} most={600} />
        </p>
      ) : (
        <FileVerdict file={file} />
      )}
    </section>
  );
}
