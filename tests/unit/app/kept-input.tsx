import { cleanup, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { createProgram, getProgramWithTasks } from '../../../src/data/programs/drafts.ts';
import { addTemplateTask } from '../../fixtures/template-tasks.ts';
import type { FeatureFlag } from '../../../src/domain/flags/feature-flags.ts';
import { ProfileSection } from '../../../src/features/account/settings/ProfileSection.tsx';
import { TimetableScreen } from '../../../src/features/admin/chains/timetable/TimetableScreen.tsx';
import { FlagsScreen } from '../../../src/features/admin/flags/FlagsScreen.tsx';
import { EditClientTaskSheet } from '../../../src/features/coaching/client-days/EditClientTaskSheet.tsx';
import { CohortSettingsSheet } from '../../../src/features/coaching/cohorts/CohortSettingsSheet.tsx';
import { CopyTasksSheet } from '../../../src/features/programs/authoring/CopyTasksSheet.tsx';
import { MoveTemplateTaskSheet } from '../../../src/features/programs/authoring/MoveTemplateTaskSheet.tsx';
import { ProgramEditorContext } from '../../../src/features/programs/authoring/ProgramEditorContext.tsx';
import { ProgramSettingsSheet } from '../../../src/features/programs/authoring/ProgramSettingsSheet.tsx';
import { TemplateScreen } from '../../../src/features/programs/gallery/TemplateScreen.tsx';
import { JoinCohortScreen } from '../../../src/features/programs/join-cohort/JoinCohortScreen.tsx';
import { AddClientTaskSheet } from '../../../src/shared/coaching/AddClientTaskSheet.tsx';
import { EnrollSheet } from '../../../src/shared/coaching/EnrollSheet.tsx';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { useLiveQuery } from '../../../src/store/live-query.ts';
import { useSheet } from '../../../src/ui/use-sheet.ts';
import { deviceToday } from '../../fixtures/clock.ts';
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
import { anOffer, aPreview, COHORT, ENROLLMENT, FOCUS, VERSION } from '../../fixtures/offers.ts';
import { newDevice } from '../../fixtures/rep.ts';
import { openScreen } from '../../fixtures/screen.tsx';

/* Forms that are opened, reloaded and submitted. */

type Field = HTMLInputElement | HTMLSelectElement;

interface Form {
  name: string;
  /** Prepares the form; opens it at each call of what it resolves with. */
  open: () => Promise<() => Promise<Field>>;
  text: string;
  /** The button that submits it. */
  submit: string;
}

export const draftKeys = (): string[] => Object.keys(localStorage).filter((key) => key.includes('-draft.'));

const press = async (name: string | RegExp) => userEvent.click(await screen.findByRole('button', { name }));
const field = (label: string | RegExp) => screen.findByLabelText<Field>(label);

/** A sheet, opened by a button. */
const Opened = <Item,>({
  item,
  children,
}: {
  item: Item;
  children: (sheet: ReturnType<typeof useSheet<Item>>) => ReactNode;
}) => {
  const sheet = useSheet<Item>();
  return (
    <>
      <button type="button" onClick={() => sheet.open(item)}>
        Open
      </button>
      {children(sheet)}
    </>
  );
};

/** Opens the sheet of an Opened anew at each call, and gives the field of that label. */
const reopening =
  (Screen: () => ReactNode, label: string | RegExp, db?: CadenceDatabase) => async (): Promise<Field> => {
    cleanup();
    openScreen(Screen, { role: 'coach', ...(db && { db }) });
    await press('Open');
    return field(label);
  };

const aProgram = async () => {
  const db = await newDevice();
  const created = await createProgram(db, { title: 'Base miles', length_days: 14 });
  const restore = () =>
    db.rows('programs').update(created.id, {
      modules: [{ title: 'Start', first_week: 1 }],
      parameters: [{ key: 'place', label: 'Where', options: null, required: true }],
    });
  await restore();
  await addTemplateTask(db, { program_id: created.id, day_index: 1, title: 'Run' });
  const stored = async () => {
    const found = await getProgramWithTasks(db, created.id);
    if (!found) throw new Error('The program is not stored.');
    return found;
  };
  return { db, id: created.id, stored, restore };
};

/** The settings of a program with one module and one parameter. */
export const reopenedSettings = async () => {
  const { db, id, stored, restore } = await aProgram();
  const Settings = () => {
    const found = useLiveQuery((live) => getProgramWithTasks(live, id), []);
    return found ? (
      <ProgramEditorContext programId={found.program.id}>
        <ProgramSettingsSheet opened onClose={() => undefined} program={found.program} hasVersions={false} />
      </ProgramEditorContext>
    ) : null;
  };
  const open = async (label: string) => {
    cleanup();
    openScreen(Settings, { role: 'coach', db });
    return field(label);
  };
  return { open, restore, stored: async () => (await stored()).program };
};

/** The second step of starting a program of the gallery. */
export const reopenedParameters = () => {
  server.use(
    rpc('preview_version', () => json(aPreview({ parameters: [FOCUS] }))),
    rpc('import_program', () => json(ENROLLMENT)),
    rpc('sync_enrollment_tasks', () => json({ created: 3, skipped: 0 })),
  );
  return async () => {
    cleanup();
    openScreen(TemplateScreen, { path: '/gallery/$version', at: `/gallery/${VERSION}` });
    await press('Start this program');
    await press('Next');
    return field(/^Focus/);
  };
};

export const reopenedFlag = () => {
  const flag: FeatureFlag = {
    name: 'few',
    description: 'It.',
    everyone: false,
    roles: [],
    people: [],
    percentage: 0,
    updated_at: '2026-03-01T10:00:00+00:00',
  };
  server.use(
    table('profiles', []),
    rest('feature_flags', ({ request }) => json(request.method === 'GET' ? [flag] : [{ name: 'few' }])),
  );
  return {
    open: async () => {
      cleanup();
      openScreen(FlagsScreen, { role: 'admin' });
      await press(/few/i);
      return within(await screen.findByRole('dialog')).findByLabelText<Field>('Percentage of everyone');
    },
    change: (percentage: number) => {
      flag.percentage = percentage;
    },
  };
};

export const FORMS: readonly Form[] = [
  {
    name: 'a schedule',
    text: 'Europe/Berlin',
    submit: 'Save',
    open: () => {
      server.use(
        rpc('timetable', [anEntry()]),
        rpc('preview_slots', []),
        rpc('edit_schedule', () => new Response(null, { status: 204 })),
      );
      return Promise.resolve(async () => {
        cleanup();
        openScreen(TimetableScreen, { role: 'admin' });
        await press(/^Daily chain/);
        return field('Time zone');
      });
    },
  },
  {
    name: 'the profile',
    text: 'Robin',
    submit: 'Save',
    open: async () => {
      const db = await newDevice();
      return () => {
        cleanup();
        openScreen(ProfileSection, { db });
        return field('Name');
      };
    },
  },
  {
    name: 'a cohort’s name',
    text: 'Autumn',
    submit: 'Save',
    open: () => {
      const cohort = { program_id: PROGRAM_ID, version_id: VERSION_ID, start_date: '2026-11-02', is_open: true };
      server.use(rest('cohorts', () => json([{ id: COHORT_ID }])));
      return Promise.resolve(
        reopening(
          () => (
            <Opened item>
              {({ opened, close }) => (
                <CohortSettingsSheet
                  cohort={{ ...cohort, id: COHORT_ID, name: 'Spring' }}
                  opened={opened}
                  onClose={close}
                  onChanged={() => Promise.resolve()}
                />
              )}
            </Opened>
          ),
          /^Name/,
        ),
      );
    },
  },
  {
    name: 'the percentage of a flag',
    text: '20',
    submit: 'Save',
    open: () => Promise.resolve(reopenedFlag().open),
  },
  {
    name: 'the day to which a task is moved',
    text: '9',
    submit: 'Move',
    open: async () => {
      const { db, stored } = await aProgram();
      const { program, tasks } = await stored();
      return reopening(
        () => (
          <Opened item={tasks[0]}>
            {(sheet) => (
              <ProgramEditorContext programId={program.id}>
                <MoveTemplateTaskSheet sheet={sheet as never} program={program} lastDay={14} />
              </ProgramEditorContext>
            )}
          </Opened>
        ),
        'Day',
        db,
      );
    },
  },
  {
    name: 'the days on which a task is repeated',
    text: '3',
    submit: 'Repeat',
    open: async () => {
      const { db, stored } = await aProgram();
      const { program, tasks } = await stored();
      return reopening(
        () => (
          <Opened item={{ kind: 'task', task: tasks[0] }}>
            {(sheet) => (
              <ProgramEditorContext programId={program.id}>
                <CopyTasksSheet sheet={sheet as never} program={program} tasks={tasks} />
              </ProgramEditorContext>
            )}
          </Opened>
        ),
        'Repeat every … days',
        db,
      );
    },
  },
  {
    name: 'the answers for a cohort',
    text: 'Bach',
    submit: 'Join cohort',
    open: () => {
      const program = anOffer({ parameters: [FOCUS] });
      server.use(
        rpc('cohort_by_link', () =>
          json({ cohort_id: COHORT, name: 'Spring', start_date: deviceToday(), is_open: true, program }),
        ),
        rpc('preview_version', () => json(aPreview(program))),
        edge('enroll', () => json({ enrollmentId: ENROLLMENT, status: 'active' })),
      );
      return Promise.resolve(() => {
        cleanup();
        openScreen(JoinCohortScreen, { path: '/join/$token', at: '/join/secret' });
        return field(/^Focus/);
      });
    },
  },
  {
    name: 'the answers for a client',
    text: 'Bach',
    submit: 'Add client',
    open: () => {
      respondToCoach();
      server.use(edge('enroll', () => json({ enrollmentId: ADAS_ENROLLMENT, status: 'active' })));
      return Promise.resolve(
        reopening(
          () => (
            <Opened item>
              {({ opened, close }) => (
                <EnrollSheet
                  opened={opened}
                  onClose={close}
                  target={{ versionId: VERSION_ID }}
                  parameters={[FOCUS]}
                  enrolledIds={new Set([BEN])}
                  onEnrolled={() => Promise.resolve()}
                />
              )}
            </Opened>
          ),
          /^Focus/,
        ),
      );
    },
  },
  {
    name: 'a task for a cohort',
    text: 'Record yourself',
    submit: 'Add task',
    open: () => {
      server.use(rpc('add_client_task', { added: 1, past: 0 }));
      return Promise.resolve(
        reopening(
          () => (
            <Opened item={null}>
              {({ opened, close }) => (
                <AddClientTaskSheet
                  opened={opened}
                  onClose={close}
                  target={{ kind: 'cohort', id: COHORT_ID, name: 'Spring' }}
                  date="2026-11-18"
                />
              )}
            </Opened>
          ),
          /^Title/,
        ),
      );
    },
  },
  {
    name: 'a task of a client',
    text: 'Slower',
    submit: 'Save',
    open: () => {
      server.use(rpc('change_client_task', { changed: 1, done: 0, locked: 0, past: 0 }));
      const task = aClientTask({ id: '00000000-0000-7000-8004-000000000001' });
      return Promise.resolve(
        reopening(
          () => (
            <Opened item={task}>
              {(sheet) => (
                <EditClientTaskSheet sheet={sheet} days={adasDays([task])} name="Ada" onRemove={() => undefined} />
              )}
            </Opened>
          ),
          /^Title/,
        ),
      );
    },
  },
];
