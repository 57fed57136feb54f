import { cleanup, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import type { Role } from '../../../src/domain/profiles/profile.ts';
import type { Enrollment } from '../../../src/domain/enrollments/enrollment.ts';
import { JoinCohortScreen } from '../../../src/features/programs/join-cohort/JoinCohortScreen.tsx';
import type { CohortInvitation } from '../../../src/data/programs/join-cohort.ts';
import { deviceToday } from '../../fixtures/clock.ts';
import { edge, json, rpc, seemOffline, server } from '../../fixtures/cloud.ts';
import { anOffer, aPreview, COHORT, ENROLLMENT, enrollmentOf, FOCUS, syncBrings } from '../../fixtures/offers.ts';
import { openScreen } from '../../fixtures/screen.tsx';

const COMING = addDays(deviceToday(), 3);

const invited = (change: Partial<CohortInvitation> = {}) => {
  const program = change.program ?? anOffer();
  server.use(
    rpc('cohort_by_link', () =>
      json({ cohort_id: COHORT, name: 'Spring', start_date: COMING, is_open: true, ...change, program }),
    ),
    rpc('preview_version', () => json(aPreview(program))),
  );
};
const open = (role: Role = 'rep') => openScreen(JoinCohortScreen, { role, path: '/join/$token', at: '/join/secret' });
const openAs = async (change: Partial<Enrollment>) => {
  const opened = open();
  await opened.db.rows('enrollments').put(enrollmentOf(opened.db, { cohort_id: COHORT, ...change }));
  return opened;
};
const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const errorResponse = (status: number, code: string) => json({ code, message: 'No.' }, status);

describe('a cohort’s link', () => {
  it('enrolls a person with the required parameters, and leads to the first day', async () => {
    const requests: unknown[] = [];
    invited({ program: anOffer({ parameters: [{ ...FOCUS, required: true }] }) });
    server.use(edge('enroll', () => json({ enrollmentId: ENROLLMENT, status: 'active' }), requests));
    const { db, router } = open();
    syncBrings(db, { cohort_id: COHORT, sync_state: 'done', synced_days: 28, start_date: COMING });
    await press('Join cohort');
    await screen.findByText(/^Required: the program’s tasks/);
    await userEvent.type(screen.getByRole('textbox', { name: /Focus/ }), ' Bach ');
    await press('Join cohort');
    await waitFor(() => {
      expect(router.state.location.href).toBe(`/today?day=${COMING}`);
    });
    expect(requests).toEqual([{ token: 'secret', parameters: { focus: 'Bach' } }]);
  });

  it('enrolls a person whose browser is wrong about being offline', async () => {
    seemOffline();
    invited();
    server.use(edge('enroll', () => json({ enrollmentId: ENROLLMENT, status: 'active' })));
    const { db, router } = open();
    syncBrings(db, { cohort_id: COHORT, sync_state: 'done', synced_days: 28, start_date: COMING });
    await screen.findByText('You seem to be offline. Joining needs a connection.');
    await press('Join cohort');
    await waitFor(() => {
      expect(router.state.location.href).toBe(`/today?day=${COMING}`);
    });
  });

  it('of a program with a price shows the price before joining and the payment link after', async () => {
    invited({ program: anOffer({ price: 4900 }) });
    server.use(
      edge('enroll', () =>
        json({
          enrollmentId: ENROLLMENT,
          status: 'pending',
          payment: { url: 'https://pay.example/1', amount: 4900, currency: 'EUR' },
        }),
      ),
    );
    const { db } = open();
    syncBrings(db, { cohort_id: COHORT, status: 'pending', sync_state: 'waiting', synced_days: 0 });
    await screen.findByText(/The price is/);
    await press('Join cohort');
    await screen.findByText(/payment is due/);
    const pay = screen.getByRole<HTMLAnchorElement>('link', { name: /Pay EUR\s49\.00/ });
    expect(pay.href).toBe('https://pay.example/1');
  });

  it('shows a message to ask the coach where there is no payment provider', async () => {
    invited({ program: anOffer({ price: 4900 }) });
    server.use(edge('enroll', () => json({ enrollmentId: ENROLLMENT, status: 'pending' })));
    await openAs({ status: 'pending', sync_state: 'waiting' });
    await press('How to pay');
    await screen.findByText('Ask your coach how to pay.');
  });

  it('shows members that they have already joined, also when the cohort is closed', async () => {
    invited({ is_open: false });
    await openAs({});
    await screen.findByText('You have already joined.');
    expect(screen.queryByRole('button', { name: 'Join cohort' })).toBeNull();
  });

  it.each([
    ['done', 'Its tasks are in your days.'],
    ['running', 'Its tasks are being added to your days.'],
    ['failed', 'Adding its tasks has stopped. The remaining ones are added when you open Today with a connection.'],
  ] as const)('says to members whether their tasks are there: %s', async (sync_state, sentence) => {
    invited();
    await openAs({ sync_state });
    await screen.findByText(sentence);
  });

  it('can be used again after leaving, but not after being removed by the coach', async () => {
    invited();
    await openAs({ status: 'ended', ended_by: 'person' });
    await screen.findByRole('button', { name: 'Join cohort' });
    cleanup();
    await openAs({ status: 'ended', ended_by: 'coach' });
    await screen.findByText('You are no longer in this cohort.');
  });

  it('shows a message when the cohort is closed or the link no longer works', async () => {
    invited({ is_open: false });
    open();
    await screen.findByText('Enrollment is closed.');
    cleanup();
    server.use(rpc('cohort_by_link', () => json(null)));
    openScreen(JoinCohortScreen, { role: 'rep', path: '/join/$token', at: '/join/other' });
    await screen.findByText(/This link no longer works/);
  });

  it.each([
    [
      'the cohort was closed meanwhile',
      () => errorResponse(409, 'cohort_closed'),
      /Enrollment is closed\. Your answers/,
    ],
    ['the coach has removed the person', () => errorResponse(403, 'removed'), /The coach removed you/],
    ['the server fails', () => json({}, 500), /The server couldn’t do this/],
  ])('shows that the person has not joined where %s', async (_, response, sentence) => {
    invited();
    server.use(edge('enroll', response));
    open();
    await press('Join cohort');
    await screen.findByText('You haven’t joined.');
    await screen.findByText(sentence);
  });

  it('cannot be used by an admin, who has no daily tasks', async () => {
    invited();
    open('admin');
    await screen.findByText('You can’t join.');
  });
});
