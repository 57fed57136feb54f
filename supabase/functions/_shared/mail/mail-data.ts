import * as z from 'zod';
import type { AlertData } from '../../../../src/domain/mail/alert-mail.ts';
import type { MailData } from '../../../../src/domain/mail/mail.ts';
import type { ReportData } from '../../../../src/domain/mail/report-mail.ts';

/* What the database says of a mail (private.reports, private.mail_alerts), validated. */

const count = z.int().min(0);
const pair = z.tuple([z.number(), z.number()]);
const knownNumber = z.number().nullable();

export const REPORT_KINDS = ['pam_weekly_report', 'executive_weekly_report'] as const;

export const reportData = z.object({
  kind: z.enum(REPORT_KINDS),
  week: z.string(),
  week_start: z.string(),
  time_zone: z.string(),
  manager: z.string().nullable(),
  partners: count,
  freshness: z.array(z.object({ name: z.string(), refreshed_at: z.string().nullable(), is_stale: z.boolean() })),
  figures: z.array(z.object({ name: z.string(), value: knownNumber, last_week: knownNumber, mean: knownNumber })),
  changes: z
    .object({ count, partners: z.array(z.object({ name: z.string(), certified_people: pair, total_npcu: pair })) })
    .nullable(),
  expiring: z.object({
    count,
    partners: z.array(z.object({ name: z.string(), count })),
    certificates: z.array(
      z.object({ partner: z.string(), person: z.string(), course: z.string(), expires_on: z.string() }),
    ),
  }),
  unlinked: z.object({ count, names: z.array(z.string()) }),
  decisions: z
    .object({
      held_deletions: z.array(z.object({ dataset: z.string(), missing: count, of: count })),
      unclear_groups: count,
      failed_runs: z.array(z.object({ title: z.string(), at: z.string(), code: z.string().nullable() })),
    })
    .nullable(),
}) satisfies z.ZodType<ReportData>;

const alertData = z.object({
  kind: z.literal('alert'),
  time_zone: z.string(),
  alerts: z.array(
    z.object({
      kind: z.enum(['step_failed', 'no_success']),
      subject: z.string(),
      code: z.string(),
      message: z.string(),
      at: z.string(),
      run: z.int().nullable(),
    }),
  ),
}) satisfies z.ZodType<AlertData>;

export const mailData: z.ZodType<MailData> = z.union([reportData, alertData]);
