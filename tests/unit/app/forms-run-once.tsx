import { fireEvent, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { AuthForm } from '../../../src/features/account/auth/AuthForm.tsx';
import { ProfileSection } from '../../../src/features/account/settings/ProfileSection.tsx';
import { FlagsScreen } from '../../../src/features/admin/flags/FlagsScreen.tsx';
import { EditClientTaskSheet } from '../../../src/features/coaching/client-days/EditClientTaskSheet.tsx';
import { MoveClientTaskSheet } from '../../../src/features/coaching/client-days/MoveClientTaskSheet.tsx';
import { MailsScreen } from '../../../src/features/admin/chains/mails/MailsScreen.tsx';
import { TimetableScreen } from '../../../src/features/admin/chains/timetable/TimetableScreen.tsx';
import { ReasonDialog } from '../../../src/features/admin/gallery-approval/ReasonDialog.tsx';
import { ClientsScreen } from '../../../src/features/coaching/clients/ClientsScreen.tsx';
import { CohortSettingsSheet } from '../../../src/features/coaching/cohorts/CohortSettingsSheet.tsx';
import { CohortsScreen } from '../../../src/features/coaching/cohorts/CohortsScreen.tsx';
import { AddTemplateTask } from '../../../src/features/programs/authoring/AddTemplateTask.tsx';
import { CopyTasksSheet } from '../../../src/features/programs/authoring/CopyTasksSheet.tsx';
import { defined } from '../../fixtures/defined.ts';
import { LibraryBlockSheet } from '../../../src/features/programs/authoring/LibraryBlockSheet.tsx';
import { MoveTemplateTaskSheet } from '../../../src/features/programs/authoring/MoveTemplateTaskSheet.tsx';
import { ProgramEditorContext } from '../../../src/features/programs/authoring/ProgramEditorContext.tsx';
import { ProgramsScreen } from '../../../src/features/programs/authoring/ProgramsScreen.tsx';
import { JoinCohortScreen } from '../../../src/features/programs/join-cohort/JoinCohortScreen.tsx';
import { ActivityTypesScreen } from '../../../src/features/work/activity-types/ActivityTypesScreen.tsx';
import { AddTask } from '../../../src/features/work/daily-focus/AddTask.tsx';
import { useTaskActions } from '../../../src/features/work/daily-focus/use-task-actions.ts';
import { LeadsScreen } from '../../../src/features/work/leads/LeadsScreen.tsx';
import { QuickLog } from '../../../src/features/work/quick-log/QuickLog.tsx';
import { createProgram } from '../../../src/data/programs/drafts.ts';
import { addTemplateTask } from '../../fixtures/template-tasks.ts';
import { AddClientTaskSheet } from '../../../src/shared/coaching/AddClientTaskSheet.tsx';
import { ConfirmPaymentSheet } from '../../../src/shared/coaching/ConfirmPaymentSheet.tsx';
import { EnrollSheet } from '../../../src/shared/coaching/EnrollSheet.tsx';
import { TextField } from '../../../src/ui/Fields.tsx';
import { useSheet } from '../../../src/ui/use-sheet.ts';
import { anEntry } from '../../fixtures/chain-screens.ts';
import { edge, json, rest, rpc, server, table } from '../../fixtures/cloud.ts';
import {
  aClientTask,
  ADAS_ENROLLMENT,
  adasDays,
  BEN,
  COHORT_ID,
  PROGRAM_ID,
  respondToCoach,
  VERSION_ID,
} from '../../fixtures/coach.ts';
import { anOffer, aPreview, COHORT, ENROLLMENT } from '../../fixtures/offers.ts';
import { newDevice, todayOfRep } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

/** A form that is filled in and ready to be submitted. */
export interface ReadyForm {
  /** In which Enter submits. */
  field: HTMLElement;
  /** How often the form has done what it does. */
  count: () => number | Promise<number>;
}

interface FormCase {
  /** The file of the form. */
  file: string;
  name: string;
  open: () => Promise<ReadyForm>;
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));
const type = async (label: string | RegExp, text: string) => {
  const field = await screen.findByLabelText<HTMLInputElement>(label);
  await userEvent.clear(field);
  await userEvent.type(field, text);
  return field;
};

