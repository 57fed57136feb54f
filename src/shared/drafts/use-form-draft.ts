import { useEffect, useRef, useState } from 'react';
import type { DefaultValues, FieldValues, UseFormReturn } from 'react-hook-form';
import { useCurrentUserId } from '../../api/session.ts';
import { loadDraft, saveDraft } from './draft-storage.ts';

/**
 * Keeps what is typed into a form of react-hook-form until it is submitted: over closing its sheet, a reload, a crash.
 * Delete it with the returned function once it is submitted.
 */
export const useFormDraft = <Values extends FieldValues>(
  name: string,
  { reset, subscribe, formState }: Pick<UseFormReturn<Values>, 'reset' | 'subscribe' | 'formState'>,
): (() => void) => {
  const userId = useCurrentUserId();
  const defaults = formState.defaultValues;
  const [draft] = useState(() => loadDraft(userId, name));
  useEffect(() => {
    // Only fields that the form still has.
    const known = Object.entries(draft ?? {}).filter(([key]) => key in (defaults ?? {}));
    if (known.length > 0) reset({ ...defaults, ...Object.fromEntries(known) } as Values, { keepDefaultValues: true });
    return subscribe({
      formState: { values: true },
      callback: ({ values }) => {
        // What was not changed is not kept: its default may be another one by then.
        const changed = Object.entries(values).filter(([key, value]) => !isEqual(value, defaults?.[key]));
        saveDraft(userId, name, changed.length === 0 ? null : Object.fromEntries(changed));
      },
    });
    // Once: the defaults do not change while the form is mounted.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [userId, name]);
  return () => {
    reset(defaults as DefaultValues<Values>);
    saveDraft(userId, name, null);
  };
};

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** As `useState('')`, for a text that is kept until it is submitted, which sets it to ''. */
export const useTextDraft = (name: string): [string, (text: string | ((now: string) => string)) => void] => {
  const userId = useCurrentUserId();
  const [text, setText] = useState(() => {
    const stored = loadDraft(userId, name)?.['text'];
    return typeof stored === 'string' ? stored : '';
  });
  const latest = useRef(text);
  return [
    text,
    (next) => {
      latest.current = typeof next === 'function' ? next(latest.current) : next;
      setText(latest.current);
      saveDraft(userId, name, latest.current === '' ? null : { text: latest.current });
    },
  ];
};
