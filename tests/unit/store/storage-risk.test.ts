import { expect, test } from 'vitest';
import { storageRiskOf } from '../../../src/store/storage-persistence.ts';

const GB = 1_000_000_000;

test.each([
  ['none', 'the browser has promised to keep it', { quota: 10 * GB, persisted: true }],
  ['none', 'the browser has promised to keep it on a small disk', { quota: 1 * GB, persisted: true }],
  ['evictable', 'the browser has promised nothing', { quota: 10 * GB, persisted: false }],
  ['evictable', 'the browser has promised nothing, nor said how much there is', { quota: null, persisted: false }],
  ['temporary', 'there is as little space as in a private window', { quota: 0.3 * GB, persisted: false }],
  ['temporary', 'there is as little space and no word on keeping it', { quota: 0.3 * GB, persisted: null }],
  ['unknown', 'the browser says nothing about keeping it', { quota: 10 * GB, persisted: null }],
  ['unknown', 'the browser says nothing at all', { quota: null, persisted: null }],
] as const)('the risk of what a device stores is %s where %s', (risk, _, state) => {
  expect(storageRiskOf({ used: null, ...state })).toBe(risk);
});
