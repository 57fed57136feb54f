import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays } from '../../src/domain/calendar/calendar-date.ts';
import { isLabel } from '../../src/domain/values/text.ts';
import type { Account, TestBackend } from '../fixtures/backend/backend.ts';
import { type CoachingApi, expectedError, startCoaching } from '../fixtures/backend/coaching.ts';
import { COMING_MONDAY } from '../fixtures/server-clock.ts';

let backend: TestBackend;
let api: CoachingApi;
let admin: Account;
let coach: Account;
let otherCoach: Account;
let rep: Account;

interface Item {
  program_id: string;
  version_id: string;
  number: number;
  title: string;
  uses: number;
}

beforeAll(async () => {
  ({
    backend,
    api,
    admin,
    coach,
    otherCoach,
    people: [rep],
  } = await startCoaching());
  await backend.sql(`update public.profiles set display_name = 'Ada' where id = $1`, coach.id);
});
afterAll(() => backend.close());

beforeEach(async () => {
  await backend.sql('delete from public.programs');
});

const inGallery = async (program: object = {}, days?: readonly number[]) => {
  const id = await api.draft(coach, { visibility: 'gallery', ...program }, days);
  const { version } = await api.publish(coach, id);
  await api.approve(admin, id);
  return { program: id, version };
};
const search = async (query: string | null = '', page = 0, who = rep) =>
  (await api.call<{ items: Item[]; more: boolean }>(who, 'search_gallery', { query, page })).body;
const importBy = (who: Account | null, version: string, more: object = {}) =>
  api.call<string>(who, 'import_program', {
    version,
    start_date: COMING_MONDAY,
    parameters: {},
    token: null,
    ...more,
  });
const edit = (who: Account, program: string, change: object) =>
  api.request(who, `programs?id=eq.${program}`, { method: 'PATCH', body: JSON.stringify(change) });
const linkOf = async (program: string): Promise<string> => {
  const [row] = await backend.sql<{ link_token: string }>(
    'select link_token from public.programs where id = $1',
    program,
  );
  return row?.link_token ?? '';
};
const contentOf = async (version: string) =>
  backend.sql(
    `select to_jsonb(v) as version, (select jsonb_agg(to_jsonb(t) order by t.task_id) from public.program_version_tasks t
       where t.version_id = v.id) as tasks
     from public.program_versions v where v.id = $1`,
    version,
  );

describe('a program', () => {
  test('can be created only by coaches, and published and unpublished only by its coach', async () => {
    const made = await api.request(rep, 'programs', { method: 'POST', body: JSON.stringify({ title: 'Mine' }) });
    expect(made.status).toBe(403);
    const program = await api.draft(coach);
    await api.publish(coach, program);
    for (const id of [program, randomUUID()]) {
      for (const name of ['publish_program', 'unpublish_program']) {
        expect((await api.call(null, name, { program: id })).status).toBe(401);
        expect(await api.call(rep, name, { program: id })).toMatchObject(expectedError(403, 'forbidden'));
        expect(await api.call(otherCoach, name, { program: id })).toMatchObject(expectedError(404, 'not_found'));
        expect(await api.call(admin, name, { program: id })).toMatchObject(expectedError(404, 'not_found'));
        expect((await api.callAsServer(name, { program: id })).status).toBe(403);
      }
      for (const who of [rep, otherCoach]) {
        expect(await api.call(who, 'program_counts', { program: id })).toMatchObject(expectedError(404, 'not_found'));
      }
    }
    expect((await api.call(admin, 'program_counts', { program })).body).toMatchObject({ published: 1 });
  });

  test.each([
    [{}, [], 'no_tasks'],
    [{ length_days: 3 }, [1, 4], 'day_out_of_range'],
    [{ parameters: [{ key: 'a b', label: 'A', options: null, required: true }] }, [1], 'invalid_key'],
    [{ parameters: [1, 2].map(() => ({ key: 'a', label: 'A', options: null, required: true })) }, [1], 'duplicate_key'],
  ])('with %j and tasks on days %j cannot be published', async (program, days, code) => {
    const id = await api.draft(coach, program, days);
    expect(await api.call(coach, 'publish_program', { program: id })).toMatchObject(expectedError(409, code));
  });

  test('of a coach whose role was revoked cannot be published, edited or found', async () => {
    const { program } = await inGallery();
    expect((await search()).items).toHaveLength(1);
    await backend.sql(`update public.profiles set role = 'rep' where id = $1`, coach.id);
    try {
      expect((await api.call(coach, 'publish_program', { program })).status).toBe(403);
      expect((await edit(coach, program, { title: 'x' })).status).toBe(403);
      expect((await search()).items).toEqual([]);
      expect((await api.call(rep, 'program_by_link', { token: await linkOf(program) })).body).toBeNull();
    } finally {
      await backend.sql(`update public.profiles set role = 'coach' where id = $1`, coach.id);
    }
  });

  test('accepts no published version, approval or link token from its coach', async () => {
    const program = await api.draft(coach);
    for (const change of [
      { published_version: 1 },
      { approved_at: COMING_MONDAY },
      { link_token: 'x' },
      { user_id: rep.id },
    ]) {
      expect((await edit(coach, program, change)).status, JSON.stringify(change)).toBe(403);
      const made = await api.request(coach, 'programs', {
        method: 'POST',
        body: JSON.stringify({ title: 'Another', ...change }),
      });
      expect(made.status, JSON.stringify(change)).toBe(403);
    }
  });
});

