import { describe, expect, test } from 'vitest';
import { SYNCED_TABLES, type SyncedTable } from '../../../src/contract/synced-tables.ts';
import { exportAllData, getExportedRows } from '../../../src/data/export/export.ts';
import { importRecords } from '../../../src/data/import/import.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { defined } from '../../fixtures/defined.ts';
import { addRows, readExport, separateDevice, workOfEveryKind } from '../../fixtures/exports.ts';

const TABLES = ['submissions', 'program_activities', 'programs', 'program_tasks', 'library_blocks', 'tasks'] as const;
const PERSON = '0198c0de-0000-7000-8000-000000000001';
const OTHER = '0198c0de-0000-7000-8000-000000000002';
const NOW = new Date('2026-11-20T12:30:00Z');

/** A device with work of every kind, and its export. */
const exported = async () => {
  const db = separateDevice(PERSON);
  await addRows(db, workOfEveryKind(db.userId));
  return { db, file: JSON.parse(JSON.stringify(await exportAllData(db, NOW))) as Record<string, unknown> };
};

const importInto = (db: CadenceDatabase, file: unknown, importer = {}) =>
  importRecords(db, readExport(db, file, importer).records, () => undefined);

/** Instants by their meaning, and without what the server maintains. */
const contents = async (db: CadenceDatabase, table: SyncedTable): Promise<Record<string, unknown>[]> =>
  (await getExportedRows(db, table)).map((row) =>
    Object.fromEntries(
      Object.entries(row)
        .filter(([name]) => name !== 'updated_at' && !(SYNCED_TABLES[table].serverFields ?? []).includes(name))
        .map(([name, value]) => [name, name.endsWith('_at') && value !== null ? Date.parse(String(value)) : value]),
    ),
  );

