import { act, cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { addDays } from '../../../src/domain/calendar/calendar-date.ts';
import type { Enrollment } from '../../../src/domain/enrollments/enrollment.ts';
import { MyProgramsScreen } from '../../../src/features/programs/my-programs/MyProgramsScreen.tsx';
import { formatDate, formatInstantDay } from '../../../src/ui/format.ts';
import { deviceToday } from '../../fixtures/clock.ts';
import {
  edge,
  goOffline,
  json,
  errorResponse,
  rpc,
  server,
  seemOffline,
  setOnline,
  table,
} from '../../fixtures/cloud.ts';
import { aProgramTask } from '../../fixtures/enrollments.ts';
import { ENROLLMENT, enrollmentOf, PROGRAM, syncBrings, VERSION } from '../../fixtures/offers.ts';
import { openScreen, USER_ID } from '../../fixtures/screen.tsx';

const today = deviceToday();
const idOf = (n: number) => `00000000-0000-7000-8000-00000000000${String(n)}`;

beforeEach(() => {
  // No program was deleted.
  server.use(table('row_history', []));
});

const openWith = async (...enrollments: Partial<Enrollment>[]) => {
  const opened = openScreen(MyProgramsScreen, { role: 'rep' });
  const { db } = opened;
  await db
    .rows('enrollments')
    .bulkPut(enrollments.map((change, n) => enrollmentOf(db, { id: idOf(n), start_date: today, ...change })));
  return opened;
};
const rows = async () =>
  within(await screen.findByRole('list', { name: 'My programs' }))
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent);
const endIt = async () => {
  await userEvent.click(await screen.findByRole('button', { name: 'More actions for Morning practice' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Leave program', hidden: true }));
  await userEvent.click(await screen.findByRole('button', { name: 'Leave program' }));
};

beforeEach(() => {
  server.use(rpc('my_coaches', []));
});

describe('my programs', () => {
  it('names the coach of each, and in whose place since when after a handover', async () => {
    server.use(
      rpc('my_coaches', [
        { enrollment_id: idOf(0), coach: 'Carla', former_coach: null, since: null },
        { enrollment_id: idOf(1), coach: 'Dan', former_coach: 'Carla', since: '2026-11-20T12:00:00+00:00' },
        { enrollment_id: idOf(2), coach: 'Dan', former_coach: '', since: '2026-11-20T12:00:00+00:00' },
      ]),
    );
    const opened = await openWith(
      { program_title: 'A', start_date: addDays(today, -1) },
      { program_title: 'B', start_date: addDays(today, -2) },
      { program_title: 'C', start_date: addDays(today, -3) },
    );
    const since = formatInstantDay(Date.parse('2026-11-20T12:00:00Z'));
    const labels = [
      expect.stringContaining('Coach: Carla'),
      expect.stringContaining(`Coach: Dan, in place of Carla since ${since}`),
      expect.stringContaining(`Coach: Dan, since ${since}`),
    ];
    await waitFor(async () => {
      expect(await rows()).toEqual(labels);
    });
    opened.close();
    goOffline();
    await openWith({ program_title: 'A', start_date: addDays(today, -1) });
    expect(await screen.findByText('Coach: Carla')).toBeTruthy();
  });

  it('shows the state of each program, current ones first and ended ones last', async () => {
    const since = formatDate(today, today);
    await openWith(
      { program_title: 'Ended', status: 'ended', ended_by: 'coach' },
      { program_title: 'Unpaid', status: 'pending', sync_state: 'waiting' },
      { program_title: 'Coming', start_date: addDays(today, 2) },
      { program_title: 'Being made', sync_state: 'running', synced_days: 20 },
      { program_title: 'Stopped', sync_state: 'failed', start_date: addDays(today, -2) },
    );
    await waitFor(async () => {
      expect(await rows()).toEqual([
        `ComingStarts on ${formatDate(addDays(today, 2), today)}`,
        `Being madeSince ${since}Tasks added for 20 days so far`,
        `StoppedSince ${formatDate(addDays(today, -2), today)}Creating tasks has stopped`,
        'UnpaidAwaiting payment or your coach’s confirmationPay',
        'EndedEnded by your coach',
      ]);
    });
  });

  it('shows how many of the tasks are done', async () => {
    const { db } = await openWith({ id: ENROLLMENT });
    await db.rows('tasks').bulkPut(
      [0, 1, 2].map((n) =>
        aProgramTask({
          id: idOf(n),
          user_id: db.userId,
          enrollment_id: ENROLLMENT,
          date: addDays(today, n),
          status: n === 0 ? 'done' : 'open',
        }),
      ),
    );
    await screen.findByText('1 of 3 tasks done');
    await screen.findByText(`${formatDate(today, today)} – ${formatDate(addDays(today, 2), today)}`);
  });

  it('ends an enrollment after a confirmation', async () => {
    const requests: unknown[] = [];
    server.use(rpc('end_enrollment', () => json(0), requests));
    await openWith({});
    await endIt();
    await screen.findByText('You left “Morning practice”.');
    expect(requests).toEqual([{ enrollment: idOf(0), remove_tasks: false }]);
  });

  it.each([
    ['the server rejects the request', undefined, /You are still enrolled/],
    ['there is no connection', goOffline, /There is no connection\. You are still enrolled/],
  ])('shows that the person is still enrolled where %s', async (_, before, sentence) => {
    server.use(rpc('end_enrollment', () => errorResponse(404, 'not_found')));
    await openWith({});
    before?.();
    await endIt();
    await screen.findByText(sentence);
  });

  it('links to the gallery where there are none', async () => {
    await openWith();
    const link = await screen.findByRole<HTMLAnchorElement>('link', { name: 'Browse gallery' });
    expect(link.pathname).toBe('/gallery');
  });
});

describe('a program that was deleted', () => {
  const entry = (change: object) => ({
    row_id: idOf(7),
    before: { program_title: 'Morning practice', status: 'active', coach_id: idOf(8), ...change },
    at: `${today}T12:00:00Z`,
  });

  it('is named with the day', async () => {
    server.use(table('row_history', [entry({})]));
    await openWith({ program_title: 'Going on' });
    const list = within(await screen.findByRole('list', { name: 'Deleted programs' }));
    expect(list.getByText('Morning practice')).toBeTruthy();
    expect(list.getByText(/^Deleted .*You get no new tasks from it; what you did is kept\.$/)).toBeTruthy();
  });

  it('is not told of where it had ended before, or was the person’s own', async () => {
    const requests: string[] = [];
    server.use(table('row_history', [entry({ status: 'ended' }), entry({ coach_id: USER_ID })], requests));
    await openWith({ program_title: 'Going on' });
    await waitFor(() => {
      expect(requests).toHaveLength(1);
    });
    await screen.findByText('Going on');
    expect(screen.queryByText('Deleted programs')).toBeNull();
  });
});

describe('a program that is paused', () => {
  const stayed = { done: 0, locked: 0, edited: 0, past: 0 };
  const NOTHING = { moved: 0, removed: 0, created: 0, stayed };
  const choose = async (item: string) => {
    await userEvent.click(await screen.findByRole('button', { name: 'More actions for Morning practice' }));
    await userEvent.click(await screen.findByRole('menuitem', { name: item, hidden: true }));
  };

  it('is paused after a preview, once for a lost response', async () => {
    const requests: { request?: string }[] = [];
    const counts = { ...NOTHING, moved: 12, stayed: { ...stayed, done: 2 } };
    let isLost = true;
    server.use(
      rpc(
        'pause_enrollment',
        ({ dry_run }: { dry_run: boolean }) => {
          if (dry_run || !isLost) return json(counts);
          isLost = false;
          return Response.error();
        },
        requests,
      ),
      rpc('tool_result', () => json(null)),
    );
    const { db } = await openWith({ id: ENROLLMENT });
    const pause = { first_date: today, last_date: addDays(today, 6), mode: 'shift' as const };
    await choose('Pause');
    await screen.findByText('12 tasks would move.');
    await screen.findByText('These keep their dates: 2 done.');
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await screen.findByText(/It was not paused/);
    syncBrings(db, { pauses: [pause], start_date: today });
    await userEvent.click(screen.getByRole('button', { name: 'Pause' }));
    await screen.findByText(`Paused “Morning practice” until ${formatDate(pause.last_date, today)}.`);
    const call = { enrollment: ENROLLMENT, ...pause, dry_run: false };
    const sent = { ...call, request: expect.any(String) as string };
    expect(requests).toEqual([{ ...call, dry_run: true }, sent, sent]);
    expect(requests[1]?.request).toBe(requests[2]?.request);
    await screen.findByText(`Paused until ${formatDate(pause.last_date, today)}`);
  });

  it('can leave days out, and says where a pause cannot be', async () => {
    server.use(
      rpc('pause_enrollment', ({ mode }: { mode: string }) =>
        mode === 'skip' ? json({ ...NOTHING, removed: 7 }) : errorResponse(409, 'pause_overlaps'),
      ),
    );
    await openWith({ id: ENROLLMENT });
    await choose('Pause');
    await screen.findByText(/There is a pause on some of these dates already\./);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Pause' }).disabled).toBe(true);
    await userEvent.click(screen.getByRole('radio', { name: 'Are left out' }));
    await screen.findByText('7 tasks would be left out.');
  });

  it.each([
    ['goes on is resumed', -3, 10, 'Resume', 'Resumed “Morning practice” from today on.'],
    ['is ahead is cancelled', 3, 10, 'Cancel the pause', 'Cancelled the pause of “Morning practice”.'],
    ['is over is removed', -9, -3, 'Remove the last pause', 'Removed the last pause of “Morning practice”.'],
  ])('and whose pause %s', async (_, first, last, action, message) => {
    const requests: unknown[] = [];
    server.use(rpc('resume_enrollment', () => json({ ...NOTHING, moved: 4 }), requests));
    const pause = { first_date: addDays(today, first), last_date: addDays(today, last), mode: 'shift' as const };
    await openWith({ id: ENROLLMENT, pauses: [pause] });
    await choose(action);
    await screen.findByText('4 tasks would move.');
    await userEvent.click(screen.getByRole('button', { name: action }));
    await screen.findByText(message);
    expect(requests[1]).toMatchObject({ enrollment: ENROLLMENT, first_date: pause.first_date, dry_run: false });
  });

  it('shows a row that this device read before there were pauses', async () => {
    await openWith({ id: ENROLLMENT, pauses: undefined as never });
    expect(await rows()).toEqual([`Morning practiceSince ${formatDate(today, today)}`]);
  });
});

describe('a program with a pending enrollment', () => {
  const openUnpaid = async () => {
    await openWith({ id: ENROLLMENT, status: 'pending', sync_state: 'waiting', synced_days: 0 });
    await userEvent.click(await screen.findByRole('button', { name: 'Pay for Morning practice' }));
  };

  it('links to the payment page', async () => {
    const requests: unknown[] = [];
    const payment = { url: 'https://pay.example/1', amount: 4900, currency: 'EUR' };
    const response = { enrollmentId: ENROLLMENT, status: 'pending', payment };
    server.use(edge('enroll', () => json(response), requests));
    await openUnpaid();
    const pay = await screen.findByRole<HTMLAnchorElement>('link', { name: /Pay .*49\.00/ });
    expect(pay.href).toBe(payment.url);
    expect(requests).toEqual([{ enrollmentId: ENROLLMENT }]);
  });

  it.each([
    ['where there is no payment provider', { status: 'pending' }, 'Ask your coach how to pay.'],
    ['where it was confirmed meanwhile', { status: 'active' }, 'Payment is confirmed. Its tasks are being added.'],
  ])('shows what to do %s', async (_, state, sentence) => {
    server.use(edge('enroll', () => json({ enrollmentId: ENROLLMENT, ...state })));
    await openUnpaid();
    await screen.findByText(sentence);
  });

  it('shows that there is no connection, with a retry', async () => {
    server.use(edge('enroll', () => json({ enrollmentId: ENROLLMENT, status: 'pending' })));
    const offline = setOnline(false);
    await openUnpaid();
    await screen.findByText(/There is no connection/);
    offline.mockReturnValue(true);
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Ask your coach how to pay.');
  });
});

describe('a newer version of a program', () => {
  const NEWER = '00000000-0000-7000-8000-00000000aaab';
  const aVersion = (id: string, number: number, price: number | null = null) => ({
    id,
    program_id: PROGRAM,
    number,
    price,
  });
  /** Gives the questions that the cloud is asked about them. */
  const published = (...versions: object[]): string[] => {
    const requests: string[] = [];
    server.use(table('program_versions', versions, requests));
    return requests;
  };
  /** A program that the person has taken into their own plan. */
  const openOwn = async (change: Partial<Enrollment> = {}) => {
    const opened = await openWith({ id: ENROLLMENT, coach_id: USER_ID, ...change });
    await screen.findByText('Morning practice');
    return opened;
  };
  const offer = () => screen.findByRole('button', { name: 'Move Morning practice to the newer version' });
  const noOffer = () => {
    expect(screen.queryByText('A newer version is available')).toBeNull();
    expect(screen.queryByRole('button', { name: /newer version/ })).toBeNull();
  };

  it('can be moved to after a preview of the changes', async () => {
    const requests: unknown[] = [];
    published(aVersion(VERSION, 1), aVersion(NEWER, 3));
    server.use(rpc('move_enrollment', () => json({ added: 4, removed: 2, changed: 1, price: null }), requests));
    const { db } = await openOwn();
    syncBrings(db, { coach_id: USER_ID, version_id: NEWER, start_date: today });
    await userEvent.click(await offer());
    await screen.findByText('4 tasks would be added, 2 removed, 1 changed.');
    const call = { enrollment: ENROLLMENT, version: NEWER };
    expect(requests).toEqual([{ ...call, dry_run: true }]);
    await userEvent.click(screen.getByRole('button', { name: 'Move to version 3' }));
    await screen.findByText('“Morning practice” is now on version 3. 4 tasks added, 2 removed, 1 changed.');
    expect(requests[1]).toMatchObject({ ...call, dry_run: false });
    await waitFor(noOffer);
  });

  it('that was withdrawn meanwhile cannot be moved to, and a message is shown', async () => {
    published(aVersion(VERSION, 1), aVersion(NEWER, 3));
    server.use(rpc('move_enrollment', () => errorResponse(404, 'not_found')));
    await openOwn();
    await userEvent.click(await offer());
    await screen.findByText(/It was withdrawn.*“Morning practice” was not changed/);
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Move to version 3' }).disabled).toBe(true);
  });

  it('is offered where the browser is wrong about being offline', async () => {
    seemOffline();
    published(aVersion(VERSION, 1), aVersion(NEWER, 3));
    await openOwn();
    await offer();
  });

  it('is not offered without a connection', async () => {
    const request = published(aVersion(VERSION, 1), aVersion(NEWER, 3));
    await openOwn();
    await offer();
    cleanup();
    const offline = setOnline(false);
    await openOwn();
    noOffer();
    // It is asked for when the connection is back, and has not been before.
    offline.mockReturnValue(true);
    act(() => {
      globalThis.dispatchEvent(new Event('online'));
    });
    await offer();
    expect(request).toHaveLength(2);
  });
});
