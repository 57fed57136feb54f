import type { TableRules } from './authority-matrix.ts';

type Rules = Record<'closed' | 'adminsRead', Pick<TableRules, 'select' | 'insert' | 'update' | 'delete'>>;

const LIVE_COLUMNS = { hash: "''", changed_at: 'now()' };
const nobodys = (sample: Record<string, string>, touch: string) => ({ sample, touch, ownedBy: null });
const empty = (sample: Record<string, string>, touch: string) => ({ ...nobodys(sample, touch), isEmpty: true });
const SOME_STEP = '(select s.id from public.task_chain_steps s limit 1)';

/** The tables of chains: admins read what a screen shows, and nobody writes but the engine. */
export const chainTables = ({ closed, adminsRead }: Rules): Record<string, TableRules> => ({
  'private.apis': { ...closed, ...nobodys({ name: "'x'", requests_per_second: '1' }, 'pauses') },
  'private.jobs': { ...closed, ...nobodys({ name: "'x'" }, 'needs') },
  'private.staged_rows': {
    ...closed,
    ...nobodys({ step_id: SOME_STEP, dataset: "'users'", id: "'x'", content: "'{}'" }, 'content'),
  },
  'private.staged_deletions': {
    ...closed,
    ...nobodys({ step_id: SOME_STEP, dataset: "'users'", id: "'x'" }, 'id'),
  },
  'private.staged_people': { ...closed, ...nobodys({ step_id: SOME_STEP, id: "'x'" }, 'id') },
  'private.certificate_validity': { ...closed, ...nobodys({ months: '24' }, 'months') },
  'private.pushed_counts': {
    ...closed,
    ...nobodys(
      { partner_id: "'1'", certified_people: '0', total_npcu: '0', expiring_certificates: '0', at: 'now()' },
      'at',
    ),
  },
  'private.ticks': { ...closed, ...nobodys({ at: 'now()' }, 'at') },
  'public.datasets': { ...adminsRead, ...nobodys({ name: "'x'" }, 'table_name') },
  'public.scheduled_tasks': { ...adminsRead, ...nobodys({ name: "'x'", title: "'X'" }, 'title') },
  'public.task_chain_logs': {
    ...adminsRead,
    ...empty({ chain_name: "'cleanup'", trigger: "'manual'" }, 'current_step'),
  },
  'public.task_chain_steps': {
    ...adminsRead,
    ...empty(
      {
        run_id: '(select l.id from public.task_chain_logs l limit 1)',
        task: "'cleanup'",
        job: "'cleanup'",
        mode: "'full'",
        chain_order: '1',
        required: 'true',
      },
      'task',
    ),
  },
  'public.task_chain_events': {
    ...adminsRead,
    ...empty({ step_id: SOME_STEP, at: 'now()', code: "'x'" }, 'code'),
  },
  'public.held_deletions': {
    ...adminsRead,
    ...empty({ dataset: "'users'", found_at: 'now()', missing_count: '1', row_count: '1', sample: "'[]'" }, 'state'),
  },
  'public.alerts': {
    ...adminsRead,
    ...empty({ kind: "'no_success'", subject: "'users'", code: "'x'", message: "''", at: 'now()' }, 'code'),
  },
  'public.mail_outbox': {
    ...adminsRead,
    ...empty(
      {
        kind: "'alert'",
        period: "'1'",
        recipient: "'a@example.com'",
        data: `'{"kind": "alert"}'`,
        next_attempt_at: 'now()',
      },
      'period',
    ),
  },
  'public.partner_weeks': {
    ...adminsRead,
    ...empty(
      {
        week_start: "'2026-11-30'",
        partner_id: "'1'",
        certified_people: '0',
        total_npcu: '0',
        expiring_certificates: '0',
      },
      'partner_id',
    ),
  },
  'public.report_recipients': {
    ...adminsRead,
    ...empty({ kind: "'executive_weekly_report'", email: "'a@example.com'" }, 'email'),
  },
  'public.partner_groups': {
    ...adminsRead,
    ...empty({ group_id: "'g'", partner_id: "'1'", method: "'hand'", linked_at: 'now()' }, 'method'),
  },
  'public.crm_pushes': {
    ...adminsRead,
    ...empty(
      {
        partner_id: "'1'",
        certified_people: '0',
        total_npcu: '0',
        expiring_certificates: '0',
        outcome: "'sent'",
        at: 'now()',
      },
      'outcome',
    ),
  },
  ...Object.fromEntries(
    Object.entries(LIVE_TABLES).map(([table, sample]) => [
      `public.${table}`,
      { ...adminsRead, ...empty({ id: "'x'", ...LIVE_COLUMNS, ...sample }, 'hash') },
    ]),
  ),
});

