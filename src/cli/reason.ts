/** What the errors of the operating system mean, in words. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "no such file"],
  ["ENOTDIR", "no such file: a part of the path is no folder"],
  ["EISDIR", "a folder, not a file"],
  ["EACCES", "not permitted"],
  ["EPERM", "not permitted"],
  ["EROFS", "the file system is read-only"],
  ["ENOSPC", "no space left"],
  ["EDQUOT", "the quota is used up"],
  ["EFBIG", "larger than a file may be here"],
  ["EIO", "the device failed"],
  ["ELOOP", "links that lead in a circle"],
  ["ENAMETOOLONG", "the name is too long"],
  ["EMFILE", "too many open files"],
  ["EPIPE", "its reader has gone"],
  ["ENXIO", "nothing is behind it"],
  ["ETXTBSY", "a program that runs"],
]);

export const reasonOf = (code: string | undefined): string =>
  REASONS.get(code ?? "") ?? code ?? "cannot be read";
