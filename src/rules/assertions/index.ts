/** Every named assertion. A new one is a file beside this one and its row here. */
import type { Assertion } from "../../questions/assertions.ts";
import { FITS_4096, FITS_8192 } from "./fits.ts";
import { MULTIPLE_OF_64 } from "./multiple-of-64.ts";
import { SAME_PAGES } from "./same-pages.ts";
import { STANDARD_COVERS } from "./standard-covers.ts";

export const ASSERTIONS: readonly Assertion[] = [
  SAME_PAGES,
  STANDARD_COVERS,
  MULTIPLE_OF_64,
  FITS_4096,
  FITS_8192,
];
