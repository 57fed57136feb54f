import { setTimeout as sleep } from 'node:timers/promises';
import type { BackendWithFunctions } from '../functions.ts';
import type { FaultRule } from '../vendors/faults.ts';

/** Requests a second, so that the demo is ready within seconds. The local vendors take more. */
const DEMO_RATE = 80;
const POLL_MS = 250;

/** A run of a chain and the faults of its vendors. */
interface DemoRun {
  chain: string;
  faults: FaultRule[];
}

const HALF_OF_ALL_LEADS: FaultRule = {
  vendor: 'impartner',
  path: /^\/Lead/,
  fault: { kind: 'missing', fraction: 0.5 },
};
const REFUSED_KEY: FaultRule = { vendor: 'northpass', path: /enrollments/, fault: { kind: 'status', status: 401 } };

/** The last one can be resumed: the key is accepted again. */
const DEMO_RUNS: readonly DemoRun[] = [
  { chain: 'daily_full', faults: [] },
  { chain: 'leads_full', faults: [] },
  { chain: 'leads_full', faults: [HALF_OF_ALL_LEADS] },
  { chain: 'enrollments_incremental', faults: [REFUSED_KEY] },
];

/**
 * Runs chains, so that there is one that is finished, one with held deletions and one that failed. What ran before a cut-off
 * is not run again.
 */
export const seedChains = async (
  { sql, tick, vendors }: Pick<BackendWithFunctions, 'sql' | 'tick' | 'vendors'>,
  signal: AbortSignal,
): Promise<void> => {
  await sql('update private.apis set requests_per_second = $1', DEMO_RATE);
  const [started] = await sql<{ count: number }>('select count(*)::int as count from public.task_chain_logs');
  for (const { chain, faults } of DEMO_RUNS.slice(started?.count ?? 0)) {
    for (const fault of faults) vendors.faults.add(fault);
    await sql("select private.start_run($1, 'manual', null, null, null, false, clock_timestamp())", chain);
    while (await isRunning(sql)) {
      signal.throwIfAborted();
      await tick();
      await sleep(POLL_MS, undefined, { signal });
    }
    vendors.faults.clear();
  }
};

const isRunning = async (sql: BackendWithFunctions['sql']): Promise<boolean> =>
  (await sql("select from public.task_chain_logs where status = 'running'")).length > 0;
