// `removeDeviceData` finds the entries of a person by the id.
const draftKey = (userId: string, name: string): string => `cadence.${name}-draft.${userId}`;

/** What the person typed into a form on this device and did not submit; `null` where there is none. */
export const loadDraft = (userId: string, name: string): Record<string, unknown> | null => {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(draftKey(userId, name)) ?? 'null');
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
      ? (stored as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};

/** Stores the input at once, so that it survives closing the form, a reload or a crash. `null` deletes it. */
export const saveDraft = (userId: string, name: string, draft: object | null): void => {
  try {
    if (draft === null) localStorage.removeItem(draftKey(userId, name));
    else localStorage.setItem(draftKey(userId, name), JSON.stringify(draft));
  } catch {
    // Without storage the draft lasts as long as the form.
  }
};
