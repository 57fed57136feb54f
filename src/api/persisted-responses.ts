import Dexie, { type Table } from 'dexie';
import { APP_VERSION } from '../contract/app-version.ts';

/** The last response to a person's query, stored for use without a connection. */
export interface PersistedResponse<T> {
  value: T;
  /** When it was received, in milliseconds since 1970-01-01 by this device's clock. */
  saved_at: number;
}

interface Entry extends PersistedResponse<unknown> {
  person: string;
  key: string;
  /** The app's version; responses stored by another one may have another shape and are ignored. */
  version: string;
}

const MAX_AGE_MS = 30 * 86_400_000;
const MAX_ENTRIES = 60;

class PersistedQueryDatabase extends Dexie {
  declare readonly responses: Table<Entry, [person: string, key: string]>;

  constructor() {
    super('cadence-responses');
    this.version(1).stores({ responses: '[person+key], saved_at' });
  }
}

let opened: PersistedQueryDatabase | null = null;
const database = (): PersistedQueryDatabase => (opened ??= new PersistedQueryDatabase());

/** The stored response of `person`'s query; `null` where there is none or storage fails. Never rejects. */
export const getPersistedResponse = async <T>(person: string, key: string): Promise<PersistedResponse<T> | null> => {
  try {
    const entry = await database().responses.get([person, key]);
    return entry?.version === APP_VERSION ? { value: entry.value as T, saved_at: entry.saved_at } : null;
  } catch {
    return null;
  }
};

/** Stores a response, and deletes entries that are too old, too many or of another person. Never rejects. */
export const persistResponse = async (person: string, key: string, value: unknown, now: number): Promise<void> => {
  try {
    const { responses } = database();
    await responses.put({ person, key, value, saved_at: now, version: APP_VERSION });
    await responses.filter((entry) => entry.person !== person || entry.saved_at < now - MAX_AGE_MS).delete();
    await responses.orderBy('saved_at').reverse().offset(MAX_ENTRIES).delete();
  } catch {
    // Without storage, the response is only missing at the next use without a connection.
  }
};

/** Deletes one response, which the person may no longer see. Never rejects. */
export const deletePersistedResponse = async (person: string, key: string): Promise<void> => {
  try {
    await database().responses.delete([person, key]);
  } catch {
    // Where storage fails, nothing was stored.
  }
};

/** Deletes all responses on this device. Called at sign-out, since they contain other people's data. Never rejects. */
export const clearPersistedResponses = async (): Promise<void> => {
  try {
    await database().responses.clear();
  } catch {
    // Where storage fails, nothing was stored.
  }
};
