import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TemplateTask } from '../../../src/domain/programs/program.ts';
import { CadenceDatabase } from '../../../src/store/database.ts';
import { copyDayTasks, copyWeekTasks, repeatTaskOnDays } from '../../../src/domain/programs/copy-tasks.ts';
import { moveTasks } from '../../../src/domain/programs/move-tasks.ts';
import { addTemplateTask, deleteTemplateTasks, planInDraft } from '../../fixtures/template-tasks.ts';
import {
  createProgram,
  deleteProgram,
  getProgramsWithTasks,
  getProgramWithTasks,
  restoreProgram,
  updateProgram,
} from '../../../src/data/programs/drafts.ts';
import { restoreRow } from '../../../src/store/write.ts';
import { defined } from '../../fixtures/defined.ts';

const USER = '0190a1b2-0000-7000-8000-000000000001';
let db: CadenceDatabase;

beforeEach(() => {
  db = new CadenceDatabase(USER, { indexedDB: new IDBFactory(), IDBKeyRange });
});

const add = (program_id: string, day_index: number, title: string) =>
  addTemplateTask(db, { program_id, day_index, title });

const aProgram = async () => {
  const program = await createProgram(db, { title: 'Base miles', length_days: 14 });
  const tasks: [TemplateTask, TemplateTask, TemplateTask] = [
    await add(program.id, 1, 'Run'),
    await add(program.id, 1, 'Stretch'),
    await add(program.id, 2, 'Rest'),
  ];
  return { program, tasks };
};

/** "day title" of all tasks, in order. */
const listed = async (id: string) =>
  (await getProgramWithTasks(db, id))?.tasks.map(({ day_index, title }) => `${String(day_index)} ${title}`);

/** Everything has been sent and has come back. */
const beSynced = async () => {
  await Promise.all([db.outbox.clear(), db.serverRows.clear()]);
};

describe('authoring offline', () => {
  test('a new program has no values in server fields, and pushes none', async () => {
    const { id } = await createProgram(db, { title: 'Base miles' });
    expect(await getProgramWithTasks(db, id)).toMatchObject({
      program: { title: 'Base miles', length_days: 28, published_version: null, approved_at: null, link_token: '' },
      tasks: [],
      isPending: true,
      areTasksPending: false,
    });
    const [sent] = await db.outbox.toArray();
    expect(sent).toMatchObject({ table: 'programs', op: 'insert', row: id });
    const { fields } = defined(sent, 'change');
    for (const field of ['published_version', 'approved_at', 'link_token', 'updated_at']) {
      expect(fields).not.toHaveProperty(field);
    }
  });

  test('tasks are added at the end of their day, each by one change', async () => {
    const { program } = await aProgram();
    expect(await listed(program.id)).toEqual(['1 Run', '1 Stretch', '2 Rest']);
    expect((await db.outbox.toArray()).map(({ table, op }) => `${op} ${table}`)).toEqual([
      'insert programs',
      'insert program_tasks',
      'insert program_tasks',
      'insert program_tasks',
    ]);
  });

  test('two tasks that are added concurrently have different positions', async () => {
    const { program } = await aProgram();
    await Promise.all([add(program.id, 3, 'One'), add(program.id, 3, 'Two')]);
    const positions = (await getProgramWithTasks(db, program.id))?.tasks.flatMap(({ day_index, position }) =>
      day_index === 3 ? [position] : [],
    );
    expect(new Set(positions).size).toBe(2);
  });

  test('a move to another day is one change of one row', async () => {
    const { program, tasks } = await aProgram();
    await beSynced();
    const { id } = tasks[1];
    await planInDraft(db, program.id, (draft) => moveTasks(draft, [id], { lead: id, day: 2, index: 0 }));
    expect(await listed(program.id)).toEqual(['1 Run', '2 Stretch', '2 Rest']);
    expect((await db.outbox.toArray()).map(({ row, fields }) => ({ row, fields: Object.keys(fields) }))).toEqual([
      { row: tasks[1].id, fields: ['day_index', 'position'] },
    ]);
  });

  test('a day, a week and a task are copied, and the copies can be deleted', async () => {
    const { program, tasks } = await aProgram();
    const before = await listed(program.id);
    const ids = [
      ...(await planInDraft(db, program.id, (draft) => ({ added: copyDayTasks(draft.tasks, 1, [3]) }))),
      ...(await planInDraft(db, program.id, (draft) => ({ added: copyWeekTasks(draft.tasks, program, 1, [2]) }))),
      ...(await planInDraft(db, program.id, (draft) => ({
        added: repeatTaskOnDays(draft.tasks, tasks[2], [2, 4, 5]),
      }))),
    ];
    expect(await listed(program.id)).toEqual([
      ...['1 Run', '1 Stretch', '2 Rest', '3 Run', '3 Stretch', '4 Rest', '5 Rest'],
      ...['8 Run', '8 Stretch', '9 Rest', '10 Run', '10 Stretch'],
    ]);
    await deleteTemplateTasks(db, program.id, ids);
    expect(await listed(program.id)).toEqual(before);
  });

  test('deleting a program deletes its tasks before it, and undo restores all of them', async () => {
    const { program } = await aProgram();
    await beSynced();
    const tasks = await deleteProgram(db, program);
    expect(await getProgramsWithTasks(db)).toEqual([]);
    expect(await db.rows('program_tasks').count()).toBe(0);
    expect((await db.outbox.toArray()).map(({ table }) => table)).toEqual([
      ...Array<string>(3).fill('program_tasks'),
      'programs',
    ]);
    await restoreProgram(db, program, tasks);
    expect(await listed(program.id)).toEqual(['1 Run', '1 Stretch', '2 Rest']);
  });

  test('a program that is restored is pushed without server fields', async () => {
    const { program } = await aProgram();
    await beSynced();
    const response = { ...program, published_version: 2, approved_at: '2026-11-21T10:00:00Z', link_token: 'secret' };
    await restoreRow(db, 'programs', response);
    const [sent] = await db.outbox.toArray();
    const { fields } = defined(sent, 'change');
    expect(fields).toMatchObject({ title: 'Base miles' });
    expect(fields).not.toHaveProperty('link_token');
  });
});

describe('pending changes', () => {
  test('count for their own program, and for no other', async () => {
    const { program, tasks } = await aProgram();
    const other = await createProgram(db, { title: 'Other' });
    await beSynced();
    const waiting = async () =>
      (await getProgramsWithTasks(db)).map(({ program: { title }, isPending, areTasksPending }) => [
        title,
        isPending,
        areTasksPending,
      ]);
    expect(await waiting()).toEqual([
      ['Base miles', false, false],
      ['Other', false, false],
    ]);
    await updateProgram(db, other.id, { visibility: 'link' });
    await deleteTemplateTasks(db, program.id, [tasks[0].id]);
    expect(await waiting()).toEqual([
      ['Base miles', true, true],
      ['Other', true, false],
    ]);
    expect(await getProgramWithTasks(db, program.id)).toMatchObject({ isPending: true });
  });
});
