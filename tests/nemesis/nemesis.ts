import { Random } from '../fixtures/simulation/random.ts';
import { verifyRun, type Figures } from './verify-run.ts';
import { Client } from './client.ts';
import { converge } from './converge.ts';
import { startProxy } from './proxy.ts';
import { type FaultKind, planOf } from './plan.ts';
import { rowHistories } from './row-history.ts';
import { runRound } from './round.ts';
import { type Sabotage, SABOTAGES } from './sabotage.ts';
import { startServer } from './server.ts';
import { readRows, createSharedRows, type WorkloadCounts } from './workload.ts';

export interface NemesisOptions {
  seed: number;
  clients: number;
  /** How long faults last in all, in milliseconds. */
  ms: number;
  /** A defect that is made on purpose, to check that it is detected. */
  sabotaged?: Sabotage;
  /** Whether backups are restored. */
  hasRestores?: boolean;
  /** Called after every round, with the time that all devices took to equal the server. */
  onRound?: (round: number, rounds: number, healedMs: number) => void;
}

export interface Outcome extends WorkloadCounts, Figures {
  pushes: number;
  pulls: number;
  responses: number;
  faults: Map<FaultKind, number>;
  /** The end of what each backend process that ended by itself has printed. */
  crashes: readonly string[];
  /** Milliseconds from the end of all faults until all devices equalled the server, one a round. */
  convergence: number[];
  violations: string[];
  /** What happened to the rows that violations name. */
  histories: string[];
}

/** After about so long all faults end, and all devices must equal the server before the next round. */
const ROUND_MS = 15_000;
const HOUR = 3_600_000;

/** Injects the seed's faults into a real backend and working devices; resolves with the violations. */
export const runNemesis = async ({
  seed,
  clients: count,
  ms,
  sabotaged,
  hasRestores = false,
  onRound,
}: NemesisOptions): Promise<Outcome> => {
  const random = new Random(seed);
  const server = await startServer(count < 8 ? 2 : 3);
  const clients: Client[] = [];
  const violations: string[] = [];
  const faults = new Map<FaultKind, number>();
  const convergence: number[] = [];
  const counts: WorkloadCounts = { transactions: 0, reads: 0 };
  try {
    for (let n = 0; n < count; n += 1) {
      const person = server.people[n % server.people.length];
      if (!person) throw new Error('nobody has signed up');
      const own = new Random(seed * 1_000 + n);
      const client = new Client({
        name: `c${String(n)}`,
        person,
        proxy: await startProxy(server.origin, own),
        random: own,
        skew: Math.round((own.next() * 2 - 1) * HOUR),
        signIn: () => server.signIn(person),
        onViolation: (what) => violations.push(what),
      });
      clients.push(client);
      await client.start();
    }
    const heal = async () => {
      const { ms: took, differences } = await converge(clients, server);
      convergence.push(took);
      violations.push(...differences);
      for (const client of clients) await readRows(client, client.viewer);
    };
    // Before the first fault every device knows the server's time, and a person's devices have the same rows.
    await heal();
    await Promise.all(clients.slice(0, server.people.length).map(createSharedRows));
    await heal();
    convergence.length = 0;
    if (sabotaged) await SABOTAGES[sabotaged](server, clients);

    const rounds = Math.max(1, Math.round(ms / ROUND_MS));
    for (let round = 0; round < rounds && violations.length === 0; round += 1) {
      const plan = planOf(random, count, ms / rounds, hasRestores);
      await runRound({ clients, server, plan, ms: ms / rounds, seed: seed + round, counts, faults });
      await heal();
      onRound?.(round + 1, rounds, convergence.at(-1) ?? 0);
    }
    const result = await verifyRun(clients, server);
    violations.push(...result.violations);
    const sum = (of: (client: Client) => number) => clients.reduce((total, client) => total + of(client), 0);
    return {
      ...counts,
      ...result.figures,
      pushes: sum(({ calls }) => calls.push),
      pulls: sum(({ calls }) => calls.pull),
      responses: sum(({ calls }) => calls.responses),
      faults,
      crashes: server.crashes,
      convergence,
      violations,
      histories: await rowHistories(violations, clients, server),
    };
  } finally {
    for (const client of clients) {
      await client.end();
      await client.proxy.close();
    }
    await server.close();
  }
};
