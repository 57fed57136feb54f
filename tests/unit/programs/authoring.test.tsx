import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it } from 'vitest';
import { ProgramsRoute } from '../../../src/app/routes/ProgramsRoute.tsx';
import { ProgramScreen } from '../../../src/features/programs/authoring/ProgramScreen.tsx';
import { ProgramsScreen } from '../../../src/features/programs/authoring/ProgramsScreen.tsx';
import { useSession } from '../../../src/api/session.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { addTemplateTask } from '../../fixtures/template-tasks.ts';
import { createProgram, getProgramWithTasks, type ProgramDraft } from '../../../src/data/programs/drafts.ts';
import {
  goOffline,
  json,
  errorResponse,
  rest,
  rpc,
  seemOffline,
  server,
  table,
  withCount,
} from '../../fixtures/cloud.ts';
import { aProfile } from '../../fixtures/people.ts';
import { openScreen } from '../../fixtures/screen.tsx';

beforeEach(() => {
  server.use(table('program_versions', []));
});

/** The device of a coach who has written one program. */
const openProgram = async (draft: Partial<ProgramDraft> = {}, titles: readonly string[] = []) => {
  const { db } = openScreen(() => null, { role: 'coach' });
  cleanup();
  const program = await createProgram(db, { title: 'Base miles', length_days: 14, ...draft });
  for (const title of titles) await addTemplateTask(db, { program_id: program.id, day_index: 1, title });
  const { router } = openScreen(ProgramScreen, { role: 'coach', path: '/programs/$id', at: `/programs/${program.id}` });
  await screen.findByRole('heading', { name: draft.title ?? 'Base miles' });
  return { db, program, router };
};

/** Everything has been sent and has come back. */
const beSynced = async (db: CadenceDatabase) => {
  await Promise.all([db.outbox.clear(), db.serverRows.clear()]);
};

const listed = async (db: CadenceDatabase, id: string) =>
  (await getProgramWithTasks(db, id))?.tasks.map(({ day_index, title }) => `${String(day_index)} ${title}`);

const choose = async (about: string, item: string) => {
  await userEvent.click(screen.getByRole('button', { name: `More actions for ${about}` }));
  await userEvent.click(await screen.findByRole('menuitem', { name: item, hidden: true }));
};

