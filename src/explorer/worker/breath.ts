/** A pause in long work, so that what is sent meanwhile is heard. */
export const breath = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
