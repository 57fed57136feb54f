import { http, HttpResponse } from 'msw';
import { dateInTimeZone } from '../../../src/domain/calendar/calendar-date.ts';
import type { Row } from '../../../src/domain/sync/change.ts';
import type { CadenceDatabase } from '../../../src/store/database.ts';
import { DOMAIN_SAMPLES } from '../../fixtures/simulation/value-samples.ts';

/* Rows that the database refuses, but that a device or a server may hold from before it did. */

const textsOf = (samples: readonly unknown[]): string[] => samples.filter((value) => typeof value === 'string');
const cycle = <Value>(values: readonly Value[], index: number): Value => values[index % values.length] as Value;

const INVALID_DATES = textsOf(DOMAIN_SAMPLES.calendar_date.invalid);
const INVALID_TIMES = textsOf(DOMAIN_SAMPLES.wall_time.invalid);
const INVALID_INSTANTS = textsOf(DOMAIN_SAMPLES.instant.invalid);
const INVALID_LABELS = textsOf(DOMAIN_SAMPLES.label.invalid);
const INVALID_ZONES = textsOf(DOMAIN_SAMPLES.time_zone.invalid);
const INVALID_MINUTES = [-5, 1.5, 1e12];
const INVALID_JSON = [[{ title: 5 }], 'text', null, {}, [null, { title: 'Good', first_week: 1 }], [[]]];

const ROW_COUNT = 24;

export const ACTIVITY_ID = '0190a5b0-0000-7000-8000-000000000000';
export const LEAD_ID = '0190a5b1-0000-7000-8000-000000000000';
export const TASK_ID = '0190a5b2-0000-7000-8000-000000000000';
export const PROGRAM_ID = '0190a5b3-0000-7000-8000-000000000000';
const ENROLLMENT_ID = '0190a5b4-0000-7000-8000-000000000000';
export const COHORT_ID = '0190a5b5-0000-7000-8000-000000000000';
export const VERSION_ID = '0190a5b6-0000-7000-8000-000000000000';
export const CLIENT_ID = '0190a5b7-0000-7000-8000-000000000000';

const idsFrom = (first: string) => (index: number) => `${first.slice(0, -12)}${String(index).padStart(12, '0')}`;

interface Invalid {
  id: string;
  name: string;
  date: string;
  instant: string;
  index: number;
}

/** Rows of which name, date and instant are invalid, each in another way. */
const invalidRows = (first: string, row: (invalid: Invalid) => object, count = ROW_COUNT): Row[] =>
  Array.from({ length: count }, (_, index) => {
    const id = idsFrom(first)(index);
    return {
      id,
      ...row({
        id,
        name: cycle(INVALID_LABELS, index),
        date: cycle(INVALID_DATES, index),
        instant: cycle(INVALID_INSTANTS, index),
        index,
      }),
    };
  });

const timestamps = (instant: string) => ({ created_at: instant, updated_at: instant });