const LIVE_TABLES: Record<string, Record<string, string>> = {
  lms_courses: { name: "'Basics'" },
  lms_course_values: { npcu: '1' },
  lms_users: { email: "''", first_name: "''", last_name: "''", unsubscribed: 'false' },
  lms_groups: { name: "'Acme'" },
  lms_memberships: { group_id: "'g'", person_id: "'p'" },
  lms_enrollments: { person_id: "'p'", course_id: "'c'", progress: '1' },
  lms_transcripts: { person_id: "'p'", course_id: "'c'", status: "'completed'" },
  crm_partners: { name: "'Acme'", active: 'true' },
  crm_contacts: { email: "''", first_name: "''", last_name: "''", active: 'true' },
  crm_leads: { name: "'A lead'", company: "''" },
};

const SERVER = ['service_role'] as const;
const PEOPLE = ['authenticated'] as const;

/** The functions of chains: those of the worker are the server's alone, and those of people check for an admin. */
export const CHAIN_FUNCTIONS = {
  'take_step()': SERVER,
  'store_page(step bigint, token bigint, page jsonb)': SERVER,
  'release_step(step bigint, token bigint)': SERVER,
  'finish_step(step bigint, token bigint)': SERVER,
  'fail_step(step bigint, token bigint, code text, message text, retryable boolean)': SERVER,
  'reserve_requests(step bigint, token bigint, wanted integer)': SERVER,
  'pause_api(step bigint, token bigint, seconds numeric)': SERVER,
  'run_internal_step(step bigint, token bigint)': SERVER,
  'next_parents(step bigint, token bigint, dataset text, after text, most integer)': SERVER,
  'next_courses_without_value(step bigint, token bigint, after text, most integer)': SERVER,
  'next_transcripts(step bigint, token bigint, after text, most integer)': SERVER,
  'next_push(step bigint, token bigint, after text, most integer)': SERVER,
  'store_push(step bigint, token bigint, items jsonb)': SERVER,
  'unfinished_enrollments()': SERVER,
  'take_mail()': SERVER,
  'begin_mail(mail uuid, token bigint, subject text, html text, text text)': SERVER,
  'mail_sent(mail uuid, provider text)': SERVER,
  'mail_failed(mail uuid, token bigint, code text, message text, retryable boolean, may_be_sent boolean)': SERVER,
  'pause_mails(mail uuid, token bigint, seconds numeric)': SERVER,
  'postpone_mails(code text, message text, token bigint)': SERVER,
  'queue_reports(step bigint, token bigint, after text, most integer)': SERVER,
  'retry_mail(mail uuid)': PEOPLE,
  'set_report_recipients(kind text, emails text[])': PEOPLE,
  'mail_recipients()': PEOPLE,
  'report_data(kind text, manager text)': PEOPLE,
  'queue_preview(kind text, manager text)': PEOPLE,
  'run_chain(chain text, only_task text, dry_run boolean)': PEOPLE,
  'resume_run(run bigint)': PEOPLE,
  'cancel_run(run bigint)': PEOPLE,
  'skip_step(step bigint)': PEOPLE,
  'preview_slots(local_times text[], weekdays smallint[], time_zone text)': PEOPLE,
  'edit_schedule(task text, local_times text[], weekdays smallint[], time_zone text, enabled boolean)': PEOPLE,
  'decide_deletions(held bigint, approve boolean)': PEOPLE,
  'last_tick()': PEOPLE,
  'timetable()': PEOPLE,
  'chain_runs(chain text, status text, before bigint)': PEOPLE,
  'chain_run(run bigint)': PEOPLE,
  'partner_list()': PEOPLE,
  'partner_detail(partner text)': PEOPLE,
  'unlinked_groups()': PEOPLE,
  'link_group(lms_group text, partner text)': PEOPLE,
} as const satisfies Record<string, readonly ('authenticated' | 'service_role')[]>;
