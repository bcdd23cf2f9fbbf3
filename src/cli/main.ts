/** The command in a process: its arguments, its streams, its signals, its exit code. */
import { end, endedBy, listen } from "./ending.ts";
import { runProgram } from "./program.ts";
import { readStdin, stdinChunks } from "./read-file.ts";
import { reasonOf } from "./reason.ts";
import { complain, draw, put, watchStreams } from "./streams.ts";

watchStreams((error) => {
  // A reader that has enough, `| head`, is no error.
  const quiet = error.code === "EPIPE";
  if (!quiet && endedBy() === undefined) complain(`xsweep: stdout: ${reasonOf(error.code)}`);
  end(quiet ? 0 : 2, error);
});

const { env, stdout, stderr } = process;
process.exitCode = await runProgram(process.argv.slice(2), {
  put,
  draw,
  input: readStdin,
  chunks: stdinChunks,
  listen,
  endedBy,
  env,
  stdout: { isTerminal: stdout.isTTY === true, columns: stdout.columns },
  stderr: { isTerminal: stderr.isTTY === true, columns: stderr.columns },
});
