import { setMaxListeners } from 'node:events';
import { Random } from '../fixtures/simulation/random.ts';
import type { Client } from './client.ts';
import { pauseFor } from './pause.ts';
import { type Fault, type FaultKind, PROXY_FAULTS } from './plan.ts';
import type { Server } from './server.ts';
import { type WorkloadCounts, work } from './workload.ts';

export interface Round {
  clients: readonly Client[];
  server: Server;
  plan: readonly Fault[];
  ms: number;
  seed: number;
  counts: WorkloadCounts;
  /** How often each fault was injected. */
  faults: Map<FaultKind, number>;
}

/** Runs workload and faults together. When it resolves, every fault has ended and no client works. */
export const runRound = async ({ clients, server, plan, ms, seed, counts, faults }: Round): Promise<void> => {
  const end = new AbortController();
  const over = end.signal;
  setMaxListeners(0, over);
  const inject = async (fault: Fault): Promise<void> => {
    await pauseFor(fault.at, over);
    const client = clients[fault.client];
    if (over.aborted || !client) return;
    if (await injectFault(fault, client, server, () => pauseFor(fault.ms, over))) {
      faults.set(fault.kind, (faults.get(fault.kind) ?? 0) + 1);
    }
  };
  const working = [
    ...plan.map(inject),
    ...clients.map((client, n) => work(client, new Random(seed * 7_919 + n), counts, over)),
  ];
  await pauseFor(ms, over);
  end.abort();
  await Promise.all(working);
};

/** One fault from its beginning to its end. `false`: its target was down already. */
const injectFault = async (
  { kind, steps }: Fault,
  client: Client,
  server: Server,
  meanwhile: () => Promise<void>,
): Promise<boolean> => {
  switch (kind) {
    case 'kill':
      client.killAfter(steps);
      await meanwhile();
      await client.start();
      return true;
    case 'pause': {
      const wake = client.pause();
      await meanwhile();
      wake();
      return true;
    }
    case 'backend killed':
      return server.outage('backend', meanwhile);
    case 'database killed':
      return server.outage('database', meanwhile);
    case 'backup':
      return server.backUp();
    case 'backup restored':
      return server.restore();
    default:
      client.proxy.set(PROXY_FAULTS[kind] ?? 'down');
      await meanwhile();
      client.proxy.set('ok');
      client.request('online');
      return true;
  }
};
