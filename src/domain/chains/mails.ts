/** Of the weekly reports. */
export type ReportKind = 'pam_weekly_report' | 'executive_weekly_report';

/** A mail of the outbox, without its text. */
export interface OutboxMail {
  id: string;
  kind: ReportKind | 'alert' | 'preview';
  recipient: string;
  /** Null before the first attempt. */
  subject: string | null;
  state: 'queued' | 'sent' | 'failed';
  /** Attempts that failed. */
  attempts: number;
  next_attempt_at: string | null;
  created_at: string;
  sent_at: string | null;
  error_code: string | null;
}

export interface MailRecipients {
  /** `are_admins`: nobody was chosen. */
  executives: { emails: string[]; are_admins: boolean };
  managers: { email: string; name: string | null; partners: number }[];
  /** Addresses that the CRM has and nobody can be written to. */
  invalid_managers: { email: string; partners: number }[];
  alerts: string[];
}

export interface ReportPreview {
  subject: string;
  /** For a sandboxed frame only. */
  html: string;
  text: string;
  /** The address that it was queued for; null where it was not to be sent. */
  sentTo: string | null;
  isMailSetUp: boolean;
}

/** The addresses of a text, one a line or with commas between them. */
export const addressesIn = (text: string): string[] => text.split(/[\s,;]+/).filter((address) => address !== '');