/** Every second row is on `today`, so that the screens of a day and a week have some as well. */
const localRows = (user_id: string, today: string): Record<string, Row[]> => ({
  submissions: invalidRows(LEAD_ID, ({ name, instant, index }) => ({
    user_id,
    name,
    company: cycle(INVALID_LABELS, index + 1),
    email: cycle(INVALID_LABELS, index + 2),
    phone: cycle(INVALID_LABELS, index + 3),
    status: 'new',
    notes: '\u0007',
    ...timestamps(instant),
  })),
  program_activities: invalidRows(ACTIVITY_ID, ({ name, date, instant, index }) => ({
    user_id,
    local_id: name,
    type: name,
    title: cycle(INVALID_LABELS, index + 1),
    description: '\u0007',
    date: index % 2 === 1 ? today : date,
    time: cycle(INVALID_TIMES, index),
    duration: cycle(INVALID_MINUTES, index),
    status: cycle(['planned', 'done', 'cancelled'], index),
    notes: null,
    lead_id: LEAD_ID,
    outcome: null,
    follow_up_required: true,
    follow_up_date: index % 2 === 0 ? today : date,
    ...timestamps(instant),
    completed_at: instant,
    cancelled_at: instant,
    metadata: {},
  })),
  tasks: invalidRows(TASK_ID, ({ name, date, instant, index }) => ({
    user_id,
    date: index % 2 === 1 ? today : date,
    position: index,
    title: name,
    notes: '\u0007',
    client_notes: '\u0007',
    minutes: cycle(INVALID_MINUTES, index),
    type: cycle(INVALID_LABELS, index + 1),
    status: cycle(['open', 'done'], index),
    done_at: instant,
    is_required: true,
    source_type: 'program_day',
    client_locked: false,
    enrollment_id: ENROLLMENT_ID,
    template_task_id: PROGRAM_ID,
    program_day: 1,
    coach_edited_at: instant,
    coach_edit_seen_at: null,
    ...timestamps(instant),
  })),
  program_weekly_goals: invalidRows('0190a5c0-0000-7000-8000-000000000000', ({ date, instant }) => ({
    user_id,
    week_start: date,
    calls: -5,
    meetings: 1e12,
    proposals: 1.5,
    follow_ups: 0,
    new_contacts: 0,
    ...timestamps(instant),
  })),
  program_custom_activity_types: invalidRows('0190a5c1-0000-7000-8000-000000000000', ({ name, instant }) => ({
    user_id,
    type_name: name,
    ...timestamps(instant),
  })),
  programs: invalidRows(PROGRAM_ID, ({ name, instant, index }) => ({
    user_id,
    title: name,
    description: '\u0007',
    kind: 'individual',
    length_days: 7,
    day_counting: 'calendar',
    modules: cycle(INVALID_JSON, index),
    parameters: cycle(INVALID_JSON, index + 1),
    visibility: 'private',
    price: 100,
    currency: cycle(['nothing', '€', ''], index),
    published_version: index === 0 ? 1 : null,
    approved_at: instant,
    link_token: '',
    ...timestamps(instant),
  })),
  program_tasks: invalidRows('0190a5c2-0000-7000-8000-000000000000', ({ name, instant, index }) => ({
    user_id,
    program_id: PROGRAM_ID,
    day_index: 1 + (index % 3),
    position: index,
    title: name,
    notes: '\u0007',
    minutes: cycle(INVALID_MINUTES, index),
    type: cycle(INVALID_LABELS, index + 1),
    is_required: true,
    level: 'program_day',
    ...timestamps(instant),
  })),
  library_blocks: invalidRows('0190a5c2-0000-7000-8000-000000000001', ({ name, instant, index }) => ({
    user_id,
    title: name,
    tasks: cycle(INVALID_JSON, index),
    ...timestamps(instant),
  })),
  enrollments: invalidRows(ENROLLMENT_ID, ({ name, date, instant, index }) => ({
    user_id,
    program_id: PROGRAM_ID,
    version_id: VERSION_ID,
    coach_id: CLIENT_ID,
    cohort_id: null,
    program_title: name,
    start_date: date,
    parameters: {},
    status: cycle(['active', 'pending', 'ended'], index),
    ended_by: null,
    synced_days: 7,
    pauses: [],
    sync_state: 'done',
    ...timestamps(instant),
  })),
  sync_conflicts: invalidRows('0190a5c3-0000-7000-8000-000000000000', ({ name, instant, index }) => ({
    user_id,
    table_name: cycle(['program_activities', 'submissions', 'tasks', 'programs'], index),
    row_id: idsFrom(cycle([ACTIVITY_ID, LEAD_ID, TASK_ID, PROGRAM_ID], index))(index),
    field: cycle(['notes', 'notes', 'notes', 'description'], index),
    kind: 'long_text',
    lost: 'Another text',
    lost_device: name,
    lost_at: instant,
    kept_device: name,
    kept_at: instant,
    ...timestamps(instant),
  })),
});

/** Fills the device of a person whose own profile is invalid as well. */
export const fillDevice = async (db: CadenceDatabase, profile: object): Promise<void> => {
  const today = dateInTimeZone('UTC', Date.now());
  for (const [table, rows] of Object.entries(localRows(db.userId, today)))
    await db.rawRows(table as never).bulkPut(rows);
  await db.inTransaction('rw', ['meta'], (tables) => tables.putMeta('lastSyncAt', Date.now()));
  await db.rawRows('profiles').put({
    id: db.userId,
    display_name: '\u200B',
    time_zone: 'Mars/Phobos',
    ...timestamps('infinity'),
    ...profile,
  });
};

