import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { COMING_MONDAY } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let admin: Account;
let coach: Account;
let otherCoach: Account;
let rep: Account;

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [rep],
  } = await startCoaching());
});
afterAll(() => backend.close());

beforeEach(async () => {
  await backend.sql('delete from public.programs');
  await backend.sql('delete from public.gallery_permissions');
});

const review = (version: string, approved: boolean, reason?: string | null, who: Account | null = admin) =>
  api.call(who, 'review_version', { version, approved, ...(reason !== undefined && { reason }) });
const permit = (granted: boolean, reason?: string, who: Account | null = admin, person = coach.id) =>
  api.call(who, 'set_gallery_permission', { person, granted, ...(reason !== undefined && { reason }) });
const inGallery = async (who = rep) =>
  (await api.call<{ items: { number: number }[] }>(who, 'search_gallery', { query: '', page: 0 })).body.items.map(
    ({ number }) => number,
  );
const publishNext = async (program: string) => {
  const task = { program_id: program, day_index: 2, title: `New ${randomUUID()}` };
  await api.request(coach, 'program_tasks', { method: 'POST', body: JSON.stringify(task) });
  return (await api.publish(coach, program)).version;
};
const published = async (visibility = 'gallery') => {
  const program = await api.draft(coach, { visibility });
  return { program, version: (await api.publish(coach, program)).version };
};
const linkOf = async (program: string): Promise<string> =>
  (await backend.sql<{ link_token: string }>('select link_token from public.programs where id = $1', program))[0]
    ?.link_token ?? '';
const importBy = (version: string, token: string | null = null, who = rep) =>
  api.call(who, 'import_program', { version, start_date: COMING_MONDAY, parameters: {}, token });
const row = async (program: string) =>
  (await api.request<object[]>(coach, `programs?id=eq.${program}`)).body[0] as Record<string, unknown>;

describe('a version that is published after the approval of an earlier one', () => {
  test('is not in the gallery before an admin has approved it; the earlier one stays', async () => {
    const { program, version: first } = await published();
    await permit(true);
    expect(await inGallery()).toEqual([]);
    await review(first, true);
    expect(await inGallery()).toEqual([1]);
    const second = await publishNext(program);
    expect(await inGallery()).toEqual([1]);
    expect(await row(program)).toMatchObject({ published_version: 2, approved_version: 1, approved_at: null });
    expect(await importBy(second)).toMatchObject(expectedError(404, 'not_found'));
    expect((await importBy(first)).status).toBe(200);
    await review(second, true);
    expect(await inGallery()).toEqual([2]);
    expect(await row(program)).toMatchObject({ published_version: 2, approved_version: 2 });
  });

  test('cannot be started by the program’s link either, and the link goes on with the earlier one', async () => {
    const { program, version: first } = await published('link');
    const token = await linkOf(program);
    const shown = async () =>
      (await api.call<{ number: number; is_approved: boolean }>(rep, 'program_by_link', { token })).body;
    expect(await importBy(first, token)).toMatchObject(expectedError(409, 'not_approved'));
    await review(first, true);
    const second = await publishNext(program);
    expect(await importBy(second, token)).toMatchObject(expectedError(409, 'not_approved'));
    expect(await shown()).toMatchObject({ number: 1, is_approved: true });
    expect((await importBy(first, token)).status).toBe(200);
    await review(second, true);
    expect(await shown()).toMatchObject({ number: 2, is_approved: true });
    expect((await importBy(second, token)).status).toBe(200);
  });

  test('does not become approved with an approval of the version that the admin has seen', async () => {
    const { program, version: first } = await published();
    await permit(true);
    // The coach publishes while the admin reads.
    await publishNext(program);
    await review(first, true);
    expect(await inGallery()).toEqual([1]);
  });

  test('leaves the gallery as it is when it is declined, and the coach reads why', async () => {
    const { program, version: first } = await published();
    await permit(true);
    await review(first, true);
    const second = await publishNext(program);
    await review(second, false, 'Day 2 has no instructions.');
    expect(await inGallery()).toEqual([1]);
    const seen = async (who: Account) => (await api.request(who, `version_reviews?version_id=eq.${second}`)).body;
    for (const who of [coach, admin]) {
      expect(await seen(who)).toMatchObject([{ is_approved: false, reason: 'Day 2 has no instructions.' }]);
    }
    for (const who of [rep, otherCoach]) expect(await seen(who)).toEqual([]);
  });
});

