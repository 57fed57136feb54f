import type { Random } from '../fixtures/simulation/random.ts';
import type { ProxyMode } from './proxy.ts';

export type FaultKind =
  | 'disconnect'
  | 'kill'
  | 'pause'
  | 'lost requests'
  | 'lost responses'
  | 'truncated responses'
  | 'slow network'
  | 'backend killed'
  | 'database killed'
  | 'backup'
  | 'backup restored';

export interface Fault {
  kind: FaultKind;
  /** When, in milliseconds from the start of its round, and for how long. */
  at: number;
  ms: number;
  client: number;
  /** Operations of database or network after which a killed client crashes. */
  steps: number;
}

/** The faults of a client's proxy. */
export const PROXY_FAULTS: Partial<Record<FaultKind, ProxyMode>> = {
  disconnect: 'down',
  'lost requests': 'lost-requests',
  'lost responses': 'lost-responses',
  'truncated responses': 'truncated-responses',
  'slow network': 'slow',
};

const LONGEST_MS = 10_000;

const KINDS: readonly (readonly [number, FaultKind])[] = [
  [4, 'disconnect'],
  [5, 'kill'],
  [3, 'pause'],
  [2, 'lost requests'],
  [3, 'lost responses'],
  [2, 'truncated responses'],
  [2, 'slow network'],
  [2, 'backend killed'],
  [1, 'database killed'],
];

/** Backups of the data folder, and restoring them without telling anybody. */
const RESTORES: typeof KINDS = [
  [2, 'backup'],
  [2, 'backup restored'],
];

/** The faults of a round of `roundMs`: at any time about half of the clients have one. */
export const planOf = (random: Random, clients: number, roundMs: number, hasRestores: boolean): Fault[] => {
  const kinds = hasRestores ? [...KINDS, ...RESTORES] : KINDS;
  const faults: Fault[] = [];
  for (let at = random.below(1_000); at < roundMs; at += random.below(8_000 / clients)) {
    faults.push({
      kind: random.pick(kinds),
      at,
      // Many short ones and some long ones.
      ms: Math.round(LONGEST_MS * random.next() ** 2),
      client: random.below(clients),
      steps: 1 + random.below(40),
    });
  }
  return faults;
};
