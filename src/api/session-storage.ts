import type { Session } from '@supabase/supabase-js';
import { parseAccessToken } from './access-token.ts';
import { useServerClock } from './server-clock.ts';

type TextStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * A storage for supabase-js that returns a session's expiry by this device's clock. supabase-js compares it with that
 * clock; the server set it by its own. Without this, a device whose clock is an hour fast would take every new token for
 * an expired one, and refresh it before each request.
 */
export const sessionStorageOn = (storage: TextStorage): TextStorage => ({
  getItem: (key) => {
    const text = storage.getItem(key);
    return text === null ? null : withDeviceExpiry(text);
  },
  setItem: (key, value) => {
    storage.setItem(key, value);
  },
  removeItem: (key) => {
    storage.removeItem(key);
  },
});

/** A storage that is empty at first and ends with the page. */
export const memoryStorage = (): TextStorage => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
    removeItem: (key) => values.delete(key),
  };
};

const withDeviceExpiry = (text: string): string => {
  try {
    const session = JSON.parse(text) as Partial<Session> | null;
    const expiry = parseAccessToken(session?.access_token)?.exp;
    if (!session || expiry === undefined) return text;
    const offset = (useServerClock.getState().offsetMs ?? 0) / 1_000;
    return JSON.stringify({ ...session, expires_at: Math.floor(expiry - offset) });
  } catch {
    return text;
  }
};
