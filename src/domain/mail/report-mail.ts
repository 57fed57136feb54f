import { datasetLabel } from '../chains/dataset-labels.ts';
import { type Block, type Mail, mailOf, nameIn } from './document.ts';
import { counted, dateText, differenceText, instantText, numberText } from './values.ts';

/** What a weekly report is made of: the database's `private.reports`. Instants are ISO 8601, dates `YYYY-MM-DD`. */
export interface ReportData {
  kind: 'pam_weekly_report' | 'executive_weekly_report';
  /** ISO week, such as `2026-W49`. */
  week: string;
  week_start: string;
  time_zone: string;
  /** Whose partners it is about; `null`: all partners. */
  manager: string | null;
  partners: number;
  /** The oldest first; `refreshed_at` is null where it was never read. */
  freshness: readonly { name: string; refreshed_at: string | null; is_stale: boolean }[];
  /** `null`: not known. */
  figures: readonly { name: string; value: number | null; last_week: number | null; mean: number | null }[];
  /** Partners whose counts differ from last week’s, each as [before, now]; `null` where last week is not known. */
  changes: {
    count: number;
    partners: readonly {
      name: string;
      certified_people: readonly [number, number];
      total_npcu: readonly [number, number];
    }[];
  } | null;
  expiring: {
    count: number;
    partners: readonly { name: string; count: number }[];
    certificates: readonly { partner: string; person: string; course: string; expires_on: string }[];
  };
  /** Partners without a group. */
  unlinked: { count: number; names: readonly string[] };
  /** What admins have to decide; `null` in a report for a partner manager. */
  decisions: {
    held_deletions: readonly { dataset: string; missing: number; of: number }[];
    unclear_groups: number;
    failed_runs: readonly { title: string; at: string; code: string | null }[];
  } | null;
}

const FIGURE_LABELS: Record<string, string> = {
  certified_people: 'Certified people',
  total_npcu: 'NPCU',
  new_certificates: 'Certificates earned in 7 days',
  expiring_certificates: 'Certificates expiring in 90 days',
  certified_partners: 'Partners with certified people',
  new_leads: 'New leads in 7 days',
};

/** The mail of a weekly report. `appUrl`: where the app is, for a link; `null`: without one. */
export const reportMail = (report: ReportData, appUrl: string | null): Mail => {
  const isForManager = report.manager !== null;
  const name = isForManager ? 'Partner report' : 'Executive report';
  const [year = '', week = ''] = report.week.split('-W');
  const title = `${name}, week ${String(Number(week))} of ${year}`;
  const isStale = report.freshness.some(({ is_stale: stale }) => stale);
  return mailOf({
    subject: isStale ? `${title} (data not up to date)` : title,
    title,
    blocks: [
      text(
        'paragraph',
        `${isForManager ? counted(report.partners, 'active partner') + ' of yours' : counted(report.partners, 'active partner')}, week from ${dateText(report.week_start)}.`,
      ),
      freshnessBlock(report),
      text('heading', 'Figures'),
      figuresTable(report),
      text('heading', 'What changed since last week'),
      ...changeBlocks(report),
      text('heading', 'What needs a decision'),
      ...decisionBlocks(report),
      ...expiringBlocks(report),
      ...(appUrl === null ? [] : [{ kind: 'link', text: 'Open Cadence', url: appUrl } as const]),
    ],
    footer: isForManager
      ? 'You get this report every week because the CRM names you as the manager of these partners. Sent by Cadence.'
      : 'You get this report every week because an admin of Cadence chose you, or because you are one. Sent by Cadence.',
  });
};

const text = (kind: 'heading' | 'paragraph' | 'warning', content: string): Block => ({ kind, text: content });

const freshnessBlock = ({ freshness, time_zone }: ReportData): Block => {
  const stale = freshness.filter(({ is_stale }) => is_stale);
  const [oldest] = freshness;
  if (stale.length > 0) {
    const parts = stale.map(
      ({ name, refreshed_at }) =>
        `${datasetLabel(name)} (${refreshed_at === null ? 'never read' : `last read on ${instantText(refreshed_at, time_zone)}`})`,
    );
    return text('warning', `Not up to date: ${parts.join(', ')}. What follows may be wrong by now.`);
  }
  return text(
    'paragraph',
    oldest?.refreshed_at == null
      ? 'Nothing has been read yet.'
      : `The data are up to date: the oldest were read on ${instantText(oldest.refreshed_at, time_zone)}.`,
  );
};

