/** What an edited processor turns for the worse: rules, buffers, exchange of images, promises. */
import { hex, lostExchange, proposal } from "../../index.ts";
import { kernelTurned, version, whyNoKernel } from "../../linux/index.ts";
import type { Doing } from "./jobs.ts";

export const propose: Doing<"propose"> = ({ before, after, kernel }) => {
  const { rules, limits, exchange } = proposal(before, after);
  const why = whyNoKernel(before, after);
  const promises = why === null ? kernelTurned(before, after, version(kernel)).promises : null;
  return {
    rules: rules
      .filter(({ turn }) => turn === "wrong" || turn === "worse" || turn === "ends")
      .map(({ rule, turn, after: now }) => ({
        rule: rule.id,
        turn,
        first: now.firstLegal === null ? "" : hex(now.firstLegal.mask),
      })),
    limits: limits
      .filter(({ turn }) => turn === "overflows" || turn === "more")
      .map(({ limit, turn }) => ({ limit: limit.name, turn })),
    exchange: exchange
      .filter((turn) => Object.values(lostExchange(turn)).includes(true))
      .map(({ cpu }) => cpu),
    promises: promises?.map(({ id, name, turn }) => ({ id, name, turn })) ?? null,
    whyNoKernel: why,
  };
};
