/** Where the build put a module that a thread is started with. */

/**
 * The address of `path` under dist/. Asked for when a thread is started, never when a module is
 * loaded: bundled into a CommonJS program, `import.meta.url` is not there.
 *
 * This file and every chunk of the bundle lie two folders deep, so that one address serves both.
 */
export const builtModule = (path: string): URL => new URL(`../../dist/${path}`, import.meta.url);
