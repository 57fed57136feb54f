/** Milliseconds that `job` takes. */
export const timed = async (job: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await job();
  return performance.now() - started;
};