const parameters = [{ key: 'a', label: '\u202Eevil', options: ['\u200B'], required: true }];

const offers = invalidRows(VERSION_ID, ({ id, name, index }) => ({
  version_id: id,
  program_id: PROGRAM_ID,
  number: index,
  title: name,
  description: '\u0007',
  coach: cycle(INVALID_LABELS, index + 1),
  kind: 'group',
  length_days: 7,
  day_counting: 'calendar',
  task_count: 3,
  minutes: cycle(INVALID_MINUTES, index),
  parameters,
  price: index % 2 === 0 ? 100 : null,
  currency: cycle(['nothing', '€', 'EUR', ''], index),
  preview_days: index % 2 === 0 ? 1 : null,
  minor_changes_follow: false,
  uses: 1,
  is_approved: true,
}));
const previewTasks = Array.from({ length: ROW_COUNT }, (_, index) => ({
  title: cycle(INVALID_LABELS, index),
  notes: '\u0007',
  minutes: cycle(INVALID_MINUTES, index),
  type: cycle(INVALID_LABELS, index + 1),
  is_required: true,
  level: 'program_day',
}));
const preview = {
  ...offers[0],
  modules: [{ title: '\u200B', first_week: 1 }],
  days: [1, 2].map((day_index) => ({ day_index, tasks: previewTasks })),
  hidden_tasks: 3,
};

const counts = { done: 1, planned: 1, cancelled: 1, minutes: -5 };
const summary = { ...counts, completion_rate: 0.5 };
const targets = { calls: -5, meetings: 1e12, proposals: 1.5, follow_ups: 0, new_contacts: 0 };
const versions = [{ app_version: '\u202Eevil', devices: 1, last_seen_at: 'infinity' }];
const cycleStats = { cycles: 1, succeeded: 1, p50_ms: 1, p95_ms: 1, sent: 1, received: 1, oldest_pending_ms: null };

const people = invalidRows(CLIENT_ID, ({ name, instant, index }) => ({
  email: `person-${String(index)}@example.com`,
  display_name: name,
  role: cycle(['rep', 'coach', 'admin'], index),
  time_zone: cycle(INVALID_ZONES, index),
  ...timestamps(instant),
}));
const connections = invalidRows('0190a5c4-0000-7000-8000-000000000000', ({ name, instant, index }) => ({
  role: cycle(['coach', 'client'], index),
  state: cycle(['accepted', 'invited', 'ended', 'accepted'], index),
  person: { id: idsFrom(CLIENT_ID)(index), display_name: name, email: `person-${String(index)}@example.com` },
  invited_at: instant,
  answered_at: instant,
}));
const enrollmentsOfClients = invalidRows(ENROLLMENT_ID, ({ name, date, index }) => ({
  user_id: idsFrom(CLIENT_ID)(index),
  program_id: PROGRAM_ID,
  version_id: VERSION_ID,
  program_title: name,
  cohort_id: index % 2 === 0 ? COHORT_ID : null,
  start_date: date,
  status: cycle(['active', 'pending', 'ended'], index),
  synced_days: 3,
  pauses: [],
  sync_state: 'done',
  version: { length_days: 7 },
}));
const cohorts = invalidRows(COHORT_ID, ({ name, date }) => ({
  program_id: PROGRAM_ID,
  version_id: VERSION_ID,
  name,
  start_date: date,
  is_open: true,
}));