describe('an export that is imported', () => {
  test('on the account it came from gives the same rows, with every column', async () => {
    const { db, file } = await exported();
    const other = separateDevice(db.userId);
    const { problems, leftOut } = readExport(other, file);
    expect(problems).toEqual([]);
    expect(leftOut).toEqual([{ part: 'profiles', rows: 1 }]);
    expect(await importInto(other, file)).toBe(9);
    for (const table of TABLES) {
      const [original, copy] = [await contents(db, table), await contents(other, table)];
      const isOwn = (row: Record<string, unknown>) => row['enrollment_id'] == null;
      const expected = original
        .filter(isOwn)
        .map((row) => (table === 'programs' ? { ...row, visibility: 'private' } : row));
      expect(copy.filter(({ id }) => expected.some((row) => row['id'] === id))).toEqual(expected);
    }
    expect(await other.rows('program_weekly_goals').toArray()).toMatchObject([{ week_start: '2026-03-02', calls: 40 }]);
    expect(await other.rows('program_custom_activity_types').toArray()).toMatchObject([{ type_name: 'Site visit' }]);
  });

  test('leaves rows that are there as they are', async () => {
    const { db, file } = await exported();
    const task = { id: 'c1d2e3f4-0000-3000-8000-000000000008' };
    const before = await Promise.all(TABLES.map((table) => contents(db, table)));
    expect(await importInto(db, file, { enrollments: new Set(['00000000-0000-7000-8000-00000000eeee']) })).toBe(0);
    expect(await Promise.all(TABLES.map((table) => contents(db, table)))).toEqual(before);
    expect(before.flat()).toContainEqual(expect.objectContaining(task));
  });

  test('keeps a program’s task as the person’s own where its enrollment is not here', async () => {
    const { db, file } = await exported();
    const other = separateDevice(db.userId);
    await importInto(other, file);
    const imported = (await other.rows('tasks').toArray()).find(({ title }) => title === 'Scales on Violin');
    expect(imported).toMatchObject({
      status: 'done',
      notes: 'Slowly\n\nThe left hand is late',
      client_notes: null,
      source_type: 'self',
      enrollment_id: null,
      template_task_id: null,
      program_day: null,
    });
    // Ids of version 3 belong to tasks that the server makes.
    expect(defined(imported, 'the task').id[14]).toBe('5');
  });

  test('on another account gives rows with ids of their own that refer to each other', async () => {
    const { db, file } = await exported();
    const [phone, person] = [separateDevice(OTHER), db.userId];
    expect(await importInto(phone, file)).toBe(9);
    const [lead] = await phone.rows('submissions').toArray();
    const [activity] = await phone.rows('program_activities').toArray();
    const [program] = await phone.rows('programs').toArray();
    const [templateTask] = await phone.rows('program_tasks').toArray();
    expect(activity).toMatchObject({ lead_id: lead?.id, user_id: phone.userId, local_id: '1709631234567' });
    expect(templateTask).toMatchObject({ program_id: program?.id, user_id: phone.userId });
    const originals = new Set(
      (await Promise.all(TABLES.map((table) => contents(db, table)))).flat().map(({ id }) => id),
    );
    const copies = (await Promise.all(TABLES.map((table) => contents(phone, table)))).flat();
    expect(copies.filter(({ id, user_id }) => originals.has(id) || user_id === person)).toEqual([]);
  });

  test('twice, or on two devices of another account, gives the same rows once', async () => {
    const { file } = await exported();
    const phone = separateDevice(OTHER);
    const tablet = separateDevice(phone.userId);
    await importInto(phone, file);
    expect(await importInto(phone, file)).toBe(0);
    await importInto(tablet, file);
    for (const table of TABLES) expect(await contents(tablet, table)).toEqual(await contents(phone, table));
  });

  test('leaves out, and counts, what only the server or a coach can add', async () => {
    const { db, file } = await exported();
    const enrollments = new Set(['00000000-0000-7000-8000-00000000eeee']);
    expect(readExport(separateDevice(db.userId), file, { isCoach: false, enrollments }).leftOut).toEqual([
      { part: 'profiles', rows: 1 },
      { part: 'enrollment_tasks', rows: 1 },
      { part: 'programs', rows: 1 },
      { part: 'program_tasks', rows: 1 },
      { part: 'library_blocks', rows: 1 },
    ]);
  });

  test('lists the changes that were rejected before the export, with their content', async () => {
    const { db, file } = await exported();
    const change = { seq: 4, table: 'submissions', op: 'insert', state: 'rejected', fields: { name: 'Ada' } };
    const { problems } = readExport(separateDevice(db.userId), { ...file, unsynced: [{ state: 'pending' }, change] });
    expect(problems).toMatchObject([{ path: 'unsynced[1]', code: 'was_rejected', value: change }]);
  });

  test('gives a problem for each row that is damaged, and the other rows', async () => {
    const { db, file } = await exported();
    const tables = file['tables'] as Record<string, Record<string, unknown>[]>;
    const lead = defined(tables['submissions']?.[0], 'a lead');
    const activity = defined(tables['program_activities']?.[0], 'an activity');
    const templateTask = defined(tables['program_tasks']?.[0], 'a program task');
    const damaged = {
      ...file,
      tables: {
        ...tables,
        submissions: [lead, lead, 'lost', { ...lead, id: 'x' }, { ...lead, id: activity['id'], status: 'open' }],
        program_activities: [activity, { ...activity, id: lead['id'], date: 'tomorrow' }],
        program_tasks: [{ ...templateTask, program_id: lead['id'] }],
        programs: [{ ...tables['programs']?.[0], id: lead['id'], modules: [{ title: 7 }] }],
      },
    };
    const { problems, records } = readExport(separateDevice(db.userId), damaged);
    expect(problems.map(({ path, code, field }) => ({ path, code, field }))).toEqual([
      { path: 'submissions[1]', code: 'repeated', field: null },
      { path: 'submissions[2]', code: 'not_a_row', field: null },
      { path: 'submissions[3]', code: 'bad_id', field: 'id' },
      { path: 'submissions[4]', code: 'bad_value', field: 'status' },
      { path: 'program_activities[1]', code: 'bad_date', field: 'date' },
      { path: 'programs[0]', code: 'bad_value', field: 'modules' },
      { path: 'program_tasks[0]', code: 'missing_row', field: 'program_id' },
    ]);
    expect(records.length).toBe(7);
  });

  test('that is nested too deeply is a problem that contains the file', () => {
    const deep = '['.repeat(9_000) + ']'.repeat(9_000);
    const text = `{"format":"cadence-export","version":1,"tables":{"program_activities":[{"metadata":{"deep":${deep}}}]}}`;
    expect(readExport(separateDevice(PERSON), text).problems).toMatchObject([{ code: 'too_deep', value: text }]);
  });

  test('with a value that is too large to be sent is a problem, and a title of a million spaces is read at once', async () => {
    const { db, file } = await exported();
    const tables = file['tables'] as Record<string, Record<string, unknown>[]>;
    const activity = defined(tables['program_activities']?.[0], 'an activity');
    const large = { ...activity, metadata: { text: 'x'.repeat(70_000) } };
    const spaces = { ...activity, id: PERSON, title: `é${' '.repeat(1_000_000)}x` };
    const { problems } = readExport(db, { ...file, tables: { program_activities: [large, spaces] } });
    expect(problems).toMatchObject([
      { code: 'too_long', field: 'metadata' },
      { code: 'too_long', field: 'title' },
    ]);
  });

  test('of a newer version is a problem that contains the file', async () => {
    const { db, file } = await exported();
    const text = JSON.stringify({ ...file, version: 2 });
    const { problems, records } = readExport(db, text);
    expect(problems).toEqual([{ kind: 'problem', path: '', code: 'unknown_version', field: null, value: text }]);
    expect(records).toEqual([]);
  });
});
