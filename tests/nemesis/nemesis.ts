import { Random } from '../harness/random.ts';
import { appliedTwice, lostWrites, MARKED_TABLES, type MarkedTable, wentBack } from './account.ts';
import { Client } from './client.ts';
import { converge } from './converge.ts';
import { openLink } from './link.ts';
import { type FaultKind, planOf } from './plan.ts';
import { playRound } from './round.ts';
import { type Sabotage, sabotage } from './sabotage.ts';
import { type Server, startServer } from './server.ts';
import { look, makeShared, type Tally } from './workload.ts';

export interface NemesisOptions {
  seed: number;
  clients: number;
  /** How long faults go on in all, in milliseconds. */
  ms: number;
  /** What is made wrong on the server, to see that it is noticed. */
  sabotaged?: Sabotage;
}

export interface Outcome extends Tally {
  pushes: number;
  pulls: number;
  answered: number;
  /** Versions that rows have had on the server. */
  versions: number;
  faults: Map<FaultKind, number>;
  /** How often the backend ended without having been told to. */
  crashes: number;
  /** From the end of all faults until all devices were like the server, one a round. */
  convergence: number[];
  violations: string[];
}

/** After about so long all faults end, and everything has to be well before they begin again. */
const ROUND_MS = 15_000;
const HOUR = 3_600_000;

/** Plays the seed's faults against a real backend and devices at work; says what did not hold. */
export const runNemesis = async ({ seed, clients: count, ms, sabotaged }: NemesisOptions): Promise<Outcome> => {
  const random = new Random(seed);
  const server = await startServer(count < 8 ? 2 : 3);
  const clients: Client[] = [];
  const violations: string[] = [];
  const faults = new Map<FaultKind, number>();
  const convergence: number[] = [];
  const tally: Tally = { transactions: 0, reads: 0, writes: 0 };
  try {
    for (let n = 0; n < count; n += 1) {
      const person = server.people[n % server.people.length];
      if (!person) throw new Error('nobody has signed up');
      const own = new Random(seed * 1_000 + n);
      const client = new Client({
        name: `c${String(n)}`,
        person,
        link: await openLink(server.origin, own),
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
      for (const client of clients) await look(client, client.viewer);
    };
    // Before anything goes wrong everybody knows the server's time, and a person's devices have the same rows.
    await heal();
    await Promise.all(clients.slice(0, server.people.length).map(makeShared));
    await heal();
    convergence.length = 0;
    if (sabotaged) await sabotage(server, sabotaged);

    const rounds = Math.max(1, Math.round(ms / ROUND_MS));
    for (let round = 0; round < rounds && violations.length === 0; round += 1) {
      const plan = planOf(random, count, ms / rounds);
      await playRound({ clients, server, plan, ms: ms / rounds, seed: seed + round, tally, faults });
      await heal();
    }
    const books = await booksOf(clients, server);
    violations.push(...books.violations);
    const sum = (of: (client: Client) => number) => clients.reduce((total, client) => total + of(client), 0);
    return {
      ...tally,
      pushes: sum(({ calls }) => calls.push),
      pulls: sum(({ calls }) => calls.pull),
      answered: sum(({ calls }) => calls.answered),
      versions: books.versions,
      faults,
      crashes: server.crashes(),
      convergence,
      violations,
    };
  } finally {
    for (const client of clients) {
      await client.end();
      await client.link.close();
    }
    await server.close();
  }
};

/** The three accounts, over everything that has happened. */
const booksOf = async (
  clients: readonly Client[],
  server: Server,
): Promise<{ versions: number; violations: string[] }> => {
  type Content = { id: string } & Record<string, unknown>;
  const kept = clients.flatMap((client) => client.kept);
  const versions = await server.query<{ table: MarkedTable; row: Content }>(
    'select table_name as table, content as row from nemesis.versions order by n',
  );
  const stored = await Promise.all(
    MARKED_TABLES.map(async (table) => {
      const rows = await server.query<{ row: Content }>(`select to_jsonb(t) as row from public.${table} t`);
      return rows.map(({ row }) => ({ table, row }));
    }),
  );
  return {
    versions: versions.length,
    violations: [
      ...lostWrites(kept, stored.flat()),
      ...appliedTwice(kept, versions),
      ...wentBack(
        clients.map((client) => client.sightings),
        versions,
      ),
    ],
  };
};
