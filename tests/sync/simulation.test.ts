import { describe, expect, it } from 'vitest';
import type { Sabotage } from '../fixtures/simulation/fake-server.ts';
import { describeFinding, runScript, runSeed } from './simulation.ts';
import { scriptOf } from './steps.ts';

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

/** Each is detected within a few seeds; `any-epoch` has a scenario of its own. */
const SABOTAGES: readonly Sabotage[] = [
  'no-dedupe',
  'page-by-time',
  'no-horizon',
  'no-tombstones',
  'no-conflicts',
  'no-tokens',
];

it.each(SABOTAGES)('a server sabotaged by %s is detected', async (sabotage) => {
  let seed = 1;
  while (seed < 150 && (await runScript(scriptOf(seed), new Set([sabotage]))).length === 0) seed += 1;
  expect(seed, 'the first seed that detects it').toBeLessThan(150);
});