describe('the list of programs', () => {
  it('offers to create the first program, which needs only a title', async () => {
    const { db, router } = openScreen(ProgramsScreen, { role: 'coach', path: '/programs' });
    await userEvent.click(await screen.findByRole('button', { name: 'Create your first program' }));
    const sheet = within(await screen.findByRole('dialog', { name: 'New program' }));
    await userEvent.click(sheet.getByRole('button', { name: 'Create program' }));
    expect(await sheet.findByText('Enter a title.')).toBeTruthy();
    await userEvent.type(sheet.getByLabelText(/Title/), 'Base miles');
    await userEvent.click(sheet.getByRole('button', { name: 'Create program' }));
    await waitFor(() => {
      expect(router.state.location.pathname).toMatch(/^\/programs\/.+/);
    });
    expect(await db.rows('programs').toArray()).toMatchObject([{ title: 'Base miles', length_days: 28 }]);
  });

  it('distinguishes drafts, published programs and unpublished changes', async () => {
    const { db } = openScreen(ProgramsScreen, { role: 'coach', path: '/programs' });
    const draft = await createProgram(db, { title: 'A draft' });
    const published = await createProgram(db, { title: 'B published' });
    const task = await addTemplateTask(db, { program_id: published.id, day_index: 1, title: 'Run' });
    await beSynced(db);
    const at = new Date(Date.parse(task.created_at) + 1).toISOString();
    await db.rows('program_tasks').update(task.id, { updated_at: task.created_at });
    await db.rows('programs').update(published.id, { published_version: 1 });
    const { id: _, created_at: _c, visibility: _v, ...content } = published;
    server.use(
      table('program_versions', [
        { ...content, id: 'v', program_id: published.id, number: 1, task_count: 1, minutes: 0, published_at: at },
      ]),
    );
    cleanup();
    openScreen(ProgramsScreen, { role: 'coach', path: '/programs' });
    expect(await screen.findByRole('link', { name: /A draft.*Draft/ })).toBeTruthy();
    expect(await screen.findByRole('link', { name: /B published.*Published/ })).toBeTruthy();
    await addTemplateTask(db, { program_id: published.id, day_index: 2, title: 'Rest' });
    expect(await screen.findByRole('link', { name: /B published.*Unpublished changes/ })).toBeTruthy();
    expect(draft.published_version).toBeNull();
  });

  it('shows an admin what waits for approval, and approves exactly the version that is on screen', async () => {
    const requests = respondToQueue();
    openScreen(ProgramsRoute, { role: 'admin', path: '/programs' });
    await userEvent.click(await screen.findByRole('button', { name: /Half marathon.*Awaiting approval/ }));
    expect(await screen.findByText('Run slowly')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Approve version 2' }));
    expect(await screen.findByRole('button', { name: /Half marathon.*Approved/ })).toBeTruthy();
    expect(requests).toEqual([{ version: 'v', approved: true }]);
  });

  it('declines a version only with a reason, which the admin sees again', async () => {
    const requests = respondToQueue();
    openScreen(ProgramsRoute, { role: 'admin', path: '/programs' });
    await userEvent.click(await screen.findByRole('button', { name: /Half marathon/ }));
    await userEvent.click(await screen.findByRole('button', { name: 'Decline' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Decline version 2?' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Decline version' }));
    expect(await dialog.findByText(/Say why/)).toBeTruthy();
    expect(requests).toEqual([]);
    await userEvent.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'Day 1 is too long.');
    await userEvent.click(dialog.getByRole('button', { name: 'Decline version' }));
    await userEvent.click(await screen.findByRole('button', { name: /Half marathon.*Declined/ }));
    expect(await screen.findByText('Day 1 is too long.')).toBeTruthy();
    expect(requests).toEqual([{ version: 'v', approved: false, reason: 'Day 1 is too long.' }]);
  });

  it('compares a version with the one that was approved before', async () => {
    respondToQueue({ approved_version: 'old' });
    const task = {
      day_index: 1,
      position: 1,
      notes: null,
      minutes: 20,
      type: 'task',
      is_required: true,
      level: 'program_day',
    };
    server.use(
      rest('program_version_tasks', ({ request }) => {
        const { searchParams } = new URL(request.url);
        if (searchParams.get('task_id') !== 'gt.00000000-0000-0000-0000-000000000000') return json([]);
        return withCount(
          searchParams.get('version_id') === 'eq.old'
            ? [
                { ...task, task_id: 'a', title: 'Run slowly' },
                { ...task, task_id: 'b', title: 'Rest' },
              ]
            : [
                { ...task, task_id: 'a', title: 'Run fast' },
                { ...task, task_id: 'c', title: 'Swim' },
              ],
        );
      }),
    );
    openScreen(ProgramsRoute, { role: 'admin', path: '/programs' });
    await userEvent.click(await screen.findByRole('button', { name: /Half marathon/ }));
    expect(await screen.findByText(/1 task added · 1 removed · 1 changed/)).toBeTruthy();
    expect([...document.querySelectorAll('del')].map(({ textContent }) => textContent.split(' · ')[0])).toEqual([
      'Run slowly',
      'Rest',
    ]);
    expect([...document.querySelectorAll('ins')].map(({ textContent }) => textContent.split(' · ')[0])).toEqual([
      'Run fast',
      'Swim',
    ]);
  });

  it('lets an admin allow a coach to publish, and revoke that with a reason', async () => {
    respondToQueue();
    const requests: unknown[] = [];
    let state = 'requested';
    server.use(
      table('profiles', [
        aProfile({ id: 'c', display_name: 'Morgan', role: 'coach' }),
        aProfile({ id: 'r', display_name: 'Rita', role: 'rep' }),
      ]),
      rest('gallery_permissions', () =>
        json([
          {
            user_id: 'c',
            state,
            reason: state === 'declined' ? 'Complaints' : null,
            requested_at: AT,
            decided_at: null,
          },
        ]),
      ),
      rest('rpc/set_gallery_permission', async ({ request }) => {
        const body = (await request.json()) as { granted: boolean };
        requests.push(body);
        state = body.granted ? 'granted' : 'declined';
        return json(null);
      }),
    );
    openScreen(ProgramsRoute, { role: 'admin', path: '/programs' });
    const coaches = within(await screen.findByRole('list', { name: 'Coaches in the gallery' }));
    expect(coaches.getAllByRole('listitem')).toHaveLength(1);
    await userEvent.click(coaches.getByRole('button', { name: 'Allow Morgan to publish to the gallery' }));
    expect(await coaches.findByText('May publish to the gallery')).toBeTruthy();
    await userEvent.click(coaches.getByRole('button', { name: 'Revoke the permission of Morgan' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox', { name: /^Reason/ }), 'Complaints');
    await userEvent.click(dialog.getByRole('button', { name: 'Revoke permission' }));
    expect(await coaches.findByText(/Declined.*Complaints/)).toBeTruthy();
    expect(requests).toEqual([
      { person: 'c', granted: true },
      { person: 'c', granted: false, reason: 'Complaints' },
    ]);
  });

  it('tells an admin why a program cannot be shown, and shows it on another try', async () => {
    respondToQueue();
    server.use(rpc('preview_version', () => errorResponse(500, 'internal')));
    openScreen(ProgramsRoute, { role: 'admin', path: '/programs' });
    await userEvent.click(await screen.findByRole('button', { name: /Half marathon/ }));
    expect(await screen.findByText(/The server couldn’t do this. Nothing was decided./)).toBeTruthy();
    server.use(rpc('preview_version', () => json(PREVIEW)));
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('Run slowly')).toBeTruthy();
  });
});

const AT = '2026-11-21T10:00:00Z';

/** A version that waits for a review, and the requests that decide about it. */
const respondToQueue = (change: object = {}): unknown[] => {
  const requests: unknown[] = [];
  const candidate = {
    version_id: 'v',
    program_id: 'p',
    number: 2,
    title: 'Half marathon',
    coach_id: 'c',
    coach: 'Morgan',
    visibility: 'gallery',
    published_at: AT,
    has_permission: true,
    approved_version: null,
    is_approved: null as boolean | null,
    reason: null as string | null,
    reviewed_at: null,
    ...change,
  };
  server.use(
    table('profiles', []),
    table('gallery_permissions', []),
    rpc('gallery_queue', () => json([candidate])),
    rpc('preview_version', () => json(PREVIEW)),
    rest('rpc/review_version', async ({ request }) => {
      const body = (await request.json()) as { approved: boolean; reason?: string };
      requests.push(body);
      candidate.is_approved = body.approved;
      candidate.reason = body.reason ?? null;
      return json(null);
    }),
  );
  return requests;
};

describe('the publication of a program', () => {
  const openPublication = async (
    change: object,
    state: 'requested' | 'granted' | 'declined' | null,
    reviews: object[] = [],
  ) => {
    const requests: unknown[] = [];
    server.use(
      table('version_reviews', reviews),
      rest('gallery_permissions', ({ request }) => {
        const userId = useSession.getState().person?.id ?? '';
        return new URL(request.url).pathname.endsWith('gallery_permissions') && state !== null
          ? json([
              {
                user_id: userId,
                state,
                reason: state === 'declined' ? 'Send me a sample.' : null,
                requested_at: AT,
                decided_at: null,
              },
            ])
          : json([]);
      }),
      rpc('program_counts', { created: 1, updated: 1, published: 1, imported: 0, used: 0 }),
      rpc('request_gallery_permission', null, requests),
    );
    const { db, program } = await openProgram();
    await db.rows('programs').update(program.id, { visibility: 'gallery', published_version: 2, ...change });
    const { title: _t, created_at: _c, visibility: _v, ...content } = program;
    server.use(
      table('program_versions', [
        {
          ...content,
          title: program.title,
          id: 'v2',
          program_id: program.id,
          number: 2,
          task_count: 1,
          minutes: 0,
          published_at: AT,
          preview_days: null,
          minor_changes_follow: false,
        },
      ]),
    );
    await userEvent.click(await screen.findByRole('button', { name: /^Publi/ }));
    return requests;
  };

  it('says that the earlier version stays until the new one is approved', async () => {
    await openPublication({ approved_version: 1 }, 'granted');
    expect(
      await screen.findByText(/Version 2 awaits an admin’s approval. People start version 1 until then./),
    ).toBeTruthy();
    expect(screen.queryByText(/needs an admin’s permission/)).toBeNull();
  });

  it('lets a coach without permission ask an admin for it', async () => {
    const requests = await openPublication({}, null);
    await userEvent.click(await screen.findByRole('button', { name: 'Ask for permission' }));
    expect(await screen.findByText('Asked an admin for permission.')).toBeTruthy();
    expect(requests).toEqual([{}]);
  });

  it('tells a coach why the permission was declined', async () => {
    await openPublication({}, 'declined');
    expect(await screen.findByText('Send me a sample.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Ask again' })).toBeTruthy();
  });
});

describe('a program’s days', () => {
  it('accept new tasks one after the other', async () => {
    const { db, program } = await openProgram();
    const line = screen.getByRole('textbox', { name: 'Add a task to day 2' });
    await userEvent.type(line, 'Run{Enter}');
    await waitFor(() => expect(line).toHaveProperty('value', ''));
    await userEvent.type(line, 'Stretch{Enter}');
    await waitFor(async () => expect(await listed(db, program.id)).toEqual(['2 Run', '2 Stretch']));
    expect(within(await screen.findByRole('list', { name: 'Tasks of day 2' })).getAllByRole('listitem')).toHaveLength(
      2,
    );
  });

  it('have a menu to reorder a task, move it to another day, delete and restore it', async () => {
    const { db, program } = await openProgram({}, ['Run', 'Stretch']);
    await choose('Stretch', 'Move up');
    await waitFor(async () => expect(await listed(db, program.id)).toEqual(['1 Stretch', '1 Run']));
    await choose('Run', 'Move to day…');
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Day' }), '9');
    await userEvent.click(screen.getByRole('button', { name: 'Move' }));
    await waitFor(async () => expect(await listed(db, program.id)).toEqual(['1 Stretch', '9 Run']));
    await choose('Stretch', 'Delete');
    await waitFor(async () => expect(await listed(db, program.id)).toEqual(['9 Run']));
    const toast = await screen.findByText('Deleted “Stretch”.');
    await userEvent.click(within(toast.parentElement as HTMLElement).getByRole('button', { name: 'Undo' }));
    await waitFor(async () => expect(await listed(db, program.id)).toEqual(['1 Stretch', '9 Run']));
  });

  it('repeat a task by a rule after showing the days', async () => {
    const { db, program } = await openProgram({}, ['Run']);
    await choose('Run', 'Repeat…');
    const every = await screen.findByRole('textbox', { name: 'Repeat every … days' });
    await userEvent.clear(every);
    await userEvent.type(every, '4');
    expect(screen.getByText('4 tasks on days 2, 6, 10 and 14.')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Repeat' }));
    await waitFor(async () =>
      expect(await listed(db, program.id)).toEqual(['1 Run', '2 Run', '6 Run', '10 Run', '14 Run']),
    );
  });

  it('store only the edited field of a task', async () => {
    const { db } = await openProgram({}, ['Run']);
    await beSynced(db);
    await userEvent.click(screen.getByRole('button', { name: 'Run' }));
    await userEvent.type(await screen.findByRole('textbox', { name: 'Minutes' }), '25');
    await userEvent.tab();
    await waitFor(async () =>
      expect((await db.outbox.toArray()).map(({ fields }) => fields)).toEqual([{ minutes: 25 }]),
    );
  });
});

describe('publishing', () => {
  const openPublisher = async () => {
    await userEvent.click(screen.getByRole('button', { name: 'Publish' }));
    return within(await screen.findByRole('dialog', { name: 'Publish' }));
  };
  const button = (modal: Awaited<ReturnType<typeof openPublisher>>) =>
    modal.getByRole<HTMLButtonElement>('button', { name: 'Publish' });

  it('shows what prevents it', async () => {
    const { db, program } = await openProgram({ length_days: 3 }, ['Scales on the {instrument}']);
    await addTemplateTask(db, { program_id: program.id, day_index: 9, title: 'Too late' });
    await beSynced(db);
    const modal = await openPublisher();
    expect(modal.getByText(/There are tasks on day 9, after the last day/)).toBeTruthy();
    expect(modal.getByText(/Tasks use \{instrument\}/)).toBeTruthy();
    expect(button(modal).disabled).toBe(true);
  });

  it('waits for pending edits, and shows that there seems to be no connection', async () => {
    await openProgram({}, ['Run']);
    let modal = await openPublisher();
    expect(modal.getByText(/Your latest edits are still syncing/)).toBeTruthy();
    expect(button(modal).disabled).toBe(true);
    goOffline();
    cleanup();
    await openProgram({ title: 'Offline' }, ['Run']);
    modal = await openPublisher();
    expect(modal.getByText(/You seem to be offline. Publishing needs a connection. Your draft is safe/)).toBeTruthy();
    expect(modal.getByText(/Your latest edits have to be sent first/)).toBeTruthy();
    expect(button(modal).disabled).toBe(true);
  });

  it('creates a version where the browser is wrong about being offline', async () => {
    seemOffline();
    server.use(rpc('publish_program', { version: 'v', number: 1, followed: 0 }));
    const { db } = await openProgram({}, ['Run']);
    await beSynced(db);
    const modal = await openPublisher();
    await waitFor(() => expect(button(modal).disabled).toBe(false));
    await userEvent.click(button(modal));
    expect(await screen.findByText('Published version 1 of “Base miles”.')).toBeTruthy();
  });

  it('without a connection changes nothing and says so', async () => {
    const { db } = await openProgram({}, ['Run']);
    await beSynced(db);
    goOffline();
    const modal = await openPublisher();
    await waitFor(() => expect(button(modal).disabled).toBe(false));
    await userEvent.click(button(modal));
    expect(await screen.findByText(/There is no connection/)).toBeTruthy();
  });

  it('creates a version of the synced draft', async () => {
    const requests: unknown[] = [];
    server.use(
      rest('rpc/publish_program', async ({ request }) => {
        requests.push(await request.json());
        return json({ version: 'v', number: 1, followed: 3 });
      }),
    );
    const { db, program } = await openProgram({}, ['Run']);
    await beSynced(db);
    const modal = await openPublisher();
    await waitFor(() => expect(button(modal).disabled).toBe(false));
    await userEvent.click(button(modal));
    expect(await screen.findByText('Published version 1 of “Base miles”. 3 people have it already.')).toBeTruthy();
    expect(requests).toEqual([{ program: program.id }]);
  });

  it('lets minor changes follow, offline as well', async () => {
    goOffline();
    const { db, program } = await openProgram({}, ['Run']);
    await db.rows('programs').update(program.id, { published_version: 1 });
    const modal = await openPublisher();
    await modal.findByRole('switch');
    const follows = () => modal.getByRole<HTMLInputElement>('switch', { name: /^Minor changes reach people at once/ });
    expect(follows().checked).toBe(false);
    await userEvent.click(follows());
    await waitFor(() => {
      expect(follows().checked).toBe(true);
    });
    expect(await db.getRow('programs', program.id)).toMatchObject({ minor_changes_follow: true });
  });

  it.each([
    [{ people: 3, tasks: 1 }, 'Publishing changes 1 open task of 3 people at once.'],
    [{ people: 1, tasks: 0 }, 'The new version reaches 1 person at once, and changes none of their open tasks.'],
    [{ people: 0, tasks: 0 }, 'Publishing changes nobody’s tasks. You can move people to the new version afterwards.'],
  ])('says before what reaches people at once: %o', async (preview, message) => {
    const { db, program } = await openProgram({}, ['Run']);
    cleanup();
    const { visibility: _, ...content } = program;
    const published = {
      ...content,
      id: 'v',
      program_id: program.id,
      number: 1,
      task_count: 0,
      minutes: 0,
      published_at: AT,
    };
    const requests: unknown[] = [];
    server.use(
      table('program_versions', [published]),
      table('version_reviews', []),
      rpc('program_counts', { created: 1, updated: 1, published: 1, imported: 0, used: 0 }),
      rpc('publication_effect', preview, requests),
    );
    await db.rows('programs').update(program.id, { published_version: 1, minor_changes_follow: true });
    await beSynced(db);
    openScreen(ProgramScreen, { role: 'coach', path: '/programs/$id', at: `/programs/${program.id}` });
    await userEvent.click(await screen.findByRole('button', { name: /^Publi/ }));
    expect(await screen.findByText(message)).toBeTruthy();
    expect(requests).toEqual([{ program: program.id }]);
  });

  it('shows why it was rejected', async () => {
    server.use(rpc('publish_program', () => errorResponse(409, 'day_out_of_range')));
    const { db } = await openProgram({}, ['Run']);
    await beSynced(db);
    const modal = await openPublisher();
    await waitFor(() => expect(button(modal).disabled).toBe(false));
    await userEvent.click(button(modal));
    expect(await screen.findByText(/A task is on a day after the last.*was not changed/)).toBeTruthy();
  });
});

const PREVIEW = {
  program_id: 'p',
  version_id: 'v',
  number: 2,
  title: 'Half marathon',
  description: null,
  coach: 'Morgan',
  kind: 'individual',
  length_days: 7,
  day_counting: 'calendar',
  task_count: 1,
  minutes: 20,
  parameters: [],
  price: null,
  currency: 'EUR',
  preview_days: null,
  minor_changes_follow: false,
  uses: 3,
  is_approved: false,
  modules: [],
  days: [
    {
      day_index: 1,
      tasks: [{ title: 'Run slowly', notes: null, minutes: 20, type: 'task', is_required: true, level: 'program_day' }],
    },
  ],
  hidden_tasks: 0,
};