const money = (index: number) => ({
  payer_name: cycle(INVALID_LABELS, index),
  program_title: cycle(INVALID_LABELS, index + 1),
  amount: cycle([-5, 1e15, 100], index),
  currency: cycle(['nothing', '€', 'EUR', ''], index),
});
const payments = Array.from({ length: ROW_COUNT }, (_, index) => ({
  id: `${PROGRAM_ID}${String(index)}`,
  provider: cycle(INVALID_LABELS, index),
  reference: '\u202Eevil',
  enrollment_id: null,
  coach_id: null,
  coach: { display_name: cycle(INVALID_LABELS, index), email: 'ada@example.com' },
  ...money(index),
  method: cycle(['nothing', null], index),
  note: '\u0007',
  state: 'held',
  issue: 'too_little',
  received_at: cycle(INVALID_INSTANTS, index),
  decided_at: null,
  refunds: [{ id: 'r', payment_id: 'p', amount: -1, state: 'failed', failure: '\u202Eevil', requested_at: 'infinity' }],
}));
const clientTasks = Array.from({ length: ROW_COUNT }, (_, index) => ({
  id: `${TASK_ID}${String(index)}`,
  enrollment_id: CLIENT_ID,
  date: cycle(INVALID_DATES, index),
  position: index,
  title: cycle(INVALID_LABELS, index),
  notes: '\u0007',
  client_notes: '\u202Eevil',
  minutes: cycle(INVALID_MINUTES, index),
  type: cycle(INVALID_LABELS, index + 1),
  status: 'open',
  is_required: true,
  source_type: 'coach',
  client_locked: false,
  program_day: null,
  coach_edited_at: cycle(INVALID_INSTANTS, index),
  coach_edit_seen_at: null,
  cohort_task_id: null,
  created_at: cycle(INVALID_INSTANTS, index),
}));

const run = (index: number) => ({
  id: 24 - index,
  chain_name: cycle(INVALID_LABELS, index),
  trigger: 'manual',
  slot: cycle(INVALID_INSTANTS, index),
  dry_run: false,
  started_at: cycle(INVALID_INSTANTS, index),
  completed_at: cycle(INVALID_INSTANTS, index + 1),
  status: cycle(['completed', 'failed', 'cancelled'], index),
  current_step: cycle(INVALID_LABELS, index),
  error_code: '\u202Eevil',
  error_message: '\u202Eevil',
  total_duration_seconds: -1,
  requested_by: cycle(INVALID_LABELS, index),
  steps: -1,
  steps_done: 1,
});
const steps = Array.from({ length: ROW_COUNT }, (_, index) => ({
  id: index,
  task: cycle(INVALID_LABELS, index),
  title: cycle(INVALID_LABELS, index),
  job: 'x',
  api: cycle([null, 'northpass', '\u202Eevil'], index),
  mode: 'full',
  chain_order: 1 + (index % 3),
  required: index % 2 === 0,
  needs: ['\u202Eevil'],
  makes: ['users'],
  status: cycle(['done', 'failed', 'waiting', 'pending', 'skipped', 'running'], index),
  attempts: 1,
  next_attempt_at: cycle(INVALID_INSTANTS, index),
  started_at: cycle(INVALID_INSTANTS, index),
  completed_at: cycle(INVALID_INSTANTS, index + 1),
  changed_since: cycle(INVALID_INSTANTS, index),
  requests: -1,
  pages: 1,
  read_rows: -1,
  expected_rows: cycle([null, 1e12], index),
  created_rows: 1,
  updated_rows: 1,
  unchanged_rows: 1,
  gone_rows: 1,
  held_rows: 1,
  notes: { '\u202Eevil': 1 },
  error_code: '\u202Eevil',
  error_message: '\u202Eevil',
  api_blocked_until: cycle(INVALID_INSTANTS, index),
  usual_seconds: cycle([null, -1, 1e12], index),
  usual_requests: cycle([null, -1, 1e12], index),
  events: [{ at: cycle(INVALID_INSTANTS, index), code: '\u202Eevil', message: '\u202Eevil' }],
}));
const partnerCounts = { certified_people: -1, total_npcu: 0.1, expiring_certificates: 1e12 };
const partners = Array.from({ length: ROW_COUNT }, (_, index) => ({
  id: String(index),
  name: cycle(INVALID_LABELS, index),
  tier: cycle(INVALID_LABELS, index + 1),
  active: false,
  manager_name: cycle(INVALID_LABELS, index + 2),
  missing_since: cycle(INVALID_INSTANTS, index),
  groups: index % 2,
  ...partnerCounts,
  crm_certified_people: null,
  crm_total_npcu: null,
  crm_expiring_certificates: null,
}));
const groups = Array.from({ length: ROW_COUNT }, (_, index) => ({
  id: String(index),
  name: cycle(INVALID_LABELS, index),
  members: -1,
  method: cycle(['id', 'name', 'hand'], index),
  candidates: cycle([[], [{ id: '1', name: '\u202Eevil' }]], index),
}));