describe('a published version', () => {
  test('never changes when the draft changes', async () => {
    const text = fc.string({ minLength: 1, maxLength: 20 }).filter(isLabel);
    const change = fc.record(
      {
        title: text,
        description: text,
        length_days: fc.integer({ min: 3, max: 366 }),
        price: fc.integer({ min: 1, max: 9 }),
      },
      { requiredKeys: ['title'] },
    );
    const program = await api.draft(coach, { length_days: 3 });
    let [number, before] = [0, ''];
    await fc.assert(
      fc.asyncProperty(change, fc.integer({ min: 1, max: 3 }), text, async (head, day, title) => {
        const first = await api.publish(coach, program);
        const content = await contentOf(first.version);
        expect((await edit(coach, program, head)).status).toBeLessThan(300);
        const task = { program_id: program, day_index: day, title };
        await api.request(coach, 'program_tasks', { method: 'POST', body: JSON.stringify(task) });
        expect(await contentOf(first.version)).toEqual(content);
        const second = await api.publish(coach, program);
        expect(second.number).toBe(first.number + 1);
        expect(await contentOf(first.version)).toEqual(content);
        expect(first.number).toBeGreaterThanOrEqual(number);
        [number, before] = [second.number, second.version];
      }),
      { numRuns: 8 },
    );
    // Publishing what is published already makes nothing.
    expect(await api.publish(coach, program)).toEqual({ version: before, number, followed: 0 });
  });

  test('cannot be written by anybody', async () => {
    const { program, version } = await inGallery();
    const row = { program_id: program, user_id: coach.id, number: 9, title: 'x', kind: 'group', length_days: 1 };
    for (const who of [rep, coach, otherCoach, admin]) {
      for (const [path, init] of [
        [`program_versions?id=eq.${version}`, { method: 'PATCH', body: '{"title":"x"}' }],
        [`program_versions?id=eq.${version}`, { method: 'DELETE' }],
        ['program_versions', { method: 'POST', body: JSON.stringify(row) }],
        [`program_version_tasks?version_id=eq.${version}`, { method: 'PATCH', body: '{"title":"x"}' }],
        [`program_version_tasks?version_id=eq.${version}`, { method: 'DELETE' }],
      ] as const) {
        expect((await api.request(who, path, init)).status, path).toBe(403);
      }
    }
  });

  test('that is withdrawn stays available to enrolled people, and to nobody else', async () => {
    const { program, version } = await inGallery();
    const { body: enrollment } = await importBy(rep, version);
    expect((await api.call(coach, 'unpublish_program', { program })).status).toBe(204);
    expect((await api.call(coach, 'unpublish_program', { program })).status).toBe(204);
    expect((await search()).items).toEqual([]);
    expect(await importBy(otherCoach, version)).toMatchObject(expectedError(404, 'not_found'));
    expect((await api.request(otherCoach, `program_version_tasks?version_id=eq.${version}`)).body).toEqual([]);
    expect((await api.request(rep, `program_version_tasks?version_id=eq.${version}`)).body).toHaveLength(2);
    expect((await api.request(rep, `enrollments?id=eq.${enrollment}`)).body).toMatchObject([{ status: 'active' }]);
    expect((await api.publish(coach, program)).version).toBe(version);
    expect((await search()).items).toHaveLength(1);
  });
});

