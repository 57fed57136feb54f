/** Milliseconds. */
const MINUTE_MS = 60_000;

/** Ticks at once and every minute, as pg_cron does in production, never twice at a time. Returns what stops it. */
export const startClock = (tick: () => Promise<void>, printLine: (line: string) => void): (() => Promise<void>) => {
  let running: Promise<void> | null = null;
  const run = (): void => {
    running ??= tick()
      .catch((error: unknown) => {
        printLine(`  The tick failed: ${error instanceof Error ? error.message : 'unknown'}`);
      })
      .finally(() => {
        running = null;
      });
  };
  run();
  const timer = setInterval(run, MINUTE_MS);
  return async () => {
    clearInterval(timer);
    await running;
  };
};
