/**
 * Runs jobs one after the other, in the order they came; a job that fails does not stop the next.
 * PGlite is one connection, and the library begins and commits on it with plain statements: two
 * requests at once would share one transaction, one's role and the other's rollback.
 */
export const serialQueue = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(job: () => T | Promise<T>): Promise<T> => {
    const mine = last.then(job);
    last = mine.catch(() => undefined);
    return mine;
  };
};
