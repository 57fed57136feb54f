import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { AllStatisticsScreen } from '../../../src/features/admin/program-statistics/AllStatisticsScreen.tsx';
import { StatisticsScreen } from '../../../src/features/coaching/statistics/StatisticsScreen.tsx';
import { errorResponse, rpc, server } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const totals = {
  viewed: 40,
  viewed_anonymously: 12,
  imported: 2,
  used: 8,
  people: 8,
  withheld: 2,
  started: 6,
  completed: 3,
};

const open = () =>
  openScreen(StatisticsScreen, { role: 'coach', path: '/programs/$id/statistics', at: '/programs/p/statistics' });
const tile = (label: string) => screen.getByText(label).parentElement?.textContent;

test('a program’s statistics say what they count, and what they do not', async () => {
  const days = [
    { day: 1, reached: 8, active: 6 },
    { day: 2, reached: 7, active: 2 },
  ];
  server.use(rpc('program_statistics', { title: 'First steps', length_days: 7, totals, days }));
  open();
  expect(await screen.findByText('2 people not counted.')).toBeTruthy();
  expect(tile('Views')).toBe('Views40and 12 signed out');
  expect(tile('Enrollments')).toBe('Enrollments102 self-started');
  expect(tile('Started')).toBe('Started75%6 of 8 people');
  expect(tile('Completed')).toBe('Completed37%3 of 8 people');
  await userEvent.click(await screen.findByRole('button', { name: 'Still active by day as a table' }));
  const rows = within(screen.getByRole('table')).getAllByRole('row');
  expect(rows.map(({ textContent }) => textContent)).toEqual([
    'DayCame to itActive on it or laterShare',
    'Day 18675%',
    'Day 27228%',
  ]);
});

test('a program that nobody has begun has no chart', async () => {
  const nobody = { ...totals, people: 0, withheld: 0, started: 0, completed: 0 };
  server.use(rpc('program_statistics', { title: 'First steps', length_days: 7, totals: nobody, days: [] }));
  open();
  expect(await screen.findByText(/shown here once somebody has come to the first day/)).toBeTruthy();
  expect(tile('Started')).toBe('Started–0 of 0 people');
});

test('another coach’s program has no statistics', async () => {
  server.use(rpc('program_statistics', () => errorResponse(404, 'not_found')));
  open();
  expect(await screen.findByText('This program no longer exists, or is not yours.')).toBeTruthy();
});

test('admins see the sum over all programs, and each', async () => {
  server.use(
    rpc('all_program_statistics', [
      { program_id: 'a', title: 'First steps', coach: 'Ada', totals },
      { program_id: 'b', title: 'Second steps', coach: '', totals },
    ]),
  );
  openScreen(AllStatisticsScreen, { role: 'admin', path: '/admin/programs' });
  const list = within(await screen.findByRole('list', { name: 'Programs' }));
  expect(
    list.getByRole('link', { name: /First steps.*by Ada.*40 views.*10 enrollments.*6 started.*3 completed/ }),
  ).toBeTruthy();
  expect(tile('Views')).toBe('Views80and 24 signed out');
  expect(tile('Started')).toBe('Started75%12 of 16 people');
});