describe('the gallery', () => {
  test('shows only published and approved programs with gallery visibility', async () => {
    const { program, version } = await inGallery({ title: 'Shown' });
    const hidden = [
      await api.draft(coach, { visibility: 'gallery' }),
      await api.draft(coach, { visibility: 'gallery' }),
      await api.draft(coach, { visibility: 'link' }),
    ];
    for (const id of hidden.slice(1)) await api.publish(coach, id);
    await api.approve(admin, hidden[2] ?? '');
    for (const who of [rep, coach, otherCoach, admin]) {
      expect(await search('', 0, who)).toMatchObject({
        more: false,
        items: [{ program_id: program, version_id: version, title: 'Shown', coach: 'Ada', task_count: 2, minutes: 20 }],
      });
    }
    expect((await api.call(null, 'search_gallery', { query: '', page: 0 })).status).toBe(401);
    await api.call(admin, 'review_version', { version, approved: false, reason: 'Too short' });
    expect((await search()).items).toEqual([]);
  });

  test('can be searched by words and kind, in pages, the most used programs first', async () => {
    for (let number = 0; number < 23; number += 1) {
      await inGallery({ title: `Program ${String(number).padStart(2, '0')}`, description: '50% of _all_' }, [1]);
    }
    const [first, second] = [await search(), await search('', 1)];
    expect([first.items.length, first.more, second.items.length, second.more]).toEqual([20, true, 3, false]);
    const last = second.items.at(-1);
    await importBy(rep, last?.version_id ?? '');
    expect((await search()).items[0]).toMatchObject({ title: 'Program 22', uses: 1 });
    expect((await search('ADA  07 program')).items.map(({ title }) => title)).toEqual(['Program 07']);
    expect((await search('50% _all_ 11')).items).toHaveLength(1);
    expect((await search('5%all')).items).toEqual([]);
    expect((await search(null)).items).toHaveLength(20);
    await inGallery({ title: 'Together', kind: 'group' });
    const ofKind = async (kind: string) =>
      (await api.call<{ items: Item[] }>(rep, 'search_gallery', { query: '', page: 0, kind })).body.items;
    expect((await ofKind('group')).map(({ title }) => title)).toEqual(['Together']);
    expect(await ofKind('individual')).toHaveLength(20);
    for (const [query, page] of [
      ['', -1],
      ['', null],
      ['x'.repeat(201), 0],
    ]) {
      expect((await api.call(rep, 'search_gallery', { query, page })).status).toBe(400);
    }
  });
});

describe('opening a program', () => {
  test('by its link works while it is published and not private', async () => {
    const program = await api.draft(coach, { visibility: 'link' });
    const token = await linkOf(program);
    const opened = async (who: Account | null = rep) =>
      (await api.call<Item | null>(who, 'program_by_link', { token })).body;
    expect(await opened()).toBeNull();
    const { version } = await api.publish(coach, program);
    expect(await opened()).toMatchObject({ program_id: program, version_id: version, is_approved: false });
    await api.approve(admin, program);
    expect(await opened()).toMatchObject({ is_approved: true });
    expect((await api.call(null, 'program_by_link', { token })).status).toBe(401);
    expect((await api.call(rep, 'program_by_link', { token: null })).body).toBeNull();
    expect((await api.call(rep, 'program_by_link', { token: 'x' })).body).toBeNull();
    await edit(coach, program, { visibility: 'private' });
    expect(await opened()).toBeNull();
  });

  test('by its link shows its days, which without the link only its coach and admins see', async () => {
    const program = await api.draft(coach, { visibility: 'link', modules: [{ title: 'M', first_week: 1 }] }, [2, 1, 1]);
    const { version } = await api.publish(coach, program);
    const preview = (who: Account | null, token: string | null = null, id = version) =>
      api.call(who, 'preview_version', { version: id, token });
    expect((await preview(rep, await linkOf(program))).body).toMatchObject({
      version_id: version,
      modules: [{ title: 'M', first_week: 1 }],
      days: [
        { day_index: 1, tasks: [{ title: 'Task 1', notes: 'How to do it' }, { title: 'Task 2' }] },
        { day_index: 2, tasks: [{ title: 'Task 0', minutes: 10, is_required: true, level: 'program_day' }] },
      ],
    });
    for (const who of [coach, admin]) expect((await preview(who)).status).toBe(200);
    for (const who of [rep, otherCoach]) expect(await preview(who)).toMatchObject(expectedError(404, 'not_found'));
    expect((await preview(rep, 'x')).status).toBe(404);
    expect((await preview(null)).status).toBe(401);
    expect((await preview(rep, await linkOf(program), randomUUID())).status).toBe(404);
    await api.request(coach, 'program_tasks', {
      method: 'POST',
      body: JSON.stringify({ program_id: program, day_index: 3, title: 'New' }),
    });
    await api.publish(coach, program);
    // The link is of what is published now.
    expect((await preview(rep, await linkOf(program))).status).toBe(404);
  });
});

