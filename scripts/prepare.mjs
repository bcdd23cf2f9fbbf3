// Builds after `npm ci` in a checkout. Does nothing where the compilers are absent, as in an
// install without development dependencies: the published package carries dist/.
import { execSync } from "node:child_process";
import { existsSync } from "node:fs";

if (existsSync("node_modules/assemblyscript") && existsSync("node_modules/typescript")) {
  execSync("npm run -s build", { stdio: "inherit" });
}
