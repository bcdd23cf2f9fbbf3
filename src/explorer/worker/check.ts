/** The model checker, live: one kernel in full, every version in short, the claims of the mail. */
import type { Processor } from "../../index.ts";
import { type CheckOptions, CLAIMS, check, decided, VERSIONS, version } from "../../linux/index.ts";
import { breath } from "./breath.ts";
import type { CheckedVersion, Doing } from "./jobs.ts";

interface Asked {
  readonly cpu: Processor;
  readonly host: bigint | null;
  readonly dynamic: bigint | null;
}

const optionsOf = ({ host, dynamic }: Asked): CheckOptions => ({
  ...(host === null ? {} : { hostMask: host }),
  ...(dynamic === null ? {} : { dynamic }),
});

export const checked: Doing<"check"> = ({ kernel, ...asked }) =>
  check(asked.cpu, version(kernel), optionsOf(asked));

export const versions: Doing<"versions"> = async (asked, tell) => {
  const done: CheckedVersion[] = [];
  for (const one of VERSIONS) {
    done.push(inShort(one.id, asked));
    tell([...done]);
    await breath();
  }
  return done;
};

function inShort(kernel: string, asked: Asked): CheckedVersion {
  try {
    const { properties } = check(asked.cpu, version(kernel), optionsOf(asked));
    const promises = properties.map(({ id, holds, steps }) => [id, { holds, steps }] as const);
    return { kernel, promises: Object.fromEntries(promises), why: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kernel, promises: {}, why: error.message };
  }
}

export const claims: Doing<"claims"> = () => CLAIMS.map(decided);
