import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { cleanup } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProgram, getProgramWithTasks } from '../../../src/data/programs/drafts.ts';
import { createLibraryBlock } from '../../../src/data/programs/library.ts';
import { addTemplateTask } from '../../fixtures/template-tasks.ts';
import type { BlockTask } from '../../../src/domain/programs/program.ts';
import { ProgramScreen } from '../../../src/features/programs/authoring/ProgramScreen.tsx';
import { ProgramsScreen } from '../../../src/features/programs/authoring/ProgramsScreen.tsx';
import { setClipboard } from '../../../src/features/programs/authoring/editor-state.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { server, table } from '../../fixtures/cloud.ts';
import { defined } from '../../fixtures/defined.ts';
import { openScreen } from '../../fixtures/screen.tsx';

beforeEach(() => {
  server.use(table('program_versions', []));
  setClipboard(null);
});

const openProgram = async (tasks: readonly (readonly [day: number, title: string])[]) => {
  const { db } = openScreen(() => null, { role: 'coach' });
  cleanup();
  const program = await createProgram(db, { title: 'Base miles', length_days: 14 });
  for (const [day_index, title] of tasks) await addTemplateTask(db, { program_id: program.id, day_index, title });
  openScreen(ProgramScreen, { role: 'coach', path: '/programs/$id', at: `/programs/${program.id}` });
  await screen.findByRole('heading', { name: 'Base miles' });
  return { db, id: program.id };
};

const listed = async (db: CadenceDatabase, id: string) =>
  (await getProgramWithTasks(db, id))?.tasks.map(({ day_index, title }) => `${String(day_index)} ${title}`);

