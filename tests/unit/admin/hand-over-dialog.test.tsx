import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/domain/profiles/profile.ts';
import { HandOverDialog } from '../../../src/shared/handover/HandOverDialog.tsx';
import { errorResponse, goOffline, json, rpc, server, table } from '../../fixtures/cloud.ts';
import { aProfile } from '../../fixtures/people.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const idOf = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const cleo = aProfile({ id: idOf(1), display_name: 'Cleo', role: 'coach' });
const dan = aProfile({ id: idOf(2), display_name: 'Dan', role: 'coach' });
const eve = aProfile({ id: idOf(3), display_name: 'Eve', role: 'admin' });
const rep = aProfile({ id: idOf(4), display_name: 'Rita', role: 'rep' });

const COUNTS = { programs: 1, cohorts: 0, people: 12, payments: 2 };

interface Sent {
  successor?: string;
  dry_run: boolean;
  request?: string;
}
const open = (people: Profile[] = [cleo, dan, eve, rep], respond: (body: Sent) => unknown = () => COUNTS) => {
  const bodies: Sent[] = [];
  const events: string[] = [];
  server.use(table('profiles', people), rpc('hand_over_programs', respond, bodies));
  const Screen = () => (
    <HandOverDialog
      person={cleo}
      onClose={() => {
        events.push('closed');
      }}
      onDone={() => {
        events.push('done');
      }}
    />
  );
  openScreen(Screen, { role: 'admin' });
  return { bodies, events, sent: () => bodies.filter(({ dry_run }) => !dry_run) };
};
const choose = async (name: string) => {
  await userEvent.click(await screen.findByRole('radio', { name: new RegExp(name) }));
  await screen.findByText(/Cleo hands over/);
  await userEvent.click(screen.getByRole('button', { name: `Hand over to ${name}` }));
};

describe('handing over', () => {
  it('shows what there is, offers every other coach and admin, and sends one request', async () => {
    const { sent, events } = open();
    expect(await screen.findByText('Cleo hands over 1 program, 12 people and 2 open payments.')).toBeTruthy();
    const names = screen.getAllByRole('radio').map((radio) => radio.closest('label')?.textContent);
    expect(names).toEqual([expect.stringContaining('Dan'), expect.stringContaining('Eve')]);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Hand over' }).disabled).toBe(true);
    await userEvent.click(screen.getByRole('radio', { name: /Dan/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Hand over to Dan' }));
    expect(await screen.findByText('Dan has taken over 1 program, 12 people and 2 open payments.')).toBeTruthy();
    expect(sent()).toEqual([
      { coach: cleo.id, successor: dan.id, dry_run: false, request: expect.any(String) as string },
    ]);
    expect(events).toEqual(['done']);
  });

  it('finds a coach among many by name or email, and with the keyboard', async () => {
    const manyPeople = Array.from({ length: 9 }, (_, n) =>
      aProfile({ id: idOf(10 + n), display_name: `Coach${String(n)}`, role: 'coach' }),
    );
    const { sent } = open([cleo, ...manyPeople]);
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Search coaches' }), 'coach7');
    expect(screen.getAllByRole('radio')).toHaveLength(1);
    await screen.findByText(/Cleo hands over/);
    await userEvent.tab();
    await userEvent.keyboard(' ');
    await userEvent.click(screen.getByRole('button', { name: 'Hand over to Coach7' }));
    await waitFor(() => {
      expect(sent()).toMatchObject([{ successor: idOf(17) }]);
    });
  });

  it('offers nothing where there is nothing, or nobody', async () => {
    open([cleo, rep], () => ({ programs: 0, cohorts: 0, people: 0, payments: 0 }));
    expect(await screen.findByText('Cleo has nothing to hand over.')).toBeTruthy();
    expect(await screen.findByText(/There is no other coach/)).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Hand over' }).disabled).toBe(true);
  });

  it.each([
    ['not_a_coach', 409, /no longer a coach.*Nothing was handed over/],
    ['forbidden', 403, /you are no longer one.*Nothing was handed over/],
    ['unknown_person', 404, /no longer exists.*Nothing was handed over/],
  ])('says that nothing was handed over, and why, after %s', async (code, status, message) => {
    const { events } = open(undefined, ({ dry_run }) => (dry_run ? COUNTS : errorResponse(status, code)));
    await choose('Dan');
    expect(await screen.findByText(message)).toBeTruthy();
    expect(events).toEqual([]);
  });

  it('asks what was done where the response is lost', async () => {
    const { sent, events } = open(undefined, ({ dry_run }) => (dry_run ? COUNTS : HttpResponse.error()));
    const asked: unknown[] = [];
    server.use(rpc('tool_result', COUNTS, asked));
    await choose('Dan');
    expect(await screen.findByText(/Dan has taken over/)).toBeTruthy();
    expect(asked).toEqual([{ request: sent()[0]?.request }]);
    expect(events).toEqual(['done']);
  });

  it('says so without a connection, and can be retried', async () => {
    goOffline();
    open();
    expect(await screen.findByText('Preview unavailable.')).toBeTruthy();
    const status = screen.getByText(/There is no connection/).closest('[role=status]');
    expect(within(status as HTMLElement).getByRole('button', { name: 'Try again' })).toBeTruthy();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Hand over' }).disabled).toBe(true);
  });

  it('is not promised where the preview fails', async () => {
    open(undefined, () => json({ message: 'boom' }, 500));
    expect(await screen.findByText('Preview unavailable.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('radio', { name: /Dan/ }));
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Hand over to Dan' }).disabled).toBe(true);
  });
});
