import { type AlertData, alertMail } from './alert-mail.ts';
import type { Mail } from './document.ts';
import { type ReportData, reportMail } from './report-mail.ts';

export type { Mail } from './document.ts';

/** What a mail of the outbox is made of. `kind` names its template. */
export type MailData = ReportData | AlertData;

/** The mail that is sent. `appUrl`: the app's address without a slash at its end, for links; `null`: without any. */
export const renderMail = (data: MailData, appUrl: string | null): Mail =>
  data.kind === 'alert' ? alertMail(data, appUrl) : reportMail(data, appUrl);
