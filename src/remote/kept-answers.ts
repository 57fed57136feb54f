import Dexie, { type Table } from 'dexie';
import { APP_VERSION } from '../contract/app-version.ts';

/** An answer of the cloud to a person's question, kept for when there is no connection. */
export interface KeptAnswer<T> {
  value: T;
  /** When it was read, in milliseconds by this device's clock. */
  saved_at: number;
}

interface Entry extends KeptAnswer<unknown> {
  person: string;
  key: string;
  /** Answers of another version may have another shape, and are not read. */
  version: string;
}

const LONGEST_KEPT_MS = 30 * 86_400_000;
const MOST_KEPT = 60;

class KeptAnswers extends Dexie {
  declare readonly answers: Table<Entry, [person: string, key: string]>;

  constructor() {
    super('cadence-admin-cache');
    this.version(1).stores({ answers: '[person+key], saved_at' });
  }
}

let opened: KeptAnswers | null = null;
const database = (): KeptAnswers => (opened ??= new KeptAnswers());

/** What was last answered to `person`, or null. A device that cannot keep anything has kept nothing. */
export const keptAnswer = async <T>(person: string, key: string): Promise<KeptAnswer<T> | null> => {
  try {
    const entry = await database().answers.get([person, key]);
    return entry?.version === APP_VERSION ? { value: entry.value as T, saved_at: entry.saved_at } : null;
  } catch {
    return null;
  }
};

/** Keeps an answer, and drops what is old, too much or somebody else's. Never fails. */
export const keepAnswer = async (person: string, key: string, value: unknown, now: number): Promise<void> => {
  try {
    const { answers } = database();
    await answers.put({ person, key, value, saved_at: now, version: APP_VERSION });
    await answers.filter((entry) => entry.person !== person || entry.saved_at < now - LONGEST_KEPT_MS).delete();
    await answers.orderBy('saved_at').reverse().offset(MOST_KEPT).delete();
  } catch {
    // It is shown now; only the next time without a connection will miss it.
  }
};

/** Drops one answer: the person may not see it any more. */
export const dropAnswer = async (person: string, key: string): Promise<void> => {
  try {
    await database().answers.delete([person, key]);
  } catch {
    // Nothing could be kept either.
  }
};

/** Drops everything that was kept on this device. Called at sign-out: it is other people's work. */
export const dropAllAnswers = async (): Promise<void> => {
  try {
    await database().answers.clear();
  } catch {
    // Nothing could be kept either.
  }
};
