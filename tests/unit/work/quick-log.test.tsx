import { fireEvent, screen, waitFor } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import { QuickLog } from '../../../src/features/work/quick-log/QuickLog.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { createLead } from '../../../src/data/leads/leads.ts';
import { createActivity } from '../../../src/data/activities/activities.ts';
import { getOrAddCustomActivityType } from '../../../src/data/activities/activity-types.ts';
import { newDevice, todayOfRep, waitingChanges } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const Host = () => {
  const [opened, setOpened] = useState(true);
  return (
    <>
      <button
        type="button"
        onClick={() => {
          setOpened(true);
        }}
      >
        Open
      </button>
      <QuickLog
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      />
    </>
  );
};

const activities = (db: CadenceDatabase) => db.rows('program_activities').toArray();
const chip = (name: string) => screen.findByRole('radio', { name });
const logIt = () => screen.findByRole('button', { name: 'Log' });

describe('the quick log', () => {
  test('two taps make exactly one row and one change, done today in the rep’s time zone', async () => {
    const db = await newDevice();
    const { user } = openScreen(Host, { db });
    await user.click(await chip('Call'));
    await user.click(await logIt());
    await screen.findByText('Logged “Call”.');
    expect(await activities(db)).toHaveLength(1);
    const [activity] = await activities(db);
    expect(activity).toMatchObject({ type: 'call', title: 'Call', status: 'done', date: todayOfRep(), lead_id: null });
    expect(activity?.time).toMatch(/^\d\d:\d\d$/);
    expect(Date.parse(activity?.completed_at ?? '')).toBe(Date.now());
    expect(await waitingChanges(db)).toMatchObject([{ op: 'insert', table: 'program_activities' }]);
  });

  test('a double tap on "Log" logs once', async () => {
    const db = await newDevice();
    const { user } = openScreen(Host, { db });
    await user.click(await chip('Call'));
    await user.dblClick(await logIt());
    await screen.findByText('Logged “Call”.');
    expect(await activities(db)).toHaveLength(1);
  });

  test('a title alone is logged as the person’s own type “Other”, which is added once', async () => {
    const db = await newDevice();
    const { user } = openScreen(Host, { db });
    for (const title of ['Lunch at the fair', 'Sorted samples']) {
      await user.type(await screen.findByLabelText('Title'), title);
      expect(await screen.findByText('Without a type, it is logged as “Other”.')).toBeDefined();
      await user.click(await logIt());
      await screen.findByText(`Logged “${title}”.`);
      await user.click(screen.getByRole('button', { name: 'Open' }));
    }
    expect(await activities(db)).toMatchObject([
      { type: 'Other', title: 'Lunch at the fair' },
      { type: 'Other', title: 'Sorted samples' },
    ]);
    expect(await db.rows('program_custom_activity_types').toArray()).toMatchObject([{ type_name: 'Other' }]);
  });

  test.each(['', '   ', '\u200B'])(
    'with neither a type nor visible text (%j) it shows a message and logs nothing',
    async (title) => {
      const db = await newDevice();
      const { user } = openScreen(Host, { db });
      if (title !== '') await user.type(await screen.findByLabelText('Title'), title);
      await user.click(await logIt());
      expect((await screen.findByRole('alert')).textContent).toBe('Choose a type or enter a title.');
      expect(await activities(db)).toHaveLength(0);
    },
  );

  test('the types that were used most come first, custom ones too', async () => {
    const db = await newDevice();
    await getOrAddCustomActivityType(db, 'Site visit');
    for (const type of ['Site visit', 'Site visit', 'proposal']) {
      await createActivity(db, { type, title: type, date: todayOfRep() });
    }
    openScreen(Host, { db });
    await chip('Site visit');
    const types = screen.getAllByRole('radio').map((radio) => radio.parentElement?.textContent);
    expect(types.slice(0, 3)).toEqual(['Site visit', 'Proposal', 'Call']);
  });

  test('a draft survives closing and a reload, and is deleted once logged', async () => {
    const db = await newDevice();
    const first = openScreen(Host, { db });
    await first.user.click(await chip('Meeting'));
    const title = await screen.findByLabelText('Title');
    await first.user.clear(title);
    await first.user.type(title, 'Budget talk');
    await first.user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    first.close();

    const second = openScreen(Host, { db });
    expect(await screen.findByText('Your draft was restored.')).toBeDefined();
    expect(screen.getByLabelText<HTMLInputElement>('Title').value).toBe('Budget talk');
    await second.user.click(await logIt());
    await waitFor(async () => expect(await activities(db)).toMatchObject([{ type: 'meeting', title: 'Budget talk' }]));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    second.close();

    openScreen(Host, { db });
    await chip('Meeting');
    expect(screen.queryByText('Your draft was restored.')).toBeNull();
  });

  test('discarding deletes the draft', async () => {
    const db = await newDevice();
    const { user } = openScreen(Host, { db });
    await user.click(await chip('Call'));
    await user.click(await screen.findByRole('button', { name: 'Discard' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await user.click(screen.getByRole('button', { name: 'Open' }));
    expect(((await chip('Call')) as HTMLInputElement).checked).toBe(false);
  });

  test('a new lead can be added while logging and is named in the title', async () => {
    const db = await newDevice();
    await createLead(db, { name: 'Anna Ek' });
    const { user } = openScreen(Host, { db });
    await user.click(await chip('Call'));
    await user.type(await screen.findByRole('combobox', { name: 'Lead' }), 'Ines');
    await user.click(await screen.findByRole('option', { name: 'Add “Ines”' }));
    await waitFor(() => expect(screen.getByLabelText<HTMLInputElement>('Title').value).toBe('Call with Ines'));
    await user.click(await logIt());
    await screen.findByText('Logged “Call with Ines”.');
    const lead = (await db.rows('submissions').toArray()).find(({ name }) => name === 'Ines');
    expect(await activities(db)).toMatchObject([{ title: 'Call with Ines', lead_id: lead?.id }]);
  });

  test('work on a future day is planned, and has no time', async () => {
    const db = await newDevice();
    const { user } = openScreen(Host, { db });
    await user.click(await chip('Meeting'));
    await user.click(await screen.findByRole('button', { name: /Date, outcome/ }));
    const tomorrow = addDays(todayOfRep(), 1);
    fireEvent.change(await screen.findByLabelText('Date'), { target: { value: tomorrow } });
    await user.click(await screen.findByRole('button', { name: 'Plan' }));
    await screen.findByText('Planned “Meeting”.');
    expect(await activities(db)).toMatchObject([{ status: 'planned', date: tomorrow, time: null, completed_at: null }]);
  });

  test('undo deletes the logged activity', async () => {
    const db = await newDevice();
    const { user } = openScreen(Host, { db });
    await user.click(await chip('Call'));
    await user.click(await logIt());
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await activities(db)).toHaveLength(0));
  });
});
