import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startBackend();
});
afterAll(() => backend.close());

const device = { id: crypto.randomUUID(), name: '', app_version: '', pending: 1, rejected: 0 };
const request = { protocol: 1, device };

test('after an account was removed, its device is told so, whatever it requests, and no change is decided', async () => {
  const { id, token } = await backend.signUp();
  const change = {
    seq: 1,
    table: 'submissions',
    row: crypto.randomUUID(),
    op: 'insert',
    fields: { name: 'a lead', user_id: id },
    timestamp: '0193f0000000-0000-00000001',
  };
  expect((await backend.rpc('sync_push', { request: { ...request, changes: [change] } }, token)).status).toBe(200);
  await backend.sql('delete from auth.users where id = $1', id);
  for (const [name, parameters] of [
    ['sync_push', { changes: [{ ...change, seq: 2 }] }],
    ['sync_pull', { cursor: null, limit: 10 }],
    ['sync_check', { cursor: null }],
  ] as const) {
    const { status, body } = await backend.rpc(name, { request: { ...request, ...parameters } }, token);
    expect([status, (body as { message: string }).message], name).toEqual([410, 'account_removed']);
  }
});

test('a device without a session learns whether its account exists, and nothing else', async () => {
  const { id } = await backend.signUp();
  const exists = async (account: string) => (await backend.rpc('account_exists', { account }, null)).body;
  expect(await exists(id)).toBe(true);
  await backend.sql('delete from auth.users where id = $1', id);
  expect(await exists(id)).toBe(false);
  expect(await exists(crypto.randomUUID())).toBe(false);
});
