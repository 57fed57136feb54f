import * as z from 'zod/mini';
import type { MailRecipients, OutboxMail, ReportKind, ReportPreview } from '../../domain/chains/mails.ts';
import { invokeFunction } from '../../api/invoke-function.ts';
import { labelSchema } from '../../api/label-schema.ts';
import { request } from '../../api/request.ts';

/* Mails of chains, for admins. All throw TransportFailure. */

const mail = z.object({
  id: z.string(),
  kind: z.enum(['pam_weekly_report', 'executive_weekly_report', 'alert', 'preview']),
  recipient: labelSchema,
  subject: z.nullable(labelSchema),
  state: z.enum(['queued', 'sent', 'failed']),
  attempts: z.number(),
  next_attempt_at: z.nullable(z.string()),
  created_at: z.string(),
  sent_at: z.nullable(z.string()),
  error_code: z.nullable(z.string()),
}) satisfies z.ZodMiniType<OutboxMail>;

const MOST_MAILS = 50;

/** The newest mails. */
export const getMails = (): Promise<OutboxMail[]> =>
  request(z.array(mail), (client, signal) =>
    client
      .from('mail_outbox')
      .select('id,kind,recipient,subject,state,attempts,next_attempt_at,created_at,sent_at,error_code')
      .order('created_at', { ascending: false })
      .limit(MOST_MAILS)
      .retry(false)
      .abortSignal(signal),
  );

/** Sends a failed mail once more. */
export const retryMail = async (id: string): Promise<void> => {
  await request(z.unknown(), (client, signal) => client.rpc('retry_mail', { mail: id }).abortSignal(signal));
};

const recipients = z.object({
  executives: z.object({ emails: z.array(z.string()), are_admins: z.boolean() }),
  managers: z.array(z.object({ email: z.string(), name: z.nullable(labelSchema), partners: z.number() })),
  invalid_managers: z.array(z.object({ email: labelSchema, partners: z.number() })),
  alerts: z.array(z.string()),
}) satisfies z.ZodMiniType<MailRecipients>;

export const getMailRecipients = (): Promise<MailRecipients> =>
  request(recipients, (client, signal) => client.rpc('mail_recipients').abortSignal(signal));

/** Who gets the report for executives; nobody: all admins. */
export const setExecutives = async (emails: string[]): Promise<void> => {
  await request(z.unknown(), (client, signal) =>
    client.rpc('set_report_recipients', { kind: 'executive_weekly_report', emails }).abortSignal(signal),
  );
};

const preview = z.object({
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  sentTo: z.nullable(z.string()),
  isMailSetUp: z.boolean(),
}) satisfies z.ZodMiniType<ReportPreview>;

/** A report as it would be sent now; with `send` the caller gets it by mail. `manager`: whose partners it is about. */
export const previewReport = (kind: ReportKind, manager: string | null, send = false): Promise<ReportPreview> =>
  invokeFunction(preview, 'preview-report', { kind, manager, send });
