import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { startPostgres } from '../fixtures/backend/postgres.ts';

let server: Awaited<ReturnType<typeof startPostgres>>;
let backend: TestBackend;

beforeAll(async () => {
  server = await startPostgres();
  backend = await startBackend(server.url);
});
afterAll(async () => {
  await backend.close();
  await server.stop();
});

const device = () => ({ id: crypto.randomUUID(), name: '', app_version: '', pending: 0, rejected: 0 });
const lead = (seq: number, user: string) => ({
  seq,
  table: 'submissions',
  row: crypto.randomUUID(),
  op: 'insert',
  fields: { user_id: user, name: `Lead ${String(seq)}` },
  timestamp: `${Date.now().toString(16).padStart(12, '0')}-0000-00000001`,
});

test('the backend on a real PostgreSQL pushes, pulls and rejects as on PGlite', async () => {
  const { id, token } = await backend.signUp();
  const mine = device();
  const pushed = await backend.rpc<{ verdicts: unknown[] }>(
    'sync_push',
    { request: { protocol: 1, device: mine, changes: [lead(1, id), lead(2, id)] } },
    token,
  );
  expect(pushed.body.verdicts).toEqual([
    { seq: 1, verdict: 'applied' },
    { seq: 2, verdict: 'applied' },
  ]);
  const pulled = await backend.rpc<{ tables: { submissions: { rows: unknown[] } } }>(
    'sync_pull',
    { request: { protocol: 1, device: mine, cursor: null, limit: 100 } },
    token,
  );
  expect(pulled.body.tables.submissions.rows).toHaveLength(2);
  const refused = await backend.rpc('sync_pull', { request: { protocol: 99, device: mine } }, token);
  expect(refused.status).toBe(426);
});

test('JSON columns contain JSON, not a JSON text', async () => {
  const { token } = await backend.signUp();
  const { status, body } = await backend.rest<{ metadata: unknown }[]>(
    'program_activities',
    {
      method: 'POST',
      headers: { prefer: 'return=representation' },
      body: JSON.stringify({ type: 'call', title: 'Call', date: '2026-01-05', metadata: { source: ['a', 1] } }),
    },
    token,
  );
  expect(status).toBe(201);
  expect(body[0]?.metadata).toEqual({ source: ['a', 1] });
});

test('concurrent pushes of several people all succeed, and each reads only their own rows', async () => {
  const people = await Promise.all(Array.from({ length: 8 }, () => backend.signUp()));
  await Promise.all(
    people.map(({ id, token }) =>
      backend.rpc('sync_push', { request: { protocol: 1, device: device(), changes: [lead(1, id)] } }, token),
    ),
  );
  const seen = await Promise.all(
    people.map(({ token }) => backend.rest<{ user_id: string }[]>('submissions?select=user_id', {}, token)),
  );
  expect(seen.map(({ body }) => body)).toEqual(people.map(({ id }) => [{ user_id: id }]));
  expect(backend.faults).toEqual([]);
});
