/**
 * Why the browser's storage of this device cannot be used.
 *
 * - `unavailable`: the browser gives this page no database: turned off, or a mode without storage.
 * - `full`: the disk, or what the browser allows this app.
 * - `closed`: the browser has closed the connection; opening it again helps.
 * - `unreadable`: the browser cannot read what it has stored.
 */
export type StorageErrorCode = 'unavailable' | 'full' | 'closed' | 'unreadable';

/** By the names of DOMException and of Dexie. The first that an error or one of its causes has decides. */
const CODES: readonly (readonly [StorageErrorCode, ReadonlySet<string>])[] = [
  ['full', new Set(['QuotaExceededError', 'NS_ERROR_DOM_QUOTA_REACHED', 'NS_ERROR_FILE_NO_DEVICE_SPACE'])],
  ['unavailable', new Set(['SecurityError', 'MissingAPIError', 'MissingApiError', 'NotAllowedError'])],
  ['closed', new Set(['DatabaseClosedError', 'InvalidStateError', 'TransactionInactiveError'])],
  ['unreadable', new Set(['UnknownError', 'DataError', 'NotFoundError', 'NotReadableError', 'VersionError'])],
];

/** Browsers have no name of their own for these. */
const MESSAGES: readonly (readonly [StorageErrorCode, RegExp])[] = [
  ['full', /quota|disk (is )?full|no space left|not enough (disk )?space/i],
  ['unavailable', /did not allow mutations|denied permission|access is denied/i],
  ['closed', /connection (to indexed database server )?(was |is )?(lost|closing|closed)/i],
];

/** The code of an error of IndexedDB or Dexie; `null` where it is no error of the storage. */
export const storageErrorCode = (error: unknown): StorageErrorCode | null => {
  const causes = [...causesOf(error)];
  const byMessage = MESSAGES.find(([, pattern]) => causes.some(({ message }) => pattern.test(message)));
  if (byMessage) return byMessage[0];
  return CODES.find(([, names]) => causes.some(({ name }) => names.has(name)))?.[0] ?? null;
};

/** An error and what Dexie has wrapped in it. */
const causesOf = function* (error: unknown, depth = 0): Generator<{ name: string; message: string }> {
  if (typeof error !== 'object' || error === null || depth > 5) return;
  const { name, message, inner, failures } = error as Record<string, unknown>;
  yield { name: typeof name === 'string' ? name : '', message: typeof message === 'string' ? message : '' };
  yield* causesOf(inner, depth + 1);
  for (const failure of Array.isArray(failures) ? failures : []) yield* causesOf(failure, depth + 1);
};

/** Less free space than this, in bytes, and a browser may fail to open a database. */
const LITTLE_SPACE = 5_000_000;

/**
 * As storageErrorCode, with a look at the free space: on a full disk browsers say "unknown error" as well. Never rejects.
 */
export const diagnoseStorageError = async (error: unknown): Promise<StorageErrorCode> => {
  const code = storageErrorCode(error) ?? 'unreadable';
  if (code !== 'unreadable') return code;
  const { storage } = globalThis.navigator as { storage?: StorageManager };
  const { usage = 0, quota } = (await storage?.estimate().catch(() => undefined)) ?? {};
  return quota !== undefined && quota - usage < LITTLE_SPACE ? 'full' : code;
};
