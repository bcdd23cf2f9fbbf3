/** What NT_AUXV, the vector that the kernel gave the program, says of the processor. getauxval(3). */

export interface Auxv {
  /** AT_MINSIGSTKSZ: bytes of the largest signal frame; since Linux 5.14. */
  readonly minimumStack: number | null;
  /** AT_HWCAP, CPUID.1:EDX, has a flag that no AMD processor sets. */
  readonly notAmd: boolean;
}

const AT_HWCAP = 16;
const AT_MINSIGSTKSZ = 51;
/** DS (21), ACPI (22), SS (27), TM (29), PBE (31): reserved in AMD's CPUID 1 (APM3 E.3.2). */
const NOT_OF_AMD = (1n << 21n) | (1n << 22n) | (1n << 27n) | (1n << 29n) | (1n << 31n);

export const NO_AUXV: Auxv = { minimumStack: null, notAmd: false };

export function auxvOf(data: DataView, bits: 32 | 64): Auxv {
  const width = bits / 8;
  const word = (at: number) =>
    bits === 64 ? data.getBigUint64(at, true) : BigInt(data.getUint32(at, true));
  let auxv = NO_AUXV;
  for (let at = 0; at + 2 * width <= data.byteLength; at += 2 * width) {
    const [key, value] = [Number(word(at)), word(at + width)];
    if (key === AT_MINSIGSTKSZ) auxv = { ...auxv, minimumStack: Number(value) };
    if (key === AT_HWCAP) auxv = { ...auxv, notAmd: (value & NOT_OF_AMD) !== 0n };
  }
  return auxv;
}
