import { CHAIN_FUNCTIONS, chainTables } from './authority-chains.ts';

/**
 * Who may do what to a row that belongs to a rep. Every table of the schemas
 * `public` and `private` has an entry; a new table without one fails the tests.
 */

export const ACTORS = ['anon', 'owner', 'another rep', 'coach', 'admin'] as const;
export type ActorName = (typeof ACTORS)[number];

export const VERBS = ['select', 'insert', 'update', 'delete'] as const;
export type Verb = (typeof VERBS)[number];

/** `hidden`: the statement is allowed and finds nothing. `refused`: it fails with 42501. */
export type Outcome = 'yes' | 'hidden' | 'refused';

type Rule = Record<ActorName, Outcome>;

export interface TableRules extends Record<Verb, Rule> {
  /** What an insert of the owner's row says: columns and SQL values, with $1 for the owner. */
  sample: Record<string, string>;
  /** A column that an update may set to itself. */
  touch: string;
  /** The column that holds the owner; `null` where rows are nobody's. */
  ownedBy: string | null;
  /** Nobody's rows, of which there is none before the first one is inserted. */
  isEmpty?: boolean;
  /** The owner is a coach for as long as they try: others make no such rows. */
  ofCoaches?: boolean;
}

const rule = (anon: Outcome, owner: Outcome, other: Outcome, coach: Outcome, admin: Outcome): Rule => ({
  anon,
  owner,
  'another rep': other,
  coach,
  admin,
});

const NOBODY = rule('refused', 'refused', 'refused', 'refused', 'refused');
const OWNER_AND_ADMIN_READ = rule('refused', 'yes', 'hidden', 'hidden', 'yes');
const OWNER_ONLY = rule('refused', 'yes', 'hidden', 'hidden', 'hidden');
const OWNER_ADDS = rule('refused', 'yes', 'refused', 'refused', 'refused');
const SIGNED_IN_READ = rule('refused', 'yes', 'yes', 'yes', 'yes');

const ADMIN_ONLY = rule('refused', 'hidden', 'hidden', 'hidden', 'yes');

const closed = { select: NOBODY, insert: NOBODY, update: NOBODY, delete: NOBODY };
const ownWork = { select: OWNER_AND_ADMIN_READ, insert: OWNER_ADDS, update: OWNER_ONLY, delete: OWNER_ONLY };
const ofOwner = { user_id: '$1' };

const ofCoach = { ownedBy: 'user_id', ofCoaches: true };

/** The owner's row of another table that the sample refers to. */
const ownersOf = (table: string) => `(select r.id from public.${table} r where r.user_id = $1 limit 1)`;

const derivedId = (table: string, key: string) => `private.derived_id('${table}', $1::uuid::text, '${key}')`;

