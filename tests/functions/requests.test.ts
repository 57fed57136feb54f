import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sign } from 'hono/jwt';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readProjectConfig } from '../../supabase/local/config.ts';
import { startBackend, type TestBackend } from '../fixtures/backend/backend.ts';
import { TEST_KEYS } from '../fixtures/backend/snapshot.ts';
import type { ErrorBody } from '../fixtures/backend/program-functions.ts';

const NAMES = ['enroll', 'complete-enrollment', 'refund-payment', 'sync-tasks', 'clear-tasks', 'preview-report'];
/** Woken by the server alone, with a key of its own. */
const WORKER = 'work-chains';
const id = () => crypto.randomUUID();

let backend: TestBackend;
let token: string;
beforeAll(async () => {
  backend = await startBackend('memory://', { functions: true });
  ({ token } = await backend.signUp('coach'));
});
afterAll(async () => {
  await backend.close();
  expect(backend.faults).toEqual([]);
});

const send = async (name: string, init: RequestInit): Promise<{ response: Response; body: ErrorBody }> => {
  const response = await backend.fetch(new Request(`http://localhost/functions/v1/${name}`, init));
  return { response, body: (await response.clone().json()) as ErrorBody };
};
const authorization = () => ({ authorization: `Bearer ${token}` });

describe.each(NAMES)('%s', (name) => {
  test.each(['GET', 'PUT', 'DELETE'])('rejects the method %s', async (method) => {
    const { response, body } = await send(name, { method, headers: authorization() });
    expect([response.status, body.code]).toEqual([405, 'method_not_allowed']);
    expect(response.headers.get('allow')).toBe('POST');
  });

  test.each(['', '{', 'null', '[]', '"x"', '{}', '{"programId":7}'])(
    'rejects the body %j as malformed',
    async (text) => {
      const { response, body } = await send(name, { method: 'POST', headers: authorization(), body: text });
      expect([response.status, body.code]).toEqual([400, 'malformed_request']);
      expect(body.message).toMatch(/\S/);
    },
  );

  test('rejects a body of a megabyte', async () => {
    const { response, body } = await send(name, { method: 'POST', headers: authorization(), body: ' '.repeat(1e6) });
    expect([response.status, body.code]).toEqual([413, 'body_too_large']);
  });

  test('allows requests from the app’s origin, which is another one (CORS)', async () => {
    const preflight = await backend.fetch(
      new Request(`http://localhost/functions/v1/${name}`, {
        method: 'OPTIONS',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      }),
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
    const allowed = preflight.headers.get('access-control-allow-headers') ?? '';
    expect(allowed.split(', ')).toEqual(expect.arrayContaining(['authorization', 'apikey', 'content-type']));
    const { response } = await send(name, { method: 'POST', headers: { origin: 'https://app.example' }, body: '{}' });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });
});

test.each(['sync-tasks', 'clear-tasks'])(
  '%s requires either an enrollment or a cohort, and valid days',
  async (name) => {
    const [programId, enrollmentId, cohortId] = [id(), id(), id()];
    for (const request of [
      { programId },
      { programId, enrollmentId, cohortId },
      { programId, enrollmentId: 'x' },
      { programId, enrollmentId: null, cohortId: null },
      { programId, enrollmentId, firstDay: 0 },
      { programId, enrollmentId, lastDay: 367 },
      { programId, enrollmentId, firstDay: 1.5 },
      { programId, enrollmentId, dryRun: 'yes' },
      { enrollmentId },
    ]) {
      const { status, body } = await backend.call<ErrorBody>(name, request, token);
      expect([request, status, body.code]).toEqual([request, 400, 'malformed_request']);
    }
  },
);

test('enroll requires one of a link, a cohort and a version, and a person with the latter two', async () => {
  const [userId, versionId, cohortId] = [id(), id(), id()];
  for (const request of [
    { userId },
    { versionId },
    { cohortId },
    { versionId, cohortId, userId },
    { token: 'x', versionId, userId },
    { token: 'x', userId },
    { versionId, userId, startDate: '2026-02-30' },
    { versionId, userId, startDate: 'tomorrow' },
    { token: 'x', parameters: { key: 1 } },
  ]) {
    const { status, body } = await backend.call<ErrorBody>('enroll', request, token);
    expect([request, status, body.code]).toEqual([request, 400, 'malformed_request']);
  }
});

test('the configuration contains exactly the existing functions', async () => {
  const folders = await readdir(join(import.meta.dirname, '../../supabase/functions'), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory() && !entry.name.startsWith('_')).map(({ name }) => name);
  expect(names.sort()).toEqual([...NAMES, WORKER].sort());
  expect(Object.keys(readProjectConfig().functions).sort()).toEqual([...NAMES, WORKER].sort());
});

test('only the webhook can be called without a valid token', async () => {
  const expired = await sign({ role: 'authenticated', exp: 1 }, TEST_KEYS.jwtSecret);
  const foreign = await sign({ role: 'authenticated', exp: 4_000_000_000 }, 'another-secret-'.repeat(4));
  for (const headers of [
    {},
    { authorization: 'Bearer' },
    { authorization: `Bearer ${expired}` },
    { authorization: `Bearer ${foreign}` },
    { authorization: `Bearer ${TEST_KEYS.publishable}` },
  ]) {
    const outcomes = NAMES.map(async (name) => {
      const { response, body } = await send(name, { method: 'POST', headers, body: 'not JSON' });
      return [name, response.status, body.code];
    });
    expect(await Promise.all(outcomes)).toEqual([
      ['enroll', 401, 'unauthorized'],
      ['complete-enrollment', 400, 'malformed_request'],
      ['refund-payment', 401, 'unauthorized'],
      ['sync-tasks', 401, 'unauthorized'],
      ['clear-tasks', 401, 'unauthorized'],
      ['preview-report', 401, 'unauthorized'],
    ]);
  }
});

test('only the server wakes the worker', async () => {
  const wake = async (key: string | null) => {
    const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
    const { response, body } = await send(WORKER, { method: 'POST', headers });
    return [response.status, body.code];
  };
  for (const key of [null, token, TEST_KEYS.publishable, TEST_KEYS.secret, `${TEST_KEYS.workerKey}x`]) {
    expect(await wake(key)).toEqual([401, 'unauthorized']);
  }
  expect(await wake(TEST_KEYS.workerKey)).toEqual([200, undefined]);
});

test('other names, and files of functions, respond with a 404', async () => {
  for (const name of ['', 'nothing', '_shared', '_local', 'enroll/index.ts', 'Enroll', '..%2fenroll']) {
    const response = await backend.fetch(new Request(`http://localhost/functions/v1/${name}`, { method: 'POST' }));
    expect([name, response.status]).toEqual([name, 404]);
  }
});
