/** Before all tests: what this checkout cannot verify is said, once. */
import { DATA, HAS_DATA } from "./shared.ts";

export default function setup(): void {
  if (HAS_DATA) return;
  process.stderr.write(
    `no corpus at ${DATA}: what needs it is skipped (original dumps, boot logs, the mail); XSWEEP_SHARED says where else\n`,
  );
}
