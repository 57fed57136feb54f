import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { availableNewerVersion, type Enrollment } from '../../../src/domain/enrollments/enrollment.ts';
import {
  hasUnpublishedChanges,
  type PublishedContent,
  validateForPublishing,
} from '../../../src/domain/programs/draft.ts';
import { compareByPosition } from '../../../src/domain/ordering/position.ts';
import { dueDayIndex } from '../../../src/domain/programs/day-dates.ts';
import type { Program, TemplateTask } from '../../../src/domain/programs/program.ts';
import { compareTasks, type Task } from '../../../src/domain/tasks/task.ts';
import type { VersionPreview, VisibleVersion } from '../../../src/domain/programs/version.ts';
import { type Account, startBackend, type TestBackend } from '../../fixtures/backend/backend.ts';
import { showInGallery } from '../../fixtures/gallery.ts';

let backend: TestBackend;
let coach: Account;
let program: string;

beforeAll(async () => {
  backend = await startBackend();
  coach = await backend.signUp('coach');
});
afterAll(() => backend.close());

const insertTask = (fields: Partial<TemplateTask> = {}) =>
  backend.sql(
    `insert into public.program_tasks (program_id, user_id, day_index, position, title) values ($1, $2, $3, $4, 'A task')`,
    program,
    coach.id,
    fields.day_index ?? 1,
    fields.position ?? 1,
  );

/** The draft as its coach's device has it. */
const readDraft = async () => {
  const rows = async <Row>(table: string, condition: string) =>
    (
      await backend.sql<{ row: Row }>(
        `select to_jsonb(t) as row from public.${table} t where ${condition} = $1`,
        program,
      )
    ).map(({ row }) => row);
  const [draft] = await rows<Program>('programs', 'id');
  if (!draft) throw new Error('the program is gone');
  return { draft, tasks: await rows<TemplateTask>('program_tasks', 'program_id') };
};

const publish = () => backend.rpc<{ version: string; message?: string }>('publish_program', { program }, coach.token);

beforeEach(async () => {
  const [created] = await backend.sql<{ id: string }>(
    `insert into public.programs (user_id, title, length_days) values ($1, 'A program', 10) returning id`,
    coach.id,
  );
  program = created?.id ?? '';
});

describe('a draft', () => {
  const parameter = (key: string) => ({ key, label: 'A', options: null, required: true });

  test.each([
    ['none', { parameters: [] }, [1, 10]],
    ['no tasks', { parameters: [] }, []],
    ['a task after the last day', { parameters: [] }, [11]],
    ['an invalid key', { parameters: [parameter('a b')] }, [1]],
    ['an empty key', { parameters: [parameter('')] }, [1]],
    ['a duplicate key', { parameters: [parameter('a'), parameter('a')] }, [1]],
    ['several errors', { parameters: [parameter('a'), parameter('a'), parameter('1')] }, [12]],
  ])('has the same publishing error on both sides: %s', async (_, { parameters }, days) => {
    await backend.sql('update public.programs set parameters = $2 where id = $1', program, JSON.stringify(parameters));
    for (const day_index of days) await insertTask({ day_index });
    const { draft, tasks } = await readDraft();
    const [error] = validateForPublishing(draft, tasks);
    const { status, body } = await publish();
    expect(status === 200 ? undefined : body.message).toBe(error?.code);
  });

  test('has unpublished changes on the device where the database would create a new version', async () => {
    await insertTask();
    await publish();
    const differs = async () => {
      const { draft, tasks } = await readDraft();
      const [sides] = await backend.sql<{ version: PublishedContent; differs: boolean }>(
        `select to_jsonb(v) as version, private.version_content(v.id) <> private.draft_content(v.program_id) as differs
         from public.program_versions v where v.program_id = $1 order by v.number desc limit 1`,
        program,
      );
      if (!sides) throw new Error('there is no version');
      return { server: sides.differs, device: hasUnpublishedChanges(draft, tasks, sides.version) };
    };
    expect(await differs()).toEqual({ server: false, device: false });
    const edits = [
      `update public.programs set title = 'Another' where id = $1`,
      `update public.programs set description = 'New' where id = $1`,
      `update public.programs set kind = 'group' where id = $1`,
      `update public.programs set length_days = 12 where id = $1`,
      `update public.programs set day_counting = 'weekdays' where id = $1`,
      `update public.programs set modules = '[{"title": "One", "first_week": 1}]' where id = $1`,
      `update public.programs set parameters = '[{"key": "a", "label": "A", "options": ["x"], "required": true}]' where id = $1`,
      `update public.programs set price = 100 where id = $1`,
      `update public.programs set currency = 'CHF' where id = $1`,
      `update public.program_tasks set title = 'Another' where program_id = $1`,
      `insert into public.program_tasks (program_id, user_id, day_index, position, title)
       select id, user_id, 1, 2, 'More' from public.programs where id = $1`,
      `update public.program_tasks set position = 0 where program_id = $1 and title = 'More'`,
      `delete from public.program_tasks where program_id = $1 and title = 'More'`,
    ];
    for (const edit of edits) {
      await backend.sql(edit, program);
      expect(await differs(), edit).toEqual({ server: true, device: true });
      await publish();
      expect(await differs(), `${edit}, published`).toEqual({ server: false, device: false });
    }
  });
});

