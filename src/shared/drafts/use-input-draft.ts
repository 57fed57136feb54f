import { useState } from 'react';
import { useCurrentUserId } from '../../api/session.ts';
import { loadDraft, saveDraft } from './draft-storage.ts';

/**
 * As `useState(initial)`, for what a form holds that does not start empty: kept over a reload or a crash. Delete it with
 * `useForgetDraft` once it is submitted or canceled.
 */
export const useInputDraft = <Input extends object>(name: string, initial: Input): [Input, (input: Input) => void] => {
  const userId = useCurrentUserId();
  const load = () => ({ name, input: { ...initial, ...usableFields(loadDraft(userId, name), initial) } });
  const [state, setState] = useState(load);
  // Another name is another draft.
  const current = state.name === name ? state : load();
  if (current !== state) setState(current);
  return [
    current.input,
    (next) => {
      setState({ name, input: next });
      saveDraft(userId, name, JSON.stringify(next) === JSON.stringify(initial) ? null : next);
    },
  ];
};

/** Deletes the draft of that name. */
export const useForgetDraft = (): ((name: string) => void) => {
  const userId = useCurrentUserId();
  return (name) => {
    saveDraft(userId, name, null);
  };
};

/** The fields that the form still has, of the kind that they have in it. */
const usableFields = <Input extends object>(draft: Record<string, unknown> | null, initial: Input): Partial<Input> =>
  Object.fromEntries(
    Object.entries(initial)
      .filter(([key, value]) => draft !== null && kindOf(draft[key]) === kindOf(value))
      .map(([key]) => [key, draft?.[key]]),
  ) as Partial<Input>;

const kindOf = (value: unknown): string => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
