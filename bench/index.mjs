// Every question, in the order they are asked. `xsweep bench` runs them.
import * as difference from "./difference.mjs";
import * as exhaustive from "./exhaustive.mjs";
import * as figures from "./figures.mjs";
import * as single from "./single.mjs";
import * as symbolic from "./symbolic.mjs";

export { spread } from "./runner.mjs";
export const QUESTIONS = [exhaustive, figures, single, symbolic, difference];
