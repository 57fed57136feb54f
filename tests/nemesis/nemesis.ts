import { Random } from '../fixtures/simulation/random.ts';
import { booksOf, type Figures } from './books.ts';
import { Client } from './client.ts';
import { converge } from './converge.ts';
import { openLink } from './link.ts';
import { type FaultKind, planOf } from './plan.ts';
import { playRound } from './round.ts';
import { type Sabotage, SABOTAGES } from './sabotage.ts';
import { startServer } from './server.ts';
import { look, makeShared, type Tally } from './workload.ts';

export interface NemesisOptions {
  seed: number;
  clients: number;
  /** How long faults go on in all, in milliseconds. */
  ms: number;
  /** What is made wrong on the server, to see that it is noticed. */
  sabotaged?: Sabotage;
  /** Hears of every round whose faults have ended, and how long all devices took to be like the server. */
  onRound?: (round: number, rounds: number, healedMs: number) => void;
}

export interface Outcome extends Tally, Figures {
  pushes: number;
  pulls: number;
  answered: number;
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
export const runNemesis = async ({
  seed,
  clients: count,
  ms,
  sabotaged,
  onRound,
}: NemesisOptions): Promise<Outcome> => {
  const random = new Random(seed);
  const server = await startServer(count < 8 ? 2 : 3);
  const clients: Client[] = [];
  const violations: string[] = [];
  const faults = new Map<FaultKind, number>();
  const convergence: number[] = [];
  const tally: Tally = { transactions: 0, reads: 0 };
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
    if (sabotaged) await SABOTAGES[sabotaged](server, clients);

    const rounds = Math.max(1, Math.round(ms / ROUND_MS));
    for (let round = 0; round < rounds && violations.length === 0; round += 1) {
      const plan = planOf(random, count, ms / rounds);
      await playRound({ clients, server, plan, ms: ms / rounds, seed: seed + round, tally, faults });
      await heal();
      onRound?.(round + 1, rounds, convergence.at(-1) ?? 0);
    }
    const books = await booksOf(clients, server);
    violations.push(...books.violations);
    const sum = (of: (client: Client) => number) => clients.reduce((total, client) => total + of(client), 0);
    return {
      ...tally,
      ...books.figures,
      pushes: sum(({ calls }) => calls.push),
      pulls: sum(({ calls }) => calls.pull),
      answered: sum(({ calls }) => calls.answered),
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