describe('an approval', () => {
  test('that is withdrawn takes the program out of the gallery, with no older version in its place', async () => {
    const { program, version: first } = await published();
    await permit(true);
    await review(first, true);
    const second = await publishNext(program);
    await review(second, true);
    await review(second, false, 'It is not what it says.');
    expect(await inGallery()).toEqual([]);
    expect(await row(program)).toMatchObject({ approved_version: null, approved_at: null });
    expect((await api.request(coach, `version_reviews?version_id=eq.${first}`)).body).toMatchObject([
      { is_approved: false, reason: 'It is not what it says.' },
    ]);
  });

  test('stays with a version that is unpublished and published again', async () => {
    const { program, version } = await published();
    await permit(true);
    await review(version, true);
    await api.call(coach, 'unpublish_program', { program });
    expect(await inGallery()).toEqual([]);
    expect(await row(program)).toMatchObject({ approved_at: null });
    await api.publish(coach, program);
    expect(await inGallery()).toEqual([1]);
    expect(await row(program)).toMatchObject({ approved_at: expect.any(String) as string });
  });

  test('is given and withdrawn only by admins, and declined only with a reason', async () => {
    const { version } = await published();
    for (const who of [rep, coach, otherCoach]) {
      expect(await review(version, true, undefined, who)).toMatchObject(expectedError(403, 'forbidden'));
      expect(await api.call(who, 'gallery_queue')).toMatchObject(expectedError(403, 'forbidden'));
    }
    expect((await review(version, true, undefined, null)).status).toBe(401);
    expect((await api.callAsServer('review_version', { version, approved: true, reason: null })).status).toBe(403);
    expect(await review(randomUUID(), true)).toMatchObject(expectedError(404, 'not_found'));
    for (const reason of [undefined, null, '', ' \n\u200b']) {
      expect(await review(version, false, reason)).toMatchObject(expectedError(400, 'missing_reason'));
    }
    expect(await review(version, false, 'x'.repeat(20_001))).toMatchObject(expectedError(400, 'invalid_value'));
    for (const who of [rep, coach, otherCoach, admin]) {
      for (const init of [
        { method: 'POST', body: JSON.stringify({ version_id: version, is_approved: true }) },
        { method: 'PATCH', body: '{"is_approved":true,"reason":null}' },
        { method: 'DELETE' },
      ]) {
        const path = init.method === 'POST' ? 'version_reviews' : `version_reviews?version_id=eq.${version}`;
        expect((await api.request(who, path, init)).status).toBe(403);
      }
    }
  });

  test('is not a field that a coach can sync', async () => {
    const { program } = await published();
    const patch = { method: 'PATCH', body: '{"approved_version":1}' };
    expect((await api.request(coach, `programs?id=eq.${program}`, patch)).status).toBe(403);
  });
});

describe('the gallery permission of a coach', () => {
  test('is none at sign-up: an approved version is shown only once an admin lets its coach publish', async () => {
    const { version } = await published();
    await review(version, true);
    expect(await inGallery()).toEqual([]);
    expect(await importBy(version)).toMatchObject(expectedError(404, 'not_found'));
    await permit(true);
    expect(await inGallery()).toEqual([1]);
  });

  test('is asked for by the coach, and declined with a reason that they read; then they may ask again', async () => {
    const own = async (who = coach) => (await api.request(who, `gallery_permissions?user_id=eq.${coach.id}`)).body;
    for (const again of [1, 2]) {
      expect((await api.call(coach, 'request_gallery_permission')).status, String(again)).toBe(204);
      expect(await own()).toMatchObject([{ state: 'requested', reason: null, decided_at: null }]);
    }
    await permit(false, 'Send me a program first.');
    expect(await own()).toMatchObject([{ state: 'declined', reason: 'Send me a program first.' }]);
    for (const who of [rep, otherCoach]) expect(await own(who)).toEqual([]);
    await api.call(coach, 'request_gallery_permission');
    expect(await own()).toMatchObject([{ state: 'requested', reason: null }]);
    await permit(true);
    await api.call(coach, 'request_gallery_permission');
    expect(await own(admin)).toMatchObject([{ state: 'granted', decided_by: admin.id }]);
  });

  test('that is revoked takes everything of the coach out of the gallery at once', async () => {
    const { version } = await published();
    await permit(true);
    await review(version, true);
    await permit(false, 'Complaints of three people.');
    expect(await inGallery()).toEqual([]);
    expect(await importBy(version)).toMatchObject(expectedError(404, 'not_found'));
    expect(await api.call(null, 'gallery_program', { version })).toMatchObject(expectedError(404, 'not_found'));
  });

  test('is given only by admins, and only to coaches', async () => {
    for (const who of [rep, coach, otherCoach]) {
      expect(await permit(true, undefined, who)).toMatchObject(expectedError(403, 'forbidden'));
    }
    expect((await permit(true, undefined, null)).status).toBe(401);
    expect(await permit(true, undefined, admin, rep.id)).toMatchObject(expectedError(404, 'not_found'));
    expect(await permit(false)).toMatchObject(expectedError(400, 'missing_reason'));
    expect(await api.call(rep, 'request_gallery_permission')).toMatchObject(expectedError(403, 'forbidden'));
    expect((await api.call(null, 'request_gallery_permission')).status).toBe(401);
    for (const who of [coach, admin]) {
      const body = JSON.stringify({ user_id: coach.id, state: 'granted', decided_at: COMING_MONDAY });
      expect((await api.request(who, 'gallery_permissions', { method: 'POST', body })).status).toBe(403);
    }
  });
});

test('the queue has what is published for others, undecided versions first', async () => {
  const decided = await published('gallery');
  await permit(true);
  await review(decided.version, false, 'Too short');
  const waiting = await published('link');
  await published('private');
  await api.draft(coach, { visibility: 'gallery' });
  expect((await api.call(admin, 'gallery_queue')).body).toMatchObject([
    { version_id: waiting.version, visibility: 'link', is_approved: null, approved_version: null },
    {
      version_id: decided.version,
      visibility: 'gallery',
      is_approved: false,
      reason: 'Too short',
      has_permission: true,
    },
  ]);
  const next = await publishNext(decided.program);
  await review(next, true);
  expect((await api.call<object[]>(admin, 'gallery_queue')).body[1]).toMatchObject({ approved_version: next });
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
