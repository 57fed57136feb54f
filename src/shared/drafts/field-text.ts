import { loadDraft, saveDraft } from './draft-storage.ts';

/* The text of one field that is not stored yet, as a form draft. Without a name nothing is kept. */

type DraftName = string | undefined;

/** `basedOn` is the stored text that it was typed over. */
export interface FieldText {
  text: string;
  basedOn: string;
}

export const loadFieldText = (userId: string, name: DraftName): FieldText | null => {
  const { text, basedOn } = (name === undefined ? null : loadDraft(userId, name)) ?? {};
  return typeof text === 'string' && typeof basedOn === 'string' ? { text, basedOn } : null;
};

/** `null` deletes it. */
export const keepFieldText = (userId: string, name: DraftName, kept: FieldText | null): void => {
  if (name !== undefined) saveDraft(userId, name, kept && { ...kept });
};

/** Deletes it once `text` is stored, unless something else was typed meanwhile. */
export const dropFieldText = (userId: string, name: DraftName, text: string): void => {
  if (loadFieldText(userId, name)?.text === text) keepFieldText(userId, name, null);
};