export const MATRIX: Record<string, TableRules> = {
  'public.profiles': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    update: OWNER_ONLY,
    sample: { id: '$1', email: "'rep@example.com'" },
    touch: 'display_name',
    ownedBy: 'id',
  },
  'public.submissions': { ...ownWork, sample: { ...ofOwner, name: "'A lead'" }, touch: 'name', ownedBy: 'user_id' },
  'public.program_activities': {
    ...ownWork,
    sample: { ...ofOwner, type: "'call'", title: "'A call'", date: "'2026-01-05'" },
    touch: 'title',
    ownedBy: 'user_id',
  },
  'public.program_weekly_goals': {
    ...ownWork,
    sample: { id: derivedId('program_weekly_goals', '2026-01-05'), ...ofOwner, week_start: "'2026-01-05'" },
    touch: 'calls',
    ownedBy: 'user_id',
  },
  'public.program_custom_activity_types': {
    ...ownWork,
    sample: { id: derivedId('program_custom_activity_types', 'site visit'), ...ofOwner, type_name: "'Site visit'" },
    touch: 'type_name',
    ownedBy: 'user_id',
  },
  'public.program_sync_status': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: ofOwner,
    touch: 'error_message',
    ownedBy: 'user_id',
  },
  'public.sync_devices': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { id: 'gen_random_uuid()', ...ofOwner },
    touch: 'name',
    ownedBy: 'user_id',
  },
  'public.sync_reports': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: {
      id: 'gen_random_uuid()',
      ...ofOwner,
      device_id: 'gen_random_uuid()',
      at: 'now()',
      outcome: "'ok'",
      duration_ms: '1',
      sent: '0',
      received: '0',
    },
    touch: 'outcome',
    ownedBy: 'user_id',
  },
  'public.feature_flags': {
    ...closed,
    select: ADMIN_ONLY,
    update: ADMIN_ONLY,
    sample: { name: "'a_flag'" },
    touch: 'description',
    ownedBy: null,
  },
  'public.row_history': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { ...ofOwner, table_name: "'x'", row_id: 'gen_random_uuid()', op: "'insert'" },
    touch: 'op',
    ownedBy: 'user_id',
  },
  'public.sync_conflicts': {
    ...closed,
    select: OWNER_ONLY,
    delete: OWNER_ONLY,
    sample: {
      id: 'gen_random_uuid()',
      ...ofOwner,
      table_name: "'program_activities'",
      row_id: 'gen_random_uuid()',
      field: "'notes'",
      kind: "'long_text'",
      lost: '\'"a"\'',
      lost_at: 'now()',
      kept_at: 'now()',
    },
    touch: 'field',
    ownedBy: 'user_id',
  },
  'public.coach_connections': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { coach_id: '$1', email: "'client@example.com'" },
    touch: 'state',
    ownedBy: 'coach_id',
  },
  'public.programs': { ...ownWork, ...ofCoach, sample: { ...ofOwner, title: "'A program'" }, touch: 'title' },
  'public.program_tasks': {
    ...ownWork,
    ...ofCoach,
    sample: { ...ofOwner, program_id: ownersOf('programs'), day_index: '1', title: "'A task'" },
    touch: 'title',
  },
  'public.library_blocks': { ...ownWork, ...ofCoach, sample: { ...ofOwner, title: "'Warm-up'" }, touch: 'title' },
  'public.program_versions': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: {
      ...ofOwner,
      program_id: ownersOf('programs'),
      number: '1',
      title: "'A program'",
      kind: "'group'",
      length_days: '7',
      day_counting: "'calendar'",
      modules: "'[]'",
      parameters: "'[]'",
      currency: "'EUR'",
      task_count: '1',
      minutes: '0',
    },
    touch: 'title',
    ownedBy: 'user_id',
  },
  'public.program_version_tasks': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    // Nothing but its version says whose it is: here it carries its owner's id.
    sample: {
      task_id: '$1',
      version_id: ownersOf('program_versions'),
      day_index: '1',
      position: '0',
      title: "'A task'",
      type: "'task'",
      is_required: 'true',
      level: "'program_day'",
    },
    touch: 'title',
    ownedBy: 'task_id',
  },
  'public.cohorts': {
    ...ownWork,
    ...ofCoach,
    sample: {
      ...ofOwner,
      program_id: ownersOf('programs'),
      version_id: ownersOf('program_versions'),
      name: "'Spring'",
      start_date: "'2026-01-05'",
    },
    touch: 'name',
  },
  'public.enrollments': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: {
      ...ofOwner,
      coach_id: '$1',
      program_id: ownersOf('programs'),
      version_id: ownersOf('program_versions'),
      program_title: "'A program'",
      start_date: "'2026-01-05'",
    },
    touch: 'status',
    ownedBy: 'user_id',
  },
  'public.tasks': {
    ...ownWork,
    sample: { ...ofOwner, date: "'2026-01-05'", title: "'A task'" },
    touch: 'title',
    ownedBy: 'user_id',
  },
  'public.program_events': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { ...ofOwner, program_id: ownersOf('programs'), kind: "'published'" },
    touch: 'kind',
    ownedBy: 'user_id',
  },
  'public.gallery_permissions': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { ...ofOwner, state: "'requested'" },
    touch: 'state',
    ownedBy: 'user_id',
  },
  'public.version_reviews': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    // Nothing but its version says whose it is: here its owner has reviewed it.
    sample: { version_id: ownersOf('program_versions'), is_approved: 'true', reviewed_by: '$1' },
    touch: 'is_approved',
    ownedBy: 'reviewed_by',
  },
  'private.program_views': {
    ...closed,
    sample: { ...ofOwner, program_id: ownersOf('programs'), on_day: "'2026-01-05'" },
    touch: 'on_day',
    ownedBy: 'user_id',
  },
  'private.anonymous_views': {
    ...closed,
    sample: { program_id: ownersOf('programs'), on_day: "'2026-01-05'" },
    touch: 'views',
    ownedBy: null,
  },
  'public.payment_intents': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: {
      ...ofOwner,
      payer_name: "'Kim'",
      program_title: "'A program'",
      amount: '4900',
      currency: "'EUR'",
      state: "'void'",
      expires_at: 'now()',
    },
    touch: 'amount',
    ownedBy: 'user_id',
  },
  'public.payments': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { ...ofOwner, provider: "'bank'", reference: '$1::text' },
    touch: 'amount',
    ownedBy: 'user_id',
  },
  'public.payment_refunds': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: {
      id: 'gen_random_uuid()',
      ...ofOwner,
      payment_id: ownersOf('payments'),
      amount: '100',
      ends_enrollment: 'false',
    },
    touch: 'amount',
    ownedBy: 'user_id',
  },
  'private.unreadable_payments': {
    ...closed,
    sample: { payment_id: ownersOf('payments'), body: "'?'" },
    touch: 'body',
    ownedBy: null,
  },
  'private.tool_requests': {
    ...closed,
    sample: { ...ofOwner, request: 'gen_random_uuid()', result: "'{}'" },
    touch: 'result',
    ownedBy: 'user_id',
  },
  'private.dismissed_tasks': {
    ...closed,
    sample: { task_id: '$1', enrollment_id: ownersOf('enrollments'), template_task_id: 'gen_random_uuid()' },
    touch: 'dismissed_at',
    ownedBy: 'task_id',
  },
  'public.task_clears': {
    ...closed,
    select: OWNER_AND_ADMIN_READ,
    sample: { ...ofOwner, program_id: ownersOf('programs'), deleted: '1' },
    touch: 'deleted',
    ownedBy: 'user_id',
  },
  'private.cleared_tasks': {
    ...closed,
    // Nothing but its clear says whose it is: here it carries its owner's id.
    sample: {
      task_id: '$1',
      clear_id: ownersOf('task_clears'),
      enrollment_id: ownersOf('enrollments'),
      template_task_id: 'gen_random_uuid()',
      content: "'{}'",
    },
    touch: 'content',
    ownedBy: 'task_id',
  },
  'private.cohort_tasks': {
    ...closed,
    // Nothing but its cohort says whose it is: here it carries its owner's id.
    sample: { id: '$1', cohort_id: ownersOf('cohorts'), past: '0' },
    touch: 'past',
    ownedBy: 'id',
  },
  'private.cohort_task_copies': {
    ...closed,
    sample: { task_id: '$1', cohort_task_id: '(select k.id from private.cohort_tasks k where k.id = $1)' },
    touch: 'cohort_task_id',
    ownedBy: 'task_id',
  },
  'private.sync_feed': {
    ...closed,
    select: OWNER_ONLY,
    sample: { ...ofOwner, table_name: "'x'", row_id: 'gen_random_uuid()', xid: 'pg_current_xact_id()' },
    touch: 'table_name',
    ownedBy: 'user_id',
  },
  'private.tombstones': {
    ...closed,
    sample: { ...ofOwner, table_name: "'x'", row_id: 'gen_random_uuid()', timestamp: "''", content: "'{}'" },
    touch: 'timestamp',
    ownedBy: 'user_id',
  },
  'private.history_tokens': {
    ...closed,
    sample: { ...ofOwner, device_id: 'gen_random_uuid()', number: '1', tokens: "'{1:a}'" },
    touch: 'number',
    ownedBy: 'user_id',
  },
  'private.sync_verdicts': {
    ...closed,
    sample: { device_id: '(select id from public.sync_devices where user_id = $1)', seq: '1', verdict: "'{}'" },
    touch: 'verdict',
    ownedBy: null,
  },
  'private.sync_epoch': { ...closed, sample: { only_row: 'true' }, touch: 'epoch', ownedBy: null },
  'private.synced_tables': {
    ...closed,
    select: SIGNED_IN_READ,
    sample: { table_name: "'x'" },
    touch: 'table_name',
    ownedBy: null,
  },
  ...chainTables({ closed, adminsRead: { ...closed, select: ADMIN_ONLY } }),
};