const TABLES: Record<string, readonly object[]> = {
  payments,
  payment_intents: payments.map(({ id }, index) => ({
    id,
    ...money(index),
    created_at: cycle(INVALID_INSTANTS, index),
  })),
  profiles: people,
  cohorts,
  enrollments: enrollmentsOfClients,
  program_versions: offers.map((offer, index) => ({
    ...offer,
    modules: [{ title: '\u200B', first_week: 1 }],
    published_at: cycle(INVALID_INSTANTS, index),
  })),
  version_reviews: [{ version_id: VERSION_ID, is_approved: false, reason: '\u0007', reviewed_at: 'infinity' }],
  gallery_permissions: people.map(({ id }, index) => ({
    user_id: id,
    state: cycle(['requested', 'granted', 'declined'], index),
    reason: cycle(['\u202Eevil', null], index),
    requested_at: cycle(INVALID_INSTANTS, index),
    decided_at: cycle(INVALID_INSTANTS, index + 1),
  })),
  program_activities: localRows(CLIENT_ID, '2026-01-05')['program_activities'] ?? [],
  program_sync_status: [{ last_sync_at: 'infinity' }],
  submissions: [],
  datasets: ['users', '\u202Eevil'].map((name, index) => ({
    name,
    table_name: 'x',
    refreshed_at: cycle(INVALID_INSTANTS, index),
    row_count: -1,
    max_age: '26:00:00',
  })),
  mail_outbox: Array.from({ length: ROW_COUNT }, (_, index) => ({
    id: String(index),
    kind: cycle(['alert', 'preview'], index),
    recipient: 'a@example.com',
    subject: cycle(INVALID_LABELS, index),
    state: cycle(['queued', 'sent', 'failed'], index),
    attempts: -1,
    next_attempt_at: cycle(INVALID_INSTANTS, index),
    created_at: cycle(INVALID_INSTANTS, index + 1),
    sent_at: cycle([null, 'infinity'], index),
    error_code: cycle([null, '\u202Eevil'], index),
  })),
  held_deletions: [
    {
      id: 1,
      dataset: 'users',
      found_at: 'infinity',
      missing_count: 1e12,
      row_count: -1,
      sample: [{ id: 1, name: '\u202Eevil', more: { '\u202E': null } }],
    },
  ],
  alerts: ['step_failed', 'no_success'].map((kind, id) => ({
    id,
    kind,
    subject: '\u202Eevil',
    code: '\u202Eevil',
    message: '\u202Eevil',
    at: 'infinity',
    run_id: null,
  })),
  sync_devices: invalidRows('0190a5c5-0000-7000-8000-000000000000', ({ name, instant }) => ({
    name,
    app_version: name,
    pending: 1,
    rejected: 1,
    last_seen_at: instant,
  })),
  task_clears: invalidRows('0190a5c6-0000-7000-8000-000000000000', ({ instant }) => ({
    enrollment_id: ENROLLMENT_ID,
    cohort_id: null,
    deleted: 1,
    at: instant,
    undone_at: null,
  })),
  feature_flags: INVALID_LABELS.map((description, index) => ({
    name: `flag_${String(index)}`,
    description,
    everyone: false,
    roles: [],
    people: [CLIENT_ID],
    percentage: 0,
    updated_at: cycle(INVALID_INSTANTS, index),
  })),
  row_history: Array.from({ length: ROW_COUNT }, (_, index) => ({
    id: index,
    table_name: 'program_activities',
    row_id: ACTIVITY_ID,
    op: cycle(['insert', 'update', 'delete', 'lost'], index),
    before: { title: cycle(INVALID_LABELS, index), date: cycle(INVALID_DATES, index) },
    after: {
      title: cycle(INVALID_LABELS, index + 1),
      date: cycle(INVALID_DATES, index + 1),
      time: cycle(INVALID_TIMES, index),
      completed_at: cycle(INVALID_INSTANTS, index),
      duration: cycle(INVALID_MINUTES, index),
    },
    actor: null,
    device_id: null,
    at: cycle(INVALID_INSTANTS, index),
  })),
};

