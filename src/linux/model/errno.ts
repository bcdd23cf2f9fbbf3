/** What the kernel answers, negated as it returns it. Linux include/uapi/asm-generic/errno*.h. */

// biome-ignore format: one error per line
const ERRORS = [
  [  -1, "EPERM"],
  [  -5, "EIO"],
  [ -12, "ENOMEM"],
  [ -14, "EFAULT"],
  [ -16, "EBUSY"],
  [ -22, "EINVAL"],
  [ -28, "ENOSPC"],
  [ -95, "EOPNOTSUPP"],
] as const;

export const EPERM = -1;
export const ENOMEM = -12;
export const EFAULT = -14;
export const EBUSY = -16;
export const EINVAL = -22;
export const ENOSPC = -28;
export const EOPNOTSUPP = -95;

/** "-16 EBUSY"; 0 stays 0, and so does a signal, which is a positive number. */
export function resultText(result: number): string {
  if (result === SIGILL) return "SIGILL";
  if (result === SIGSEGV) return "SIGSEGV";
  const known = ERRORS.find(([number]) => number === result);
  return known ? `${result} ${known[1]}` : `${result}`;
}

/** An operation that a signal ends answers the signal's number. */
export const SIGILL = 4;
export const SIGSEGV = 11;
