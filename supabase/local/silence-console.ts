import { AsyncLocalStorage } from 'node:async_hooks';

const insideLibrary = new AsyncLocalStorage<true>();
let running = 0;
let original: typeof console.error;

const filtered: typeof console.error = (...words) => {
  if (!insideLibrary.getStore()) original(...words);
};

/**
 * Runs `job` and drops what it prints by `console.error`: the library prints every rejected statement with its stack,
 * and responds with it as well. What others print meanwhile is printed.
 */
export const withoutConsoleErrors = async <T>(job: () => T | Promise<T>): Promise<T> => {
  if (running === 0) {
    original = console.error;
    console.error = filtered;
  }
  running += 1;
  try {
    return await insideLibrary.run(true, job);
  } finally {
    running -= 1;
    if (running === 0 && console.error === filtered) console.error = original;
  }
};
