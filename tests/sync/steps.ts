import type { Outcome } from '../fixtures/simulation/network.ts';
import { Random } from '../fixtures/simulation/random.ts';

export type EditKind =
  | 'create'
  | 'create-many'
  | 'create-long'
  | 'update'
  | 'delete'
  | 'restore'
  | 'invalid-status'
  | 'goals'
  | 'add-type'
  | 'remove-type'
  | 'create-lead'
  | 'update-lead'
  | 'delete-lead'
  | 'profile'
  | 'add-task'
  | 'edit-task'
  | 'delete-task'
  | 'restore-task'
  | 'resolve-conflict'
  | 'long-text';

/**
 * One step of a script. `pick` chooses among what exists at that time, so that a step is valid whatever steps
 * before it are removed.
 */
export type Step =
  | { do: 'edit'; device: number; tab: number; kind: EditKind; pick: number; value: number }
  | { do: 'sync'; device: number; tab: number }
  | { do: 'deliver'; pick: number; outcome: Outcome }
  | { do: 'late-copy'; pick: number }
  | { do: 'wait'; ms: number }
  | { do: 'skew'; device: number; ms: number }
  | { do: 'cut-power'; device: number; tab: number; points: number }
  | { do: 'start'; device: number }
  | { do: 'second-tab'; device: number }
  | { do: 'switch-person'; device: number }
  | { do: 'expire-session'; device: number; canRenew: boolean }
  | { do: 'allow-renewal'; device: number }
  | { do: 'operator-edit'; pick: number; value: number }
  | { do: 'commit-open'; pick: number }
  | { do: 'toggle-hidden'; pick: number }
  | { do: 'decide-rejected'; device: number; retry: boolean }
  | { do: 'restart-server' }
  | { do: 'back-up' }
  | { do: 'restore-backup'; isAnnounced: boolean }
  | { do: 'prune' }
  | { do: 'corrupt'; device: number; pick: number };

export interface Script {
  seed: number;
  /** Entries a page. */
  pageLimit: number;
  /** More bytes than this, of a request or a response, do not get through in time. */
  lineBytes: number;
  /** Who uses each device at first, by number. */
  devices: number[];
  steps: Step[];
}

const HOUR = 3_600_000;

const EDITS: readonly (readonly [number, EditKind])[] = [
  [6, 'create'],
  [1, 'create-many'],
  [14, 'update'],
  [4, 'delete'],
  [2, 'restore'],
  [1, 'invalid-status'],
  [3, 'goals'],
  [2, 'add-type'],
  [1, 'remove-type'],
  [3, 'create-lead'],
  [3, 'update-lead'],
  [2, 'delete-lead'],
  [1, 'profile'],
  [3, 'add-task'],
  [4, 'edit-task'],
  [1, 'delete-task'],
  [1, 'restore-task'],
];

const FAULTS: readonly (readonly [number, Outcome])[] = [
  [3, 'lost-request'],
  [4, 'lost-response'],
  [2, 'truncated-response'],
  [3, 'duplicated'],
  [3, 'delayed'],
  [4, 'late-commit'],
  [3, 'slow-response'],
  [1, 'unauthorized'],
  [1, 'throttled'],
  [1, 'failing'],
  [1, 'html'],
  [1, 'empty'],
];

/** Kinds of steps; each seed has a part of them, so that rare ones occur in all combinations. */
const FEATURES = [
  'cuts',
  'tabs',
  'people',
  'clocks',
  'sessions',
  'operator',
  'hiding',
  'history',
  'decisions',
  'conflicts',
  'corruption',
] as const;

