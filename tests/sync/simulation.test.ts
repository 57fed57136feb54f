import { describe, expect, it } from 'vitest';
import type { Sabotage } from '../fixtures/simulation/fake-server.ts';
import { describeFinding, runScript, runSeed } from './simulation.ts';
import { type Script, scriptOf, type Step } from './steps.ts';

const SEEDS = 200;
const BLOCK = 25;

describe('several devices, one server and a network that fails', () => {
  for (let from = 1; from <= SEEDS; from += BLOCK) {
    it(`heal to the same state, with every committed edit in it once: seeds ${String(from)} to ${String(from + BLOCK - 1)}`, async () => {
      for (let seed = from; seed < from + BLOCK; seed += 1) {
        const finding = await runSeed(seed);
        expect(finding === null ? null : describeFinding(finding)).toBeNull();
      }
    });
  }
});

/** Each is detected within a few seeds; `any-epoch` and `no-horizon` have scenarios of their own. */
const SABOTAGES: readonly Sabotage[] = ['no-dedupe', 'page-by-time', 'no-tombstones', 'no-conflicts', 'no-tokens'];

it.each(SABOTAGES)('a server sabotaged by %s is detected', async (sabotage) => {
  let seed = 1;
  while (seed < 150 && (await runScript(scriptOf(seed), new Set([sabotage]))).length === 0) seed += 1;
  expect(seed, 'the first seed that detects it').toBeLessThan(150);
});

it('a server sabotaged by no-horizon is detected where an older transaction commits after a newer one was read', async () => {
  const sync = (device: number): Step[] => [
    { do: 'sync', device, tab: 0 },
    ...Array.from({ length: 20 }, (): Step => ({ do: 'deliver', pick: 0, outcome: 'ok' })),
  ];
  const create: Step = { do: 'edit', device: 0, tab: 0, kind: 'create', pick: 1, value: 1 };
  const script: Script = {
    seed: 1,
    pageLimit: 1,
    lineBytes: Infinity,
    devices: [1, 1],
    steps: [
      create,
      ...sync(0),
      { do: 'operator-edit', pick: 0, value: 2 },
      { ...create, value: 3 },
      { ...create, value: 4 },
      ...sync(0),
      ...sync(1),
      { do: 'commit-open', pick: 0 },
      ...sync(1),
    ],
  };
  expect(await runScript(script)).toEqual([]);
  expect((await runScript(script, new Set(['no-horizon']))).join()).toContain('the cursor went back');
});

it('an edit stays later than the insert that was on its way when the clock was set back', async () => {
  const script: Script = {
    seed: 970,
    pageLimit: 5_000,
    lineBytes: 7_142,
    devices: [1, 1, 1],
    steps: [
      { do: 'edit', device: 2, tab: 0, kind: 'add-task', pick: 622_703, value: 160_379 },
      { do: 'sync', device: 2, tab: 1 },
      { do: 'skew', device: 2, ms: -189_435 },
      { do: 'edit', device: 2, tab: 1, kind: 'edit-task', pick: 79_096, value: 523_009 },
      { do: 'deliver', pick: 0, outcome: 'ok' },
    ],
  };
  expect(await runScript(script)).toEqual([]);
});
