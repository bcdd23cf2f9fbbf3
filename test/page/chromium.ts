/** Where the browser of these tests is. */
import { existsSync } from "node:fs";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The program; undefined where there is none. XSWEEP_CHROMIUM says another place. */
export const CHROMIUM: string | undefined =
  process.env.XSWEEP_CHROMIUM ?? PLACES.find((place) => existsSync(place));