const figuresTable = ({ figures }: ReportData): Block => ({
  kind: 'table',
  columns: [
    { label: 'Figure', isNumber: false },
    { label: 'Now', isNumber: true },
    { label: 'Last week', isNumber: true },
    { label: 'Mean of 8 weeks', isNumber: true },
  ],
  rows: figures
    .slice(0, 6)
    .map(({ name, value, last_week, mean }) => [
      FIGURE_LABELS[name] ?? name,
      ...[value, last_week, mean].map((number) => numberText(number)),
    ]),
});

const changeBlocks = ({ changes }: ReportData): Block[] => {
  if (changes === null) return [text('paragraph', 'There are no figures of last week to compare with.')];
  if (changes.count === 0) return [text('paragraph', 'No partner’s figures changed.')];
  const change = ([before, now]: readonly [number, number]) => `${numberText(now)} (${differenceText(now - before)})`;
  return [
    text(
      'paragraph',
      changes.count > changes.partners.length
        ? `The figures of ${counted(changes.count, 'partner')} changed, most of all those of:`
        : `The figures of ${counted(changes.count, 'partner')} changed:`,
    ),
    {
      kind: 'table',
      columns: [
        { label: 'Partner', isNumber: false },
        { label: 'Certified people', isNumber: true },
        { label: 'NPCU', isNumber: true },
      ],
      rows: changes.partners.map(({ name, certified_people, total_npcu }) => [
        name,
        change(certified_people),
        change(total_npcu),
      ]),
    },
  ];
};

const decisionBlocks = ({ decisions, expiring, unlinked, time_zone }: ReportData): Block[] => {
  const items = [
    ...(expiring.count > 0
      ? [
          `${counted(expiring.count, 'certificate')} ${expiring.count === 1 ? 'expires' : 'expire'} within 90 days: who is to renew?`,
        ]
      : []),
    ...(decisions?.held_deletions ?? []).map(
      ({ dataset, missing, of }) =>
        `${datasetLabel(dataset)}: ${numberText(missing)} of ${numberText(of)} were missing when they were last read. They are kept until an admin decides.`,
    ),
    ...(decisions !== null && decisions.unclear_groups > 0
      ? [
          `${counted(decisions.unclear_groups, 'LMS group')} could belong to several partners. An admin has to link them.`,
        ]
      : []),
    ...(unlinked.count > 0
      ? [
          `${counted(unlinked.count, 'partner')} without a linked LMS group, whose certificates are not counted: ` +
            `${unlinked.names.map(nameIn).join(', ')}${unlinked.count > unlinked.names.length ? ' and others' : ''}.`,
        ]
      : []),
    ...(decisions?.failed_runs ?? []).map(
      ({ title, at, code }) => `${title} failed on ${instantText(at, time_zone)}${code === null ? '' : ` (${code})`}.`,
    ),
  ];
  return items.length === 0 ? [text('paragraph', 'Nothing.')] : [{ kind: 'list', items }];
};

const expiringBlocks = ({ expiring, manager }: ReportData): Block[] => {
  if (expiring.count === 0) return [];
  const heading = text('heading', 'Certificates that expire within 90 days');
  if (manager === null) {
    return [
      heading,
      {
        kind: 'table',
        columns: [
          { label: 'Partner', isNumber: false },
          { label: 'Certificates', isNumber: true },
        ],
        rows: expiring.partners.map(({ name, count }) => [name, numberText(count)]),
      },
    ];
  }
  const shown = expiring.certificates.length;
  return [
    heading,
    ...(expiring.count > shown
      ? [text('paragraph', `The first ${numberText(shown)} of ${numberText(expiring.count)}:`)]
      : []),
    {
      kind: 'table',
      columns: ['Person', 'Partner', 'Course', 'Expires'].map((label) => ({ label, isNumber: false })),
      rows: expiring.certificates.map(({ person, partner, course, expires_on }) => [
        person,
        partner,
        course,
        dateText(expires_on),
      ]),
    },
  ];
};
