/** What a page of `xsweep report` carries: each file with its verdict, the bad ones marked. */
import { Foreign } from "../clip.tsx";
import { EMBEDDED, type EmbeddedFile } from "../embedded.ts";
import type { ExplorerState } from "../state.ts";
import { FileVerdict } from "./judge.tsx";

export function ReportPanel(_: { state: ExplorerState }) {
  if (EMBEDDED === null) {
    return <p class="quiet">This page carries no report: `xsweep report` writes one that does.</p>;
  }
  const { files, version } = EMBEDDED;
  return (
    <>
      <p class="quiet">
        Written by xsweep {version}: {files.length} {files.length === 1 ? "file" : "files"}.
      </p>
      {files.map((file) => (
        <Carried key={file.name} file={file} />
      ))}
    </>
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
