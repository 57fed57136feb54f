import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { getOrAddCustomActivityType } from '../../../src/data/activities/activity-types.ts';
import { upsertWeeklyGoals, weeklyGoalsId } from '../../../src/data/goals/weekly-goals.ts';
import { createProgram } from '../../../src/data/programs/drafts.ts';
import { addTemplateTask } from '../../fixtures/template-tasks.ts';
import { addDays, weekStartOf } from '../../../src/domain/calendar/calendar-date.ts';
import { ProgramScreen } from '../../../src/features/programs/authoring/ProgramScreen.tsx';
import { ProgramsScreen } from '../../../src/features/programs/authoring/ProgramsScreen.tsx';
import { ActivityTypesScreen } from '../../../src/features/work/activity-types/ActivityTypesScreen.tsx';
import { GoalsScreen } from '../../../src/features/work/goals/GoalsScreen.tsx';
import { useSyncStore } from '../../../src/sync/sync-store.ts';
import { server, table } from '../../fixtures/cloud.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const LABEL = /Not accepted by the cloud/;

const refuse = (...ids: string[]) => {
  useSyncStore.setState({ rejectedRows: new Set(ids) });
};

beforeEach(() => {
  server.use(table('program_versions', []));
});
afterEach(() => {
  refuse();
});

describe('a program', () => {
  const prepare = async () => {
    const db = await newDevice();
    const program = await createProgram(db, { title: 'Base miles' });
    await createProgram(db, { title: 'Other' });
    const task = await addTemplateTask(db, { program_id: program.id, day_index: 1, title: 'Run' });
    return { db, program: program.id, task: task.id };
  };
  const markedIn = async () =>
    within(await screen.findByRole('list', { name: 'Programs' }))
      .getAllByRole('listitem')
      .filter(({ textContent }) => LABEL.test(textContent))
      .map(({ textContent }) => textContent.replace(LABEL, '').slice(0, 10));

  test.each(['program', 'task'] as const)('is marked in the list where a change of the %s was refused', async (of) => {
    const ids = await prepare();
    refuse(ids[of]);
    openScreen(ProgramsScreen, { db: ids.db, role: 'coach' });
    expect(await markedIn()).toEqual(['Base miles']);
  });

  test('is not marked where nothing of it was refused', async () => {
    const { db } = await prepare();
    refuse('another row');
    openScreen(ProgramsScreen, { db, role: 'coach' });
    expect(await markedIn()).toEqual([]);
  });

  test('says so on its screen, and which task it is', async () => {
    const { db, program, task } = await prepare();
    refuse(program, task);
    openScreen(ProgramScreen, { db, role: 'coach', path: '/programs/$id', at: `/programs/${program}` });
    expect(await screen.findByText('The cloud did not accept your change to this program.')).toBeDefined();
    expect(screen.getByRole('button', { name: /^Run/ }).textContent).toMatch(LABEL);
  });
});

test('weekly goals say it on their screen and in the history, each week its own', async () => {
  const db = await newDevice();
  const thisWeek = weekStartOf(todayOfRep());
  const lastWeek = addDays(thisWeek, -7);
  await upsertWeeklyGoals(db, thisWeek, { calls: 60 });
  await upsertWeeklyGoals(db, lastWeek, { calls: 40 });
  refuse(weeklyGoalsId(db, lastWeek));
  const rows = () => screen.getAllByRole('row').filter(({ textContent }) => LABEL.test(textContent));

  const view = openScreen(GoalsScreen, { db, path: '/goals' });
  await screen.findByRole('table');
  expect(rows()).toHaveLength(1);
  expect(rows()[0]?.textContent).toContain('Last week');
  expect(screen.queryByText(/did not accept/)).toBeNull();
  view.close();

  openScreen(GoalsScreen, { db, path: '/goals/$weekStart', at: `/goals/${lastWeek}` });
  expect(await screen.findByText('The cloud did not accept your change to these goals.')).toBeDefined();
  expect(screen.getByRole('link', { name: 'Review' }).getAttribute('href')).toBe('/needs-attention');
});

test('a custom activity type is marked in its list', async () => {
  const db = await newDevice();
  await getOrAddCustomActivityType(db, 'Demo');
  const [type] = await db.rows('program_custom_activity_types').toArray();
  refuse(type?.id ?? '');
  openScreen(ActivityTypesScreen, { db, path: '/types' });
  const list = within(await screen.findByRole('list', { name: 'Your own types' }));
  expect(list.getByRole('listitem').textContent).toMatch(LABEL);
});