/** The script that follows from a seed. */
export const scriptOf = (seed: number): Script => {
  const random = new Random(seed);
  const has = Object.fromEntries(FEATURES.map((name) => [name, random.chance(0.45)])) as Record<
    (typeof FEATURES)[number],
    boolean
  >;
  const restores = random.chance(0.4);
  const devices = random.chance(0.5) ? [1, 1, 2] : [1, 1, 1];
  const faultShare = random.pick([
    [1, 0],
    [2, 0.15],
    [2, 0.4],
  ]);
  const device = () => random.below(devices.length);
  const pick = () => random.below(1_000_000);
  const tab = () => (has.tabs ? random.below(2) : 0);
  const outcome = () => (random.chance(faultShare) ? random.pick(FAULTS) : 'ok');

  const syncDevice = (at: number): Step[] => [
    { do: 'sync', device: at, tab: 0 },
    ...Array.from({ length: 3 }, (): Step => ({ do: 'deliver', pick: 0, outcome: outcome() })),
  ];

  const kinds: (readonly [number, () => Step[]])[] = [
    [
      30,
      () => {
        const [at, on] = [device(), tab()];
        return Array.from({ length: 1 + random.below(3) }, (): Step => ({
          do: 'edit',
          device: at,
          tab: on,
          kind: random.pick(EDITS),
          pick: pick(),
          value: pick(),
        }));
      },
    ],
    [
      24,
      () => [
        { do: 'sync', device: device(), tab: tab() },
        ...Array.from({ length: random.below(6) }, (): Step => ({
          do: 'deliver',
          pick: random.chance(0.8) ? 0 : pick(),
          outcome: outcome(),
        })),
      ],
    ],
    [10, () => [{ do: 'deliver', pick: pick(), outcome: 'ok' }]],
    [4, () => [{ do: 'late-copy', pick: pick() }]],
    [
      5,
      () => [
        {
          do: 'wait',
          ms: random.pick([
            [3, 300],
            [3, 5_000],
            [2, 70_000],
            [1, 30 * HOUR],
          ]),
        },
      ],
    ],
    [6, () => [{ do: 'commit-open', pick: pick() }]],
  ];
  if (has.cuts) {
    kinds.push([6, () => [{ do: 'cut-power', device: device(), tab: tab(), points: 1 + random.below(40) }]]);
    kinds.push([4, () => [{ do: 'start', device: device() }]]);
  }
  if (has.tabs) kinds.push([4, () => [{ do: 'second-tab', device: device() }]]);
  if (has.people) kinds.push([3, () => [{ do: 'switch-person', device: device() }]]);
  if (has.clocks) {
    kinds.push([4, () => [{ do: 'skew', device: device(), ms: Math.round((random.next() * 2 - 1) * HOUR) }]]);
  }
  if (has.sessions) {
    kinds.push([3, () => [{ do: 'expire-session', device: device(), canRenew: random.chance(0.5) }]]);
    kinds.push([2, () => [{ do: 'allow-renewal', device: device() }]]);
  }
  if (has.operator) kinds.push([6, () => [{ do: 'operator-edit', pick: pick(), value: pick() }]]);
  if (has.conflicts) {
    // Two devices write the same long text of a row concurrently, and the person resolves the conflict.
    kinds.push([
      9,
      () => {
        const writers = random.chance(0.5) ? [0, 1] : [1, 0];
        const [row, value] = [pick(), pick()];
        const write = (at: number, index: number): Step => ({
          do: 'edit',
          device: at,
          tab: tab(),
          kind: 'long-text',
          pick: row,
          value: value + 3 * index,
        });
        return [...writers.flatMap(syncDevice), ...writers.map(write), ...writers.flatMap(syncDevice)];
      },
    ]);
    kinds.push([
      3,
      () => [{ do: 'edit', device: device(), tab: tab(), kind: 'resolve-conflict', pick: pick(), value: pick() }],
    ]);
  }
  if (has.hiding) kinds.push([3, () => [{ do: 'toggle-hidden', pick: pick() }]]);
  if (has.corruption) kinds.push([2, () => [{ do: 'corrupt', device: device(), pick: pick() }]]);
  if (has.decisions) kinds.push([3, () => [{ do: 'decide-rejected', device: device(), retry: random.chance(0.5) }]]);
  if (has.history) kinds.push([1, () => [{ do: 'restart-server' }]]);
  if (has.history && !restores) kinds.push([3, () => [{ do: 'prune' }]]);
  if (restores) {
    // Devices write and read after the backup; after the restore, some write and read before the others know of it.
    const work = (rounds: number): Step[] =>
      Array.from({ length: rounds }, (): Step[] => {
        const at = device();
        const edits = Array.from({ length: random.below(4) }, (): Step => ({
          do: 'edit',
          device: at,
          tab: tab(),
          kind: random.pick(EDITS),
          pick: pick(),
          value: pick(),
        }));
        return [...edits, ...syncDevice(at)];
      }).flat();
    const restore = (): Step => ({ do: 'restore-backup', isAnnounced: random.chance(0.3) });
    kinds.push([4, () => [{ do: 'back-up' }]]);
    kinds.push([3, () => [restore()]]);
    kinds.push([6, () => [{ do: 'back-up' }, ...work(1 + random.below(4)), restore(), ...work(1 + random.below(3))]]);
  }

  const length = 25 + random.below(35);
  const steps: Step[] = [];
  if (has.clocks) {
    devices.forEach((_, index) => {
      steps.push({ do: 'skew', device: index, ms: Math.round((random.next() * 2 - 1) * HOUR) });
    });
  }
  while (steps.length < length) steps.push(...random.pick(kinds)());
  const pageLimit = 1 + random.below(6);
  // A line on which the first requests are too large, whatever the rest of the seed is.
  const line = new Random(seed + 1_000_000);
  if (!line.chance(0.3)) return { seed, pageLimit, lineBytes: Infinity, devices, steps };
  for (let count = 0; count < 3; count += 1) {
    steps.splice(line.below(steps.length), 0, {
      do: 'edit',
      device: line.below(devices.length),
      tab: 0,
      kind: 'create-long',
      pick: line.below(1_000_000),
      value: line.below(1_000_000),
    });
  }
  return { seed, pageLimit: 5_000, lineBytes: 5_500 + line.below(4_000), devices, steps };
};