const choose = async (about: string, item: string) => {
  await userEvent.click(screen.getByRole('button', { name: `More actions for ${about}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item, hidden: true }));
};

const aTask = (day: number, title: string): BlockTask => ({
  ...{ day, title, notes: null, minutes: null },
  ...{ type: 'task', is_required: true, level: 'program_day' },
});

describe('the editor of a phone', () => {
  it('selects several tasks, cuts them and pastes them on another day, and undoes and redoes that', async () => {
    const { db, id } = await openProgram([
      [1, 'Run'],
      [1, 'Stretch'],
      [2, 'Rest'],
    ]);
    await choose('Run', 'Select');
    await choose('Rest', 'Select');
    await userEvent.click(
      within(screen.getByRole('group', { name: 'Selected tasks' })).getByRole('button', { name: 'Cut' }),
    );
    await choose('day 4', 'Paste here');
    const moved = ['1 Stretch', '4 Run', '5 Rest'];
    await waitFor(async () => expect(await listed(db, id)).toEqual(moved));
    await userEvent.click(screen.getByRole('button', { name: /^Undo/ }));
    await waitFor(async () => expect(await listed(db, id)).toEqual(['1 Run', '1 Stretch', '2 Rest']));
    await userEvent.click(await screen.findByRole('button', { name: 'Redo: Moved 2 tasks' }));
    await waitFor(async () => expect(await listed(db, id)).toEqual(moved));
  });

  it('inserts and removes days and weeks, and brings back what a removed week had', async () => {
    const { db, id } = await openProgram([
      [1, 'Run'],
      [9, 'Rest'],
    ]);
    await choose('day 1', 'Insert day before');
    await waitFor(async () => expect(await listed(db, id)).toEqual(['2 Run', '10 Rest']));
    await choose('week 1', 'Remove week');
    await waitFor(async () => expect(await listed(db, id)).toEqual(['3 Rest']));
    expect((await getProgramWithTasks(db, id))?.program.length_days).toBe(8);
    await userEvent.click(await screen.findByRole('button', { name: /^Undo: Removed week 1/ }));
    await waitFor(async () => expect(await listed(db, id)).toEqual(['2 Run', '10 Rest']));
    expect((await getProgramWithTasks(db, id))?.program.length_days).toBe(15);
  });

  it('says where something does not fit, and changes nothing', async () => {
    const { db, id } = await openProgram([
      [1, 'Run'],
      [3, 'Rest'],
    ]);
    await choose('Run', 'Select');
    await choose('Rest', 'Select');
    await choose('Rest', 'Copy');
    await userEvent.click(screen.getByRole('button', { name: 'Week 2 Days 8–14' }));
    await choose('day 13', 'Paste here');
    expect(await screen.findByText(/That needs day 15, which the program doesn’t have/)).toBeTruthy();
    expect(await listed(db, id)).toEqual(['1 Run', '3 Rest']);
  });

  it('undoes fields of a task that were saved one after the other, each at once', async () => {
    const { db, id } = await openProgram([[1, 'Run']]);
    await userEvent.click(screen.getByRole('button', { name: 'Run' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Minutes' }), '25');
    await userEvent.tab();
    await waitFor(async () => expect((await getProgramWithTasks(db, id))?.tasks[0]?.minutes).toBe(25));
    await userEvent.click(screen.getByText('Close'));
    await userEvent.click(await screen.findByRole('button', { name: /^Undo: Edited/ }));
    await waitFor(async () => expect((await getProgramWithTasks(db, id))?.tasks[0]?.minutes).toBeNull());
  });
});

describe('the library', () => {
  it('keeps a selection as a block, finds it by its tasks, and inserts it', async () => {
    const { db, id } = await openProgram([
      [1, 'Long tones'],
      [2, 'Scales'],
    ]);
    await createLibraryBlock(db, 'Cool-down', [aTask(1, 'Breathe')]);
    await choose('Long tones', 'Select');
    await choose('Scales', 'Select');
    await choose('Scales', 'Save to library…');
    await userEvent.type(await screen.findByLabelText('Name'), 'Morning');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(async () => expect(await db.rows('library_blocks').count()).toBe(2));
    await userEvent.click(screen.getByRole('button', { name: 'Library' }));
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search the library' }), 'scales');
    const list = screen.getByRole('list', { name: 'Saved tasks and blocks' });
    await waitFor(() => expect(within(list).getAllByRole('listitem')).toHaveLength(1));
    await userEvent.click(within(list).getByRole('button', { name: /^Insert Morning on day/ }));
    await waitFor(async () => expect(await listed(db, id)).toHaveLength(4));
  });
});

describe('a program’s file', () => {
  const openImport = async () => {
    const { db } = openScreen(ProgramsScreen, { role: 'coach', path: '/programs' });
    await userEvent.click(await screen.findByRole('button', { name: 'Import' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'Import program' }));
    await sheet.findByRole('button', { name: 'Choose file' });
    const upload = (text: string, name: string) =>
      userEvent.upload(
        defined(document.querySelector<HTMLInputElement>('input[type="file"]'), 'file input'),
        new File([text], name),
      );
    return { db, sheet, upload };
  };

  it('is shown with its faults before anything is written, and its other rows only with consent', async () => {
    const { db, sheet, upload } = await openImport();
    await upload('day,title,minutes\n1,Run,20\n2,Walk,long\n', 'Base miles.csv');
    expect(await sheet.findByText('Row 3, minutes: no whole number in range (“long”)')).toBeTruthy();
    expect(sheet.getByText(/Individual · 1 day · 1 task/)).toBeTruthy();
    const submit = sheet.getByRole<HTMLButtonElement>('button', { name: 'Import the rest' });
    expect(submit.disabled).toBe(true);
    expect(await db.rows('programs').count()).toBe(0);
    await userEvent.click(sheet.getByRole('checkbox', { name: 'Import without the 1 row that can’t be read' }));
    await userEvent.click(submit);
    await waitFor(async () => expect(await db.rows('programs').toArray()).toMatchObject([{ title: 'Base miles' }]));
    expect(await db.rows('program_tasks').toArray()).toMatchObject([{ title: 'Run', minutes: 20, day_index: 1 }]);
  });

  it('that is no program is refused with the reason', async () => {
    const { db, sheet, upload } = await openImport();
    await upload('{"format":"cadence-export"}', 'export.json');
    expect(await sheet.findByText(/This JSON is no program/)).toBeTruthy();
    expect(sheet.getByRole<HTMLButtonElement>('button', { name: 'Import program' }).disabled).toBe(true);
    expect(await db.rows('programs').count()).toBe(0);
  });
});