const totals = {
  viewed: -1,
  viewed_anonymously: 1e12,
  imported: 1,
  used: 0,
  people: 0,
  withheld: 1,
  started: 1,
  completed: 2,
};

const FUNCTIONS: Record<string, unknown> = {
  my_connections: connections,
  my_flags: {},
  my_coaches: enrollmentsOfClients.map(({ id }, index) => ({
    enrollment_id: id,
    coach: cycle(INVALID_LABELS, index),
    former_coach: cycle(INVALID_LABELS, index + 1),
    since: 'tomorrow',
  })),
  hand_over_programs: { programs: 1, cohorts: 0, people: 1, payments: 0 },
  enrollee_names: people.map(({ id }, index) => ({ user_id: id, display_name: cycle(INVALID_LABELS, index) })),
  client_days: {
    client: { id: CLIENT_ID, display_name: '\u202Eevil', email: 'ada@example.com' },
    today: '2026-11-18',
    enrollments: [
      {
        id: CLIENT_ID,
        program_id: PROGRAM_ID,
        program_title: '\u0007',
        status: 'active',
        start_date: 'tomorrow',
        cohort: { id: COHORT_ID, name: '\u200B' },
      },
    ],
    tasks: clientTasks,
  },
  client_progress: {
    today: '2026-11-18',
    last_sync_at: 'infinity',
    due: 3,
    done: 1,
    weeks: INVALID_DATES.map((week_start) => ({ week_start, due: 1, done: 0, missed: 1, completed: 0 })),
    notes: clientTasks.map(({ id, date, title, client_notes }) => ({ task_id: id, date, title, client_notes })),
  },
  payer_addresses: [],
  cohort_link: 'token',
  cohort_members: enrollmentsOfClients.map(({ id, ...member }, index) => ({
    ...member,
    enrollment_id: id,
    display_name: cycle(INVALID_LABELS, index),
    email: `person-${String(index)}@example.com`,
    length_days: 7,
  })),
  cohort_board: {
    days: INVALID_DATES,
    members: people.map(({ id, ...person }) => ({
      enrollment_id: id,
      user_id: id,
      ...person,
      days: INVALID_DATES.map((date) => ({ date, done: 1, missed: 1, future: 1 })),
    })),
  },
  cohort_by_link: { ...cohorts[0], cohort_id: COHORT_ID, program: offers[0] },
  program_by_link: offers[0],
  preview_version: preview,
  program_statistics: { title: '\u202Eevil', length_days: 7, totals, days: [{ day: 1, reached: 0, active: 0 }] },
  all_program_statistics: offers.map(({ title, coach }, index) => ({
    program_id: `${PROGRAM_ID}${String(index)}`,
    title,
    coach,
    totals,
  })),
  gallery_queue: offers.map(({ version_id, title, coach, number }, index) => ({
    version_id,
    program_id: PROGRAM_ID,
    number,
    title,
    coach_id: CLIENT_ID,
    coach,
    visibility: cycle(['link', 'gallery'], index),
    published_at: cycle(INVALID_INSTANTS, index),
    has_permission: false,
    approved_version: null,
    is_approved: cycle([null, true, false], index),
    reason: cycle(['\u202Eevil', null], index),
    reviewed_at: cycle(INVALID_INSTANTS, index),
  })),
  search_gallery: { items: offers, more: false },
  program_counts: { created: 1, updated: 1, published: 1, imported: 1, used: 1 },
  admin_week: people.map(({ id, ...person }, index) => ({
    user_id: id,
    ...person,
    goals: targets,
    done: targets,
    done_total: 1,
    planned: 1,
    cancelled: 1,
    minutes: cycle(INVALID_MINUTES, index),
    last_sync_at: cycle(INVALID_INSTANTS, index),
    sync_status: 'synced',
    pending: 1,
    rejected: 0,
    last_activity_on: cycle(INVALID_DATES, index),
  })),
  user_activity_metrics: {
    user_id: CLIENT_ID,
    from_date: 'tomorrow',
    to_date: 'infinity',
    totals: summary,
    previous: summary,
    by_type: INVALID_LABELS.map((type) => ({ ...counts, type })),
    by_day: INVALID_DATES.map((date) => ({ ...counts, date })),
    by_week: INVALID_DATES.map((from_date) => ({ from_date, to_date: from_date, this: summary, before: summary })),
  },
  system_overview: {
    horizon_lag_seconds: 1,
    people: { rep: 1, coach: 1, admin: 1 },
    devices: 1,
    devices_seen_today: 1,
    pending: 1,
    rejected: 1,
    never_synced: 1,
    oldest_sync_at: 'infinity',
    versions,
  },
  last_tick: 'infinity',
  timetable: Array.from({ length: ROW_COUNT }, (_, index) => ({
    name: `task_${String(index)}`,
    title: cycle(INVALID_LABELS, index),
    job: 'x',
    mode: 'full',
    local_times: [cycle(INVALID_TIMES, index)],
    weekdays: cycle([[], [9], [1, 2]], index),
    time_zone: cycle(INVALID_ZONES, index),
    after_task: cycle([null, '\u202Eevil'], index),
    enabled: true,
    skipped_slot: cycle(INVALID_INSTANTS, index),
    updated_at: cycle(INVALID_INSTANTS, index),
    updated_by: cycle(INVALID_LABELS, index),
    next_at: cycle(INVALID_INSTANTS, index),
    steps: [{ name: 'a', title: '\u202Eevil', job: 'x', chain_order: 1, required: true, enabled: true }],
    last_run: run(index),
    last_success_at: cycle(INVALID_INSTANTS, index),
  })),
  chain_runs: Array.from({ length: ROW_COUNT }, (_, index) => run(index)),
  chain_run: { run: run(0), is_newest: true, steps },
  mail_recipients: {
    executives: { emails: ['a@example.com'], are_admins: false },
    managers: [{ email: 'a@example.com', name: '\u202Eevil', partners: -1 }],
    invalid_managers: [{ email: '\u202Eevil', partners: 1e12 }],
    alerts: [],
  },
  partner_list: partners,
  partner_detail: {
    partner: { ...partners[0], crm_id: '\u202Eevil', manager_email: '\u202Eevil' },
    contacts: -1,
    groups,
    certificates: partners.map(({ id, name }, index) => ({
      person_id: id,
      person: name,
      email: name,
      course: name,
      npcu: 0.1,
      completed_at: cycle(INVALID_INSTANTS, index),
      expires_at: cycle(INVALID_INSTANTS, index),
    })),
    pushes: partners.map((_, index) => ({
      at: cycle(INVALID_INSTANTS, index),
      outcome: 'refused',
      message: '\u202Eevil',
      ...partnerCounts,
    })),
  },
  unlinked_groups: groups,
  sync_health: {
    bucket_seconds: 3_600,
    devices: 1,
    totals: cycleStats,
    failures: [{ code: '\u202Eevil', count: 1 }],
    rejections: [],
    drift: [],
    versions,
    buckets: INVALID_INSTANTS.map((at) => ({ at, figures: cycleStats })),
  },
};

/** A server that holds such rows of everybody, and is asked by the screens for `asked`. */
export const serverOfInvalidRows = (unknownRequests: string[]) => [
  http.post('*/rest/v1/rpc/:name', ({ params }) => {
    const name = String(params['name']);
    if (!(name in FUNCTIONS)) unknownRequests.push(name);
    return HttpResponse.json((FUNCTIONS[name] ?? null) as never);
  }),
  http.all('*/rest/v1/:table', ({ params, request }) => {
    const name = String(params['table']);
    if (!(name in TABLES)) unknownRequests.push(name);
    // Later pages have no further rows.
    const isFirstPage = !/id=gt\.(?!0{8}-)/.test(new URL(request.url).search);
    const rows = isFirstPage ? (TABLES[name] ?? []) : [];
    const headers = { 'content-range': `0-${String(Math.max(0, rows.length - 1))}/${String(rows.length)}` };
    return HttpResponse.json(rows as never, { headers });
  }),
];
