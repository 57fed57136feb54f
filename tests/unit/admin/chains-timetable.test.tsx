import { screen, waitFor, within } from '@testing-library/react';
import { HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearPersistedResponses } from '../../../src/api/persisted-responses.ts';
import type { TimetableEntry } from '../../../src/domain/chains/timetable.ts';
import { TimetableScreen } from '../../../src/features/admin/chains/timetable/TimetableScreen.tsx';
import {
  anEntry,
  CHAINS_NOW,
  ENROLLMENTS,
  localDateTime,
  localTime,
  PUSH_AFTER,
} from '../../fixtures/chain-screens.ts';
import { setNow } from '../../fixtures/clock.ts';
import { errorResponse, rpc, server } from '../../fixtures/cloud.ts';
import { openScreen } from '../../fixtures/screen.tsx';

interface PreviewRequest {
  local_times: string[];
  weekdays: number[];
  time_zone: string;
}

/** One slot tomorrow for each time, an hour earlier in UTC. */
const slotsOf = ({ local_times }: PreviewRequest) =>
  local_times.map((time) => ({
    slot: `2026-03-07T${time}`,
    at: new Date(Date.parse(`2026-03-07T${time}Z`) - 3_600_000).toISOString(),
  }));

const saved = () => new HttpResponse(null, { status: 204 });

const open = (timetable: TimetableEntry[] = [anEntry(), PUSH_AFTER, ENROLLMENTS]) => {
  server.use(rpc('timetable', timetable));
  return openScreen(TimetableScreen, { role: 'admin', path: '/admin/chains/timetable' });
};

const sheet = async (name: string) => within(await screen.findByRole('dialog', { name }));

beforeEach(async () => {
  setNow(CHAINS_NOW);
  localStorage.clear();
  await clearPersistedResponses();
});

describe('the timetable', () => {
  it('shows when each runs, what runs after another one, what is off and what was skipped', async () => {
    open([
      anEntry({ updated_by: 'Alex', updated_at: '2026-03-05T09:00:00Z' }),
      { ...ENROLLMENTS, weekdays: [1, 3], skipped_slot: '2026-03-06T06:00:00Z' },
      PUSH_AFTER,
      anEntry({ name: 'cleanup', title: 'Clean-up', job: 'cleanup', weekdays: [7], enabled: false, next_at: null }),
    ]);
    const rows = within(await screen.findByRole('list', { name: 'Timetable' })).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      `Daily chainEvery day at 02:00 · UTCChanged ${localTime('2026-03-05T09:00:00Z')} by AlexNext: ${localTime('2026-03-07T02:00:00Z')}`,
      `Recent enrollmentsMon and Wed at 06:00 and 18:00 · UTCSkipped ${localTime('2026-03-06T06:00:00Z')}: the same job was running.Next: ${localTime('2026-03-07T02:00:00Z')}`,
      'Changed countsAfter each successful run of Recent enrollments',
      'Clean-upEvery Sunday at 02:00 · UTCOff',
    ]);
  });

  it('shows what an edit means as the next runs, in its time zone and the admin’s, before it is saved', async () => {
    const previews: PreviewRequest[] = [];
    const edits: unknown[] = [];
    server.use(rpc('preview_slots', slotsOf, previews), rpc('edit_schedule', saved, edits));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: /^Daily chain/ }));
    const form = await sheet('Daily chain');
    expect(await form.findByText('Sat 7 Mar, 02:00')).toBeTruthy();
    await user.selectOptions(form.getByLabelText('Time zone'), 'Europe/Berlin');
    await user.click(form.getByRole('button', { name: 'Add time' }));
    expect(form.getByText('Enter each time, or remove it.')).toBeTruthy();
    expect(form.queryByRole('region', { name: 'Next runs' })).toBeNull();
    await user.type(form.getByLabelText('Time 2'), '14:30');
    await user.click(form.getByRole('checkbox', { name: 'Sun' }));
    expect(
      await form.findByRole('row', { name: `Sat 7 Mar, 14:30 ${localDateTime('2026-03-07T13:30:00Z')}` }),
    ).toBeTruthy();
    expect(form.getByRole('columnheader', { name: /^Your time, / })).toBeTruthy();
    const wanted = { local_times: ['02:00', '14:30'], weekdays: [1, 2, 3, 4, 5, 6], time_zone: 'Europe/Berlin' };
    expect(previews.at(-1)).toEqual(wanted);
    expect(edits).toEqual([]);
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Changed the schedule of “Daily chain”.')).toBeTruthy();
    expect(edits).toEqual([{ task: 'daily_full', enabled: true, ...wanted }]);
  });

  it('never shows the runs of an earlier input', async () => {
    server.use(rpc('preview_slots', slotsOf));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: /^Daily chain/ }));
    const form = await sheet('Daily chain');
    await form.findByText('Sat 7 Mar, 02:00');
    await user.click(form.getByRole('button', { name: 'Remove time 1' }));
    expect(form.queryByText('Sat 7 Mar, 02:00')).toBeNull();
    expect(await form.findByText('None.')).toBeTruthy();
    expect(form.getByText('Without a time, it never runs by itself.')).toBeTruthy();
  });

  it('cannot be saved without a weekday', async () => {
    server.use(rpc('preview_slots', slotsOf));
    const { user } = open([anEntry({ weekdays: [1] })]);
    await user.click(await screen.findByRole('button', { name: /^Daily chain/ }));
    const form = await sheet('Daily chain');
    await user.click(form.getByRole('checkbox', { name: 'Mon' }));
    expect(form.getByText('Choose at least one day, or turn it off.')).toBeTruthy();
    expect(form.getByRole<HTMLButtonElement>('button', { name: 'Save' }).disabled).toBe(true);
  });

  it('says what a task runs after, which alone can be turned off', async () => {
    const edits: unknown[] = [];
    server.use(rpc('edit_schedule', saved, edits));
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: /^Changed counts/ }));
    const form = await sheet('Changed counts');
    expect(
      form.getByText('After each successful run of Recent enrollments, and has no times of its own.'),
    ).toBeTruthy();
    expect(form.queryByLabelText('Time zone')).toBeNull();
    await user.click(form.getByRole('switch', { name: 'Runs by itself' }));
    await user.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() => {
      expect(edits).toEqual([
        {
          task: 'push_incremental',
          local_times: [],
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          time_zone: 'UTC',
          enabled: false,
        },
      ]);
    });
  });

  it('keeps the input where the server refuses it', async () => {
    server.use(
      rpc('preview_slots', slotsOf),
      rpc('edit_schedule', () => errorResponse(400, 'invalid_value')),
    );
    const { user } = open();
    await user.click(await screen.findByRole('button', { name: /^Daily chain/ }));
    const form = await sheet('Daily chain');
    await user.click(form.getByRole('switch', { name: 'Runs by itself' }));
    expect(await form.findByText('While it is off, none of these starts.')).toBeTruthy();
    await user.click(form.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText(/does not accept this schedule\. The schedule was not changed\./)).toBeTruthy();
    expect(form.getByRole<HTMLInputElement>('switch', { name: 'Runs by itself' }).checked).toBe(false);
  });
});
