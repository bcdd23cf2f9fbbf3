/** What XRSTOR does with an image, in one phrase. */
import type { XrstorVerdict } from "../../questions/xrstor.ts";

/** "fine", "faults: bit 3 is not in XCR0", "loads wrong registers: opmask, ZMM, PKRU". */
export function verdictWords({ fault, components }: XrstorVerdict): string {
  if (fault) return `faults: ${fault.why}`;
  const wrong = components.filter((one) => one.wrong);
  return wrong.length === 0 ? "fine" : `loads wrong registers: ${registersOf(wrong).join(", ")}`;
}

/** The two halves of ZMM by one word. */
function registersOf(components: readonly { bit: number; name: string }[]): string[] {
  const both = [6, 7].every((n) => components.some((one) => one.bit === n));
  return components.flatMap((one) => {
    if (!both || (one.bit !== 6 && one.bit !== 7)) return [one.name];
    return one.bit === 6 ? ["ZMM"] : [];
  });
}
