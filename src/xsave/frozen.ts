/** What the library hands out to everybody: nobody can change it for the others. */

/** `value`, it and every object and list in it frozen. Functions stay as they are. */
export function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
