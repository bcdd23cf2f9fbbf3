/** `xsweep bench`: the headline numbers, side by side. The questions are in bench/, a file each. */

import { builtModule } from "../threads/built.ts";
import { type BenchAnswer, benchJson, type Spread } from "../write/json/bench.ts";
import { benchText } from "../write/text/bench.ts";
import type { Command } from "./command.ts";

interface Bench {
  readonly QUESTIONS: readonly { run(options: { signal: AbortSignal }): Promise<BenchAnswer> }[];
  readonly spread: (values: readonly number[]) => Spread;
}

export const bench: Command = {
  name: "bench",
  summary: "the headline numbers, side by side",
  flags: [],
  examples: ["xsweep bench", "xsweep bench --json"],
  async run({ flags, io }) {
    const path = builtModule("bench/index.js").href;
    const { QUESTIONS, spread } = (await import(path).catch(withoutTinybench)) as Bench;
    const answers: BenchAnswer[] = [];
    for (const question of QUESTIONS) {
      const answer = await question.run({ signal: io.signal });
      answers.push(answer);
      if (!flags.json) io.print(`${benchText(answer, spread)}\n`);
    }
    if (flags.json) io.print(JSON.stringify(benchJson(answers, spread)));
    return 0;
  },
};

/** Only this command needs it, so installing the library does not bring it. */
function withoutTinybench(error: Error): never {
  if (!error.message.includes("'tinybench'")) throw error;
  throw new Error(
    "bench needs tinybench, which comes with a checkout alone: npm install tinybench",
  );
}
