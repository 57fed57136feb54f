import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/** A mail that would have been sent. */
export interface MailboxMail {
  id: string;
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  /** Milliseconds since 1970. */
  at: number;
  /** The idempotency key of its request, and the digest of what that contained. */
  key: string | null;
  payload: string;
}

/** The newest that are kept. */
const MOST_MAILS = 200;

/** The mails of the local provider, kept in `file`, or in memory without one. */
export class MailboxStore {
  readonly #file: string | null;
  #mails: MailboxMail[] = [];

  constructor(file: string | null) {
    this.#file = file;
    if (file === null) return;
    try {
      this.#mails = (JSON.parse(readFileSync(file, 'utf8')) as { mails: MailboxMail[] }).mails;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }

  /** The oldest first. */
  all(): readonly MailboxMail[] {
    return this.#mails;
  }

  add(mails: readonly MailboxMail[]): void {
    this.#mails = [...this.#mails, ...mails].slice(-MOST_MAILS);
    if (this.#file === null) return;
    writeFileSync(`${this.#file}.new`, JSON.stringify({ mails: this.#mails }), { mode: 0o600 });
    renameSync(`${this.#file}.new`, this.#file);
  }
}
