import { useEffect, useRef, useState } from 'react';

/** Typing that pauses this long is saved, so that not even a killed browser loses more. */
const PAUSE_MS = 1_000;

export type Checked<Value> = { value: Value } | { problem: string };

interface SavedFieldOptions<Value> {
  /** What the store holds now. */
  stored: Value;
  toText: (value: Value) => string;
  /** Reads what was typed; the problem is a sentence for the person. */
  check: (text: string) => Checked<Value>;
  /** Stores the value. What it rejects with is said under the field, and the text is kept. */
  save: (value: Value) => Promise<unknown>;
  pauseMs?: number;
}

/** What was typed; once `saved`, only until the store says something else than `over`. */
interface Draft {
  text: string;
  saved: boolean;
  over: string;
}

/**
 * A text field that saves itself: on leaving it, after a pause, and when the page goes away; never on each
 * key, and only when the value is another one. While somebody types, nothing that the store learns in the
 * meantime touches the text; otherwise the field shows what the store holds.
 */
export const useSavedField = <Value>(options: SavedFieldOptions<Value>) => {
  const [draft, setDraft] = useState<Draft | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const latest = useRef({ options, draft });
  const lastSaved = useRef<{ value: Value } | null>(null);
  const isFocused = useRef(false);
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = { options, draft };
  });

  const flush = useRef((isLeaving: boolean): void => {
    clearTimeout(pause.current);
    const { options: now, draft: written } = latest.current;
    if (!written || written.saved) return;
    const checked = now.check(written.text);
    if ('problem' in checked) {
      setProblem(checked.problem);
      return;
    }
    setProblem(null);
    const { value } = checked;
    const known = lastSaved.current ? lastSaved.current.value : now.stored;
    const settled: Draft | null = isLeaving
      ? value === known
        ? null
        : { text: now.toText(value), saved: true, over: now.toText(now.stored) }
      : written;
    if (settled !== written) {
      latest.current = { options: now, draft: settled };
      setDraft(settled);
    }
    if (value === known) return;
    lastSaved.current = { value };
    now.save(value).catch(() => {
      lastSaved.current = null;
      setDraft({ ...written, saved: false });
      setProblem('Not saved: this device could not store it. The text is still here; try again.');
    });
  });

  useEffect(() => {
    const save = flush.current;
    const onHidden = () => {
      if (document.visibilityState === 'hidden') save(false);
    };
    const onGoing = () => {
      save(false);
    };
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('pagehide', onGoing);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('pagehide', onGoing);
      save(false);
    };
  }, []);

  const storedText = options.toText(options.stored);
  const isOver = draft?.saved === true && draft.over !== storedText;
  const write = (text: string) => {
    const next = { text, saved: false, over: storedText };
    latest.current = { options, draft: next };
    lastSaved.current = null;
    setDraft(next);
    setProblem(null);
    clearTimeout(pause.current);
    pause.current = setTimeout(() => {
      // Written by a button beside the field, it is settled; in the field, somebody may go on.
      flush.current(!isFocused.current);
    }, options.pauseMs ?? PAUSE_MS);
  };

  return {
    text: draft && !isOver ? draft.text : storedText,
    problem,
    write,
    /** For fields of @mantine/core: `<TextField {...field.props} />`. */
    props: {
      value: draft && !isOver ? draft.text : storedText,
      error: problem,
      onChange: (event: { currentTarget: { value: string } }) => {
        write(event.currentTarget.value);
      },
      onFocus: () => {
        isFocused.current = true;
      },
      onBlur: () => {
        isFocused.current = false;
        flush.current(true);
      },
    },
  };
};