const Opened = ({ children }: { children: (sheet: { opened: boolean; onClose: () => void }) => ReactNode }) => {
  const sheet = useSheet<true>();
  return (
    <>
      <button type="button" onClick={() => sheet.open(true)}>
        Open
      </button>
      {children({ opened: sheet.opened, onClose: sheet.close })}
    </>
  );
};

const aProgram = async () => {
  const db = await newDevice();
  const program = await createProgram(db, { title: 'Base miles', length_days: 14 });
  const task = await addTemplateTask(db, { program_id: program.id, day_index: 1, title: 'Run' });
  await db.outbox.clear();
  return { db, program, task };
};

const ADAS_TASK = aClientTask({ id: '00000000-0000-7000-8004-000000000001' });
const CHANGED = { changed: 1, done: 0, locked: 0, past: 0 };

/** Every form of the app that stores or sends something. */
export const FORMS: readonly FormCase[] = [
  {
    file: 'features/work/quick-log/QuickLog.tsx',
    name: 'the quick log',
    open: async () => {
      const db = await newDevice();
      openScreen(() => <Opened>{(sheet) => <QuickLog {...sheet} />}</Opened>, { db });
      await press('Open');
      await userEvent.click(await screen.findByRole('radio', { name: 'Call' }));
      return { field: await type('Title', 'Budget'), count: () => db.rows('program_activities').count() };
    },
  },
  {
    file: 'features/work/leads/AddLeadSheet.tsx',
    name: 'a new lead',
    open: async () => {
      const db = await newDevice();
      openScreen(LeadsScreen, { db, path: '/leads' });
      await press('Add your first lead');
      return { field: await type(/^Name/, 'Anna'), count: () => db.rows('submissions').count() };
    },
  },
  {
    file: 'features/work/daily-focus/AddTask.tsx',
    name: 'a new task',
    open: async () => {
      const db = await newDevice();
      const Host = () => <AddTask date={todayOfRep()} today={todayOfRep()} onAdd={useTaskActions().add} />;
      openScreen(Host, { db });
      return { field: await type('Add a task', 'Tune'), count: () => db.rows('tasks').count() };
    },
  },
  {
    file: 'features/work/activity-types/ActivityTypesScreen.tsx',
    name: 'a new activity type',
    open: async () => {
      const db = await newDevice();
      openScreen(ActivityTypesScreen, { db, path: '/types' });
      const field = await type('Name of the new type', 'Visit');
      return { field, count: () => db.outbox.count() };
    },
  },
  {
    file: 'features/account/settings/ProfileSection.tsx',
    name: 'the profile',
    open: async () => {
      const db = await newDevice();
      openScreen(ProfileSection, { db });
      return { field: await type('Name', 'Robin'), count: () => db.outbox.count() };
    },
  },
  {
    file: 'features/account/auth/AuthForm.tsx',
    name: 'signing in',
    open: async () => {
      let count = 0;
      openScreen(() => (
        <AuthForm
          title="Sign in"
          submitLabel="Sign in"
          handleSubmit={(run) => () => run()}
          onSubmit={() => {
            count += 1;
            return Promise.resolve();
          }}
        >
          <TextField label="Email" />
        </AuthForm>
      ));
      return { field: await type('Email', 'rep@example.com'), count: () => count };
    },
  },
  {
    file: 'features/programs/authoring/NewProgramSheet.tsx',
    name: 'a new program',
    open: async () => {
      server.use(table('program_versions', []));
      const { db } = openScreen(ProgramsScreen, { role: 'coach', path: '/programs' });
      await press('Create your first program');
      return { field: await type(/^Title/, 'Base miles'), count: () => db.rows('programs').count() };
    },
  },
  {
    file: 'features/programs/authoring/AddTemplateTask.tsx',
    name: 'a new template task',
    open: async () => {
      const { db, program } = await aProgram();
      openScreen(
        () => (
          <ProgramEditorContext programId={program.id}>
            <AddTemplateTask day={1} />
          </ProgramEditorContext>
        ),
        { db },
      );
      return { field: await type('Add a task to day 1', 'Rest'), count: () => db.outbox.count() };
    },
  },
  {
    file: 'features/programs/authoring/MoveTemplateTaskSheet.tsx',
    name: 'moving a template task',
    open: async () => {
      const { db, program, task } = await aProgram();
      const Host = () => (
        <Opened>
          {({ opened, onClose }) => (
            <ProgramEditorContext programId={program.id}>
              <MoveTemplateTaskSheet
                sheet={{ item: task, opened, open: () => undefined, close: onClose }}
                program={program}
                lastDay={14}
              />
            </ProgramEditorContext>
          )}
        </Opened>
      );
      openScreen(Host, { db });
      await press('Open');
      const field = await screen.findByLabelText('Day');
      await userEvent.selectOptions(field, '3');
      return { field, count: () => db.outbox.count() };
    },
  },
  {
    file: 'features/programs/authoring/ImportProgramSheet.tsx',
    name: 'importing a program',
    open: async () => {
      server.use(table('program_versions', []));
      const { db } = openScreen(ProgramsScreen, { role: 'coach', path: '/programs' });
      await press('Import');
      const sheet = within(await screen.findByRole('dialog', { name: 'Import program' }));
      await sheet.findByRole('button', { name: 'Choose file' });
      const input = defined(document.querySelector<HTMLInputElement>('input[type="file"]'), 'file input');
      await userEvent.upload(input, new File(['day,title\n1,Run\n'], 'plan.csv', { type: 'text/csv' }));
      await sheet.findByText('plan');
      return { field: sheet.getByRole('button', { name: 'Import program' }), count: () => db.rows('programs').count() };
    },
  },
  {
    file: 'features/programs/authoring/LibraryBlockSheet.tsx',
    name: 'saving a block to the library',
    open: async () => {
      const { db } = await aProgram();
      const Host = () => (
        <Opened>
          {({ opened, onClose }) => (
            <LibraryBlockSheet
              sheet={{
                item: { id: null, title: '', tasks: [] },
                opened,
                open: () => undefined,
                close: onClose,
              }}
            />
          )}
        </Opened>
      );
      openScreen(Host, { db });
      await press('Open');
      return { field: await type('Name', 'Warm-up'), count: () => db.rows('library_blocks').count() };
    },
  },
  ...(['day', 'week'] as const).map((kind) => ({
    file: 'features/programs/authoring/CopyTasksSheet.tsx',
    name: `copying a ${kind}`,
    open: async () => {
      const { db, program, task } = await aProgram();
      const Host = () => (
        <Opened>
          {({ opened, onClose }) => (
            <ProgramEditorContext programId={program.id}>
              <CopyTasksSheet
                sheet={{
                  item: kind === 'day' ? { kind, day: 1 } : { kind, week: 1 },
                  opened,
                  open: () => undefined,
                  close: onClose,
                }}
                program={program}
                tasks={[task]}
              />
            </ProgramEditorContext>
          )}
        </Opened>
      );
      openScreen(Host, { db });
      await press('Open');
      const sheet = within(await screen.findByRole('dialog'));
      if (kind === 'week') await userEvent.click(await sheet.findByRole('checkbox', { name: '2' }));
      const submit = await sheet.findByRole('button', { name: 'Copy' });
      return { field: submit, count: () => db.outbox.count() };
    },
  })),
  {
    file: 'features/programs/join-cohort/JoinCohort.tsx',
    name: 'joining a cohort',
    open: async () => {
      const requests: unknown[] = [];
      const program = anOffer();
      server.use(
        rpc('cohort_by_link', { cohort_id: COHORT, name: 'Spring', start_date: '2026-12-01', is_open: true, program }),
        rpc('preview_version', aPreview(program)),
        edge('enroll', () => json({ enrollmentId: ENROLLMENT, status: 'active' }), requests),
      );
      openScreen(JoinCohortScreen, { path: '/join/$token', at: '/join/secret' });
      return { field: await screen.findByRole('button', { name: 'Join cohort' }), count: () => requests.length };
    },
  },
  {
    file: 'features/coaching/clients/InviteSheet.tsx',
    name: 'an invitation',
    open: async () => {
      const requests: unknown[] = [];
      server.use(
        rpc('my_connections', []),
        rpc('invite_clients', [{ email: 'cleo@example.com', result: 'invited' }], requests),
      );
      openScreen(ClientsScreen, { role: 'coach', path: '/clients' });
      await press('Invite clients');
      await type(/^Email/, 'cleo@example.com');
      return { field: screen.getByRole('button', { name: 'Send invitation' }), count: () => requests.length };
    },
  },
  {
    file: 'features/coaching/cohorts/NewCohortSheet.tsx',
    name: 'a new cohort',
    open: async () => {
      let count = 0;
      respondToCoach();
      server.use(
        rest('cohorts', ({ request }) => {
          if (request.method !== 'GET') count += 1;
          return json([]);
        }),
      );
      const { db } = openScreen(CohortsScreen, { role: 'coach', path: '/cohorts' });
      const program = await createProgram(db, { title: 'First steps' });
      await db.rows('programs').put({ ...program, id: PROGRAM_ID, published_version: 1, kind: 'group' });
      await press('Create your first cohort');
      return { field: await type(/^Name/, 'Autumn'), count: () => count };
    },
  },
  {
    file: 'shared/coaching/ConfirmPaymentSheet.tsx',
    name: 'the confirmation of a payment',
    open: async () => {
      const requests: unknown[] = [];
      server.use(
        rpc('quote_payment', { amount: 4_900, currency: 'EUR' }),
        edge('complete-enrollment', (body) => {
          requests.push(body);
          return { enrollmentId: ADAS_ENROLLMENT, status: 'active' };
        }),
      );
      const Host = () => (
        <Opened>
          {({ opened, onClose }) => (
            <ConfirmPaymentSheet
              opened={opened}
              enrollmentId={ADAS_ENROLLMENT}
              name="Ada"
              onClose={onClose}
              onConfirmed={() => Promise.resolve()}
            />
          )}
        </Opened>
      );
      openScreen(Host, { role: 'coach' });
      await press('Open');
      await userEvent.click(await screen.findByRole('radio', { name: 'Cash' }));
      return { field: await type(/^Note/, 'On Monday'), count: () => requests.length };
    },
  },
  {
    file: 'features/coaching/cohorts/CohortSettingsSheet.tsx',
    name: 'a cohort’s settings',
    open: async () => {
      let count = 0;
      const cohort = {
        id: COHORT_ID,
        program_id: PROGRAM_ID,
        version_id: VERSION_ID,
        name: 'Spring',
        start_date: '2026-11-02',
        is_open: true,
      };
      server.use(
        rest('cohorts', () => {
          count += 1;
          return json([{ id: COHORT_ID }]);
        }),
      );
      const Host = () => (
        <Opened>
          {(sheet) => <CohortSettingsSheet cohort={cohort} {...sheet} onChanged={() => Promise.resolve()} />}
        </Opened>
      );
      openScreen(Host, { role: 'coach' });
      await press('Open');
      return { field: await type(/^Name/, 'Autumn'), count: () => count };
    },
  },
  {
    file: 'shared/coaching/EnrollForm.tsx',
    name: 'adding a client',
    open: async () => {
      const requests: unknown[] = [];
      respondToCoach();
      server.use(edge('enroll', () => json({ enrollmentId: ADAS_ENROLLMENT, status: 'active' }), requests));
      const Host = () => (
        <Opened>
          {(sheet) => (
            <EnrollSheet
              {...sheet}
              target={{ versionId: VERSION_ID }}
              parameters={[]}
              enrolledIds={new Set([BEN])}
              onEnrolled={() => Promise.resolve()}
            />
          )}
        </Opened>
      );
      openScreen(Host, { role: 'coach' });
      await press('Open');
      return { field: await screen.findByLabelText(/^Start date/), count: () => requests.length };
    },
  },
  {
    file: 'shared/coaching/AddClientTaskSheet.tsx',
    name: 'adding a task to a client’s days',
    open: async () => {
      const requests: unknown[] = [];
      server.use(rpc('add_client_task', { added: 1, past: 0 }, requests));
      const Host = () => (
        <Opened>
          {(sheet) => (
            <AddClientTaskSheet
              {...sheet}
              target={{ kind: 'cohort', id: COHORT_ID, name: 'Spring' }}
              date="2026-11-18"
            />
          )}
        </Opened>
      );
      openScreen(Host, { role: 'coach' });
      await press('Open');
      return { field: await type(/^Title/, 'Record yourself'), count: () => requests.length };
    },
  },
  {
    file: 'features/coaching/client-days/EditClientTaskSheet.tsx',
    name: 'a client’s task',
    open: async () => {
      const requests: unknown[] = [];
      server.use(rpc('change_client_task', CHANGED, requests));
      const Host = () => (
        <Opened>
          {({ opened, onClose }) => (
            <EditClientTaskSheet
              sheet={{ item: ADAS_TASK, opened, open: () => undefined, close: onClose }}
              days={adasDays([ADAS_TASK])}
              name="Ada"
              onRemove={() => undefined}
            />
          )}
        </Opened>
      );
      openScreen(Host, { role: 'coach' });
      await press('Open');
      return { field: await type(/^Title/, 'Slower'), count: () => requests.length };
    },
  },
  {
    file: 'features/coaching/client-days/MoveClientTaskSheet.tsx',
    name: 'moving a client’s task',
    open: async () => {
      const requests: unknown[] = [];
      server.use(rpc('change_client_task', CHANGED, requests));
      const Host = () => (
        <Opened>
          {({ opened, onClose }) => (
            <MoveClientTaskSheet
              sheet={{ item: ADAS_TASK, opened, open: () => undefined, close: onClose }}
              days={adasDays([ADAS_TASK])}
              name="Ada"
            />
          )}
        </Opened>
      );
      openScreen(Host, { role: 'coach' });
      await press('Open');
      const field = await screen.findByLabelText(/^Day/);
      fireEvent.change(field, { target: { value: '2026-11-20' } });
      return { field, count: () => requests.length };
    },
  },
  {
    file: 'features/admin/gallery-approval/ReasonDialog.tsx',
    name: 'the reason of a decision',
    open: async () => {
      let count = 0;
      const Host = () => (
        <Opened>
          {({ opened, onClose }) =>
            opened && (
              <ReasonDialog
                title="Decline version 1?"
                submitLabel="Decline version"
                draftName="decline.v"
                isSubmitting={false}
                onSubmit={() => {
                  count += 1;
                  onClose();
                  return undefined;
                }}
                onClose={onClose}
              >
                The coach reads it.
              </ReasonDialog>
            )
          }
        </Opened>
      );
      openScreen(Host, { role: 'admin' });
      await press('Open');
      await type(/^Reason/, 'Too short');
      return { field: screen.getByRole('button', { name: 'Decline version' }), count: () => count };
    },
  },
  {
    file: 'features/admin/flags/FlagSheet.tsx',
    name: 'a flag',
    open: async () => {
      let count = 0;
      const updated_at = '2026-03-01T10:00:00+00:00';
      const flag = { description: 'It.', everyone: false, roles: [], people: [], percentage: 0, updated_at };
      server.use(
        table('profiles', []),
        rest('feature_flags', ({ request }) => {
          if (request.method === 'GET') return json([{ ...flag, name: 'few' }]);
          count += 1;
          return json([{ name: 'few' }]);
        }),
      );
      openScreen(FlagsScreen, { role: 'admin' });
      await userEvent.click(await screen.findByRole('button', { name: /few/i }));
      return { field: await type(/^Percentage/, '20'), count: () => count };
    },
  },
  {
    file: 'features/admin/chains/mails/ExecutivesForm.tsx',
    name: 'the recipients of a report',
    open: async () => {
      const requests: unknown[] = [];
      server.use(
        rpc('mail_recipients', {
          executives: { emails: [], are_admins: true },
          managers: [],
          invalid_managers: [],
          alerts: [],
        }),
        table('mail_outbox', []),
        rpc('set_report_recipients', [], requests),
      );
      openScreen(MailsScreen, { role: 'admin' });
      await type('Recipients', 'a@example.com');
      // In its field, Enter begins a line.
      return { field: await screen.findByRole('button', { name: 'Save' }), count: () => requests.length };
    },
  },
  {
    file: 'features/admin/chains/timetable/ScheduleSheet.tsx',
    name: 'a schedule',
    open: async () => {
      const requests: unknown[] = [];
      server.use(
        rpc('timetable', [anEntry()]),
        rpc('preview_slots', []),
        rpc('edit_schedule', () => new Response(null, { status: 204 }), requests),
      );
      openScreen(TimetableScreen, { role: 'admin' });
      await userEvent.click(await screen.findByRole('button', { name: /^Daily chain/ }));
      return { field: await type('Time 1', '03:00'), count: () => requests.length };
    },
  },
];
