import { loadDraft, saveDraft } from './draft-storage.ts';

/* The text of one field that is not stored yet, as a form draft. Without a name nothing is kept. */

type DraftName = string | undefined;

export const loadFieldText = (userId: string, name: DraftName): string | null => {
  const text = name === undefined ? null : loadDraft(userId, name)?.['text'];
  return typeof text === 'string' ? text : null;
};

/** `null` deletes it. */
export const keepFieldText = (userId: string, name: DraftName, text: string | null): void => {
  if (name !== undefined) saveDraft(userId, name, text === null ? null : { text });
};

/** Deletes it once `text` is stored, unless something else was typed meanwhile. */
export const dropFieldText = (userId: string, name: DraftName, text: string): void => {
  if (loadFieldText(userId, name) === text) keepFieldText(userId, name, null);
};