test('tasks of one day are in the same order in a draft, its preview and a person’s tasks, also with equal positions', async () => {
  for (const [day_index, level, position] of [
    [1, 'program_day', 2],
    [1, 'program_day', 2],
    [1, 'program_day', 1],
    [3, 'program_week', 1],
    [3, 'program', 1],
    [2, 'program_day', 5],
    [2, 'program_day', 5],
    [9, 'program_week', 1],
  ] as const) {
    await backend.sql(
      `insert into public.program_tasks (program_id, user_id, day_index, level, position, title)
       values ($1, $2, $3, $4, $5, 'Task ' || gen_random_uuid())`,
      ...[program, coach.id, day_index, level, position],
    );
  }
  const { draft, tasks } = await readDraft();
  const version = (await publish()).body.version;
  const { body: preview } = await backend.rpc<VersionPreview>('preview_version', { version, token: null }, coach.token);
  const drafted = tasks.toSorted((a, b) => a.day_index - b.day_index || compareByPosition(a, b));
  const titles = drafted.map(({ title }) => title);
  expect(preview.days.flatMap((day) => day.tasks.map(({ title }) => title))).toEqual(titles);

  const { body: enrollment } = await backend.rpc<{ enrollment_id: string }>(
    'enroll_in_version',
    { version, client: coach.id, start_date: '2030-01-07', parameters: {} },
    coach.token,
  );
  await backend.rpc('sync_enrollment_tasks', { enrollment: enrollment.enrollment_id }, coach.token);
  const materialized = await backend.sql<{ row: Task }>(
    'select to_jsonb(t) as row from public.tasks t where enrollment_id = $1',
    enrollment.enrollment_id,
  );
  const byDueDay = (title: string) => {
    const task = drafted.find((one) => one.title === title);
    return dueDayIndex(task?.level ?? 'program', task?.day_index ?? 0, draft.day_counting);
  };
  expect(
    materialized
      .map(({ row }) => row)
      .sort(compareTasks)
      .map(({ title }) => title),
  ).toEqual(titles.toSorted((a, b) => byDueDay(a) - byDueDay(b)));
});

describe('the newer version that a person may move to', () => {
  const approve = () => showInGallery(backend.sql);
  const edit = (fields: string) => backend.sql(`update public.programs set ${fields} where id = $1`, program);

  test.each([
    ['is the free one', () => edit(`title = 'Second'`)],
    ['is none where there is no other', () => Promise.resolve()],
    ['is none where it has a price', () => edit(`price = 100`)],
    [
      'is none after the enrollment has ended',
      async (enrollment: string) => {
        await edit(`title = 'Second'`);
        await backend.sql(
          `update public.enrollments set status = 'ended', ended_by = 'person' where id = $1`,
          enrollment,
        );
      },
    ],
    [
      'is none in a cohort or with a coach',
      async (enrollment: string) => {
        await edit(`title = 'Second'`);
        await backend.sql('update public.enrollments set coach_id = $2 where id = $1', enrollment, coach.id);
      },
    ],
  ])('%s, on both sides', async (_, change) => {
    const person = await backend.signUp();
    await insertTask();
    await publish();
    await approve();
    const [first] = await backend.sql<{ id: string }>(
      'select id from public.program_versions where program_id = $1',
      program,
    );
    const imported = await backend.rpc<string>(
      'import_program',
      { version: first?.id, start_date: '2030-01-07', parameters: {}, token: null },
      person.token,
    );
    const enrollment = imported.body;
    await change(enrollment);
    await publish();
    await approve();

    const [row] = await backend.sql<{ row: Enrollment }>(
      'select to_jsonb(e) as row from public.enrollments e where id = $1',
      enrollment,
    );
    if (!row) throw new Error('there is no enrollment');
    const versions = await backend.rest<VisibleVersion[]>(
      `program_versions?select=*&program_id=eq.${program}&order=number`,
      {},
      person.token,
    );
    const newer = availableNewerVersion(row.row, versions.body);
    const newest = versions.body.at(-1)?.id ?? first?.id;
    const isOwn = newest === row.row.version_id;
    const moved = await backend.rpc('move_enrollment', { enrollment, version: newest, dry_run: true }, person.token);
    expect(newer !== undefined).toBe(moved.status === 200 && !isOwn);
  });
});
