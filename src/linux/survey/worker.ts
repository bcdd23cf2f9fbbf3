/** One thread of a survey: host masks in, what broke on them out. */
import { worker } from "../../threads/worker.ts";
import { survey } from "./survey.ts";

export default worker(survey);