/** Views show what their tables' policies show: each runs as its caller. */
export const VIEWS: Record<string, Rule> = {
  'private.default_targets': SIGNED_IN_READ,
  'private.goal_types': SIGNED_IN_READ,
  'private.tracked_people': SIGNED_IN_READ,
};

/** The functions that the API offers. Who is not signed in calls only those that say what a link leads to, and `account_exists`. */
export const PUBLIC_FUNCTIONS: Record<string, readonly ('anon' | 'authenticated' | 'service_role')[]> = {
  ...CHAIN_FUNCTIONS,
  'account_exists(account uuid)': ['anon', 'authenticated'],
  'add_client_task(id uuid, task jsonb, enrollment uuid, cohort uuid)': ['authenticated'],
  'admin_week(week_start text)': ['authenticated'],
  'respond_to_invitation(connection uuid, accept boolean)': ['authenticated'],
  'clear_tasks(enrollment uuid, cohort uuid, first_day integer, last_day integer, dry_run boolean, request uuid)': [
    'authenticated',
  ],
  'change_client_task(task uuid, fields jsonb, everyone boolean)': ['authenticated'],
  'client_days(client uuid, first text, last text)': ['authenticated'],
  'client_progress(client uuid, enrollment uuid)': ['authenticated'],
  'all_program_statistics()': ['authenticated'],
  'cohort_board(cohort uuid, first text, last text)': ['authenticated'],
  'cohort_by_link(token text)': ['authenticated'],
  'cohort_invitation(token text)': ['anon', 'authenticated'],
  'cohort_link(cohort uuid)': ['authenticated'],
  'cohort_members(cohort uuid)': ['authenticated'],
  'accept_payment(payment uuid, enrollment uuid)': ['authenticated'],
  'begin_refund(payment uuid, request uuid, amount bigint, ends_enrollment boolean)': ['authenticated'],
  'confirm_enrollment(enrollment uuid, amount bigint, method text, request uuid, note text)': ['authenticated'],
  'end_connection(connection uuid)': ['authenticated'],
  'delete_cohort(cohort uuid, end_members boolean, remove_tasks boolean)': ['authenticated'],
  'end_enrollment(enrollment uuid, remove_tasks boolean)': ['authenticated'],
  'enrollee_names(program uuid)': ['authenticated'],
  'remove_program_tasks(program uuid)': ['authenticated'],
  'enroll_in_cohort(cohort uuid, client uuid, parameters jsonb)': ['authenticated'],
  'enroll_in_version(version uuid, client uuid, start_date text, parameters jsonb)': ['authenticated'],
  'gallery_program(version uuid)': ['anon', 'authenticated'],
  'gallery_queue()': ['authenticated'],
  'hand_over_programs(coach uuid, successor uuid, dry_run boolean, request uuid)': ['authenticated'],
  'import_program(version uuid, start_date text, parameters jsonb, token text)': ['authenticated'],
  'invite_client(email text)': ['authenticated'],
  'invite_clients(emails text[])': ['authenticated'],
  'linked_program(token text)': ['anon', 'authenticated'],
  'join_cohort(token text, parameters jsonb)': ['authenticated'],
  'quote_payment(enrollment uuid)': ['authenticated'],
  'record_payment(provider text, reference text, intent text, amount bigint, currency text)': ['service_role'],
  'record_refund(provider text, payment_reference text, reference text, amount bigint, request text)': ['service_role'],
  'record_unreadable_payment(provider text, body text)': ['service_role'],
  'settle_payment(payment uuid)': ['service_role'],
  'settle_refund(refund uuid, reference text, failure text)': ['service_role'],
  'undo_confirmation(payment uuid)': ['authenticated'],
  'tool_result(request uuid)': ['authenticated'],
  'move_enrollment(enrollment uuid, cohort uuid, program uuid, version uuid, dry_run boolean, request uuid)': [
    'authenticated',
  ],
  'my_coaches()': ['authenticated'],
  'my_connections()': ['authenticated'],
  'my_flags()': ['authenticated'],
  'record_sync_failure(enrollment uuid)': ['authenticated', 'service_role'],
  'ensure_day_tasks(day text)': ['authenticated'],
  'publication_effect(program uuid)': ['authenticated'],
  'preview_version(version uuid, token text)': ['authenticated'],
  'program_by_link(token text)': ['authenticated'],
  'program_counts(program uuid)': ['authenticated'],
  'program_statistics(program uuid)': ['authenticated'],
  'publish_program(program uuid)': ['authenticated'],
  'remove_client_task(task uuid, everyone boolean, with_notes boolean)': ['authenticated'],
  'remove_device(device uuid)': ['authenticated'],
  'request_gallery_permission()': ['authenticated'],
  'review_version(version uuid, approved boolean, reason text)': ['authenticated'],
  'set_gallery_permission(person uuid, granted boolean, reason text)': ['authenticated'],
  'renew_cohort_link(cohort uuid)': ['authenticated'],
  'report_sync(device uuid, reports jsonb)': ['authenticated'],
  'pause_enrollment(enrollment uuid, first_date text, last_date text, mode text, dry_run boolean, request uuid)': [
    'authenticated',
  ],
  'payer_addresses()': ['authenticated'],
  'resume_enrollment(enrollment uuid, first_date text, dry_run boolean, request uuid)': ['authenticated'],
  'reschedule(enrollment uuid, cohort uuid, start_date text, dry_run boolean, request uuid)': ['authenticated'],
  'search_gallery(query text, page integer, kind text)': ['authenticated'],
  'set_role(person uuid, new_role text)': ['authenticated'],
  'sync_check(request jsonb)': ['authenticated'],
  'sync_cohort_tasks(cohort uuid, first_day integer, last_day integer, dry_run boolean, request uuid)': [
    'authenticated',
    'service_role',
  ],
  'sync_enrollment_tasks(enrollment uuid, first_day integer, last_day integer, from_today boolean, dry_run boolean, request uuid)':
    ['authenticated', 'service_role'],
  'sync_health(since text, until text)': ['authenticated'],
  'sync_pull(request jsonb)': ['authenticated'],
  'sync_push(request jsonb)': ['authenticated'],
  'system_overview()': ['authenticated'],
  'undo_clear(clear_id uuid, request uuid)': ['authenticated'],
  'unpublish_program(program uuid)': ['authenticated'],
  'user_activity_metrics(person uuid, from_date text, to_date text)': ['authenticated'],
};
