import { storageErrorCode, type StorageErrorCode } from '../../store/storage-error.ts';

interface StorageMessage {
  /** Why the app cannot open, and what to do about it. */
  title: string;
  details: string;
  /** What to do where one write has failed. */
  saveHint: string;
}

export const STORAGE_MESSAGES: Record<StorageErrorCode, StorageMessage> = {
  full: {
    title: 'This device’s storage is full.',
    details: 'Cadence keeps your work on this device and needs a little space. Free up some, then try again.',
    saveHint: 'This device’s storage is full. Free up some space, then try again.',
  },
  unavailable: {
    title: 'This browser gives Cadence no storage.',
    details:
      'Allow site data for Cadence in the browser’s settings, or leave private browsing, then try again. Work that is synced is in the cloud.',
    saveHint: 'This browser gives Cadence no storage. Allow site data in its settings, then try again.',
  },
  closed: {
    title: 'The browser closed Cadence’s storage.',
    details: 'Try again, or reload. What you saved before is still on this device.',
    saveHint: 'The browser closed Cadence’s storage. Reload, then try again.',
  },
  unreadable: {
    title: 'This browser can’t open Cadence’s storage.',
    details:
      'Close the other tabs of Cadence and restart the browser, then try again. Don’t clear site data: it may hold changes that aren’t in the cloud yet.',
    saveHint: 'This browser can’t open Cadence’s storage. Restart it, then try again.',
  },
};

/** The message after a write to this device's database has failed, which changes nothing. */
export const saveErrorMessage = (error: unknown): string => {
  const code = storageErrorCode(error);
  return `Couldn’t save on this device. Nothing was changed. ${
    code ? STORAGE_MESSAGES[code].saveHint : 'Free up storage or reload, then try again.'
  }`;
};
