import type { PendingChange } from './database.ts';

/**
 * What is left to decide of a refused change once later changes of the same row were accepted: the fields
 * that those did not write. Without this, the refused value would be shown over the accepted one. `null`
 * where nothing is left.
 */
export const leftToDecide = (refused: PendingChange, accepted: readonly PendingChange[]): PendingChange | null => {
  const later = accepted.filter(({ seq }) => seq > refused.seq);
  if (later.length === 0) return refused;
  if (refused.op === 'delete' || later.some(({ op }) => op !== 'update')) return null;
  const written = new Set(later.flatMap(({ fields }) => Object.keys(fields)));
  const fields = Object.fromEntries(Object.entries(refused.fields).filter(([field]) => !written.has(field)));
  return Object.keys(fields).length === 0 ? null : { ...refused, fields };
};
