/** Numbers in [0, 1) that are the same in every run: a linear congruential generator of 32 bits. */
export const seeded = (seed: number) => (): number => {
  // Numerical Recipes, "quick and dirty".
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