describe('starting a program on one’s own', () => {
  test('is possible with every role, once per start date', async () => {
    const { program, version } = await inGallery();
    for (const who of [rep, otherCoach, coach, admin]) {
      const { status, body } = await importBy(who, version);
      expect(status).toBe(200);
      expect((await importBy(who, version)).body).toBe(body);
      expect((await importBy(who, version, { start_date: addDays(COMING_MONDAY, 7) })).body).not.toBe(body);
      expect((await api.request(who, `enrollments?id=eq.${body}`)).body).toMatchObject([
        {
          user_id: who.id,
          coach_id: who.id,
          version_id: version,
          cohort_id: null,
          status: 'active',
          start_date: COMING_MONDAY,
        },
      ]);
    }
    expect((await importBy(null, version)).status).toBe(401);
    expect(
      (await api.callAsServer('import_program', { version, start_date: COMING_MONDAY, parameters: {}, token: '' }))
        .status,
    ).toBe(403);
    expect((await api.call(coach, 'program_counts', { program })).body).toMatchObject({ imported: 6, used: 0 });
    // Whose program it was has no eye on it.
    expect((await api.request(coach, `enrollments?user_id=eq.${rep.id}`)).body).toEqual([]);
  });

  test('requires that it is approved or one’s own', async () => {
    const program = await api.draft(coach, { visibility: 'link' });
    const { version } = await api.publish(coach, program);
    const token = await linkOf(program);
    expect(await importBy(rep, version)).toMatchObject(expectedError(404, 'not_found'));
    expect(await importBy(rep, version, { token: 'x' })).toMatchObject(expectedError(404, 'not_found'));
    expect(await importBy(rep, randomUUID(), { token })).toMatchObject(expectedError(404, 'not_found'));
    expect(await importBy(rep, version, { token })).toMatchObject(expectedError(409, 'not_approved'));
    expect((await importBy(coach, version)).status).toBe(200);
    await api.approve(admin, program);
    expect(await importBy(rep, version)).toMatchObject(expectedError(404, 'not_found'));
    expect((await importBy(rep, version, { token })).status).toBe(200);
  });

  test('is rejected for a program with a price, except for its coach', async () => {
    const { version } = await inGallery({ price: 900 });
    expect(await importBy(rep, version)).toMatchObject(expectedError(409, 'has_a_price'));
    expect((await importBy(coach, version)).status).toBe(200);
  });

  test('requires the program’s parameters, and stores only declared ones', async () => {
    const parameters = [
      { key: 'instrument', label: 'Instrument', options: ['Oboe', 'Harp'], required: true },
      { key: 'focus', label: 'Focus', options: null, required: false },
    ];
    const { version } = await inGallery({ parameters });
    for (const [given, code] of [
      [{}, 'missing_parameter'],
      [null, 'missing_parameter'],
      [{ instrument: '  ' }, 'missing_parameter'],
      [{ instrument: 'Drum' }, 'unknown_option'],
      [{ instrument: 5 }, 'malformed_request'],
      [['Oboe'], 'malformed_request'],
      [{ instrument: 'Oboe', focus: 'x'.repeat(2001) }, 'malformed_request'],
    ] as const) {
      expect(await importBy(rep, version, { parameters: given })).toMatchObject(expectedError(400, code));
    }
    const given = { instrument: ' Oboe ', focus: 'Tone', other: 'x' };
    const { body } = await importBy(rep, version, { parameters: given });
    expect((await api.request(rep, `enrollments?id=eq.${body}`)).body).toMatchObject([
      { parameters: { instrument: 'Oboe', focus: 'Tone' } },
    ]);
  });

  test.each([null, '1969-12-31', '3000-01-01', '2027-02-30', 'infinity', 'soon'])(
    'is rejected with the start date %j',
    async (start_date) => {
      const { version } = await inGallery();
      expect((await importBy(rep, version, { start_date })).status).toBe(400);
    },
  );
});

test('events of a program are counted, edits at most once a day', async () => {
  const { program } = await inGallery();
  await edit(coach, program, { title: 'Second steps' });
  await edit(coach, program, { title: 'Third steps' });
  const task = (await api.request<{ id: string }[]>(coach, `program_tasks?program_id=eq.${program}`)).body[0]?.id ?? '';
  await api.request(coach, `program_tasks?id=eq.${task}`, { method: 'DELETE' });
  const { version } = await api.publish(coach, program);
  await api.approve(admin, program);
  await importBy(rep, version);
  const counts = async () => (await api.call(coach, 'program_counts', { program })).body;
  expect(await counts()).toEqual({ created: 1, updated: 1, published: 2, imported: 1, used: 0 });
  await backend.sql(`update public.program_events set on_day = on_day - 1 where kind = 'updated'`);
  await edit(coach, program, { title: 'Fourth steps' });
  expect(await counts()).toMatchObject({ updated: 2 });
  for (const who of [rep, otherCoach]) expect((await api.request(who, 'program_events')).body).toEqual([]);
});

test('no request failed with a 500', () => {
  expect(backend.faults).toEqual([]);
});
