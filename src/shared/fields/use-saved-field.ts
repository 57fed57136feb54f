import { useEffect, useRef, useState } from 'react';
import { useCurrentUserId } from '../../api/session.ts';
import { dropFieldText, keepFieldText, loadFieldText } from '../drafts/field-text.ts';
import { showErrorToast } from '../../ui/toast.tsx';
import type { Validate } from './validation.ts';

/** After this pause in typing the text is saved: a killed browser loses no more than this. */
const SAVE_DELAY_MS = 1_000;

interface SavedFieldOptions<Value> {
  label: string;
  stored: Value;
  toText: (value: Value) => string;
  /** Reads what was typed; `error` is a sentence for the person. */
  validate: Validate<Value>;
  /** Where it rejects, the field shows an error and keeps the text. */
  save: (value: Value) => Promise<unknown>;
  saveDelayMs?: number;
  /** Of a form draft that keeps the text until it is stored: of one that cannot be saved, or whose save takes time. */
  draftName?: string | undefined;
}

/** What was typed. Once `saved`, it is dropped when the stored text is no longer `basedOn`. */
interface FieldDraft {
  text: string;
  saved: boolean;
  basedOn: string;
  /** Of an earlier page, and the stored text has changed since: only the person can tell which one counts. */
  isOutdated?: true;
}

const OUTDATED_MESSAGE = 'This has changed since you typed it. Edit your text to keep it, or clear the field.';

/**
 * A text field that saves itself: on blur, after a pause, and when the page is hidden; only where the value has
 * changed. Changes of the stored value never overwrite what is being typed; otherwise the field shows that value.
 * With a `draftName`, a text that was not stored before a reload is there again after it, and saved then.
 */
export const useSavedField = <Value>(options: SavedFieldOptions<Value>) => {
  const userId = useCurrentUserId();
  const [draft, setDraft] = useState<FieldDraft | null>(() => {
    const kept = loadFieldText(userId, options.draftName);
    if (!kept) return null;
    const basedOn = options.toText(options.stored);
    return { text: kept.text, saved: false, basedOn, ...(kept.basedOn !== basedOn && { isOutdated: true }) };
  });
  const [errorMessage, setErrorMessage] = useState(draft?.isOutdated ? OUTDATED_MESSAGE : null);
  const latest = useRef({ options, draft });
  const lastSaved = useRef<{ value: Value } | null>(null);
  const isFocused = useRef(false);
  const saveTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    latest.current = { options, draft };
  });

  const flush = useRef((isLeaving: boolean): void => {
    clearTimeout(saveTimer.current);
    const { options: currentOptions, draft: currentDraft } = latest.current;
    if (!currentDraft || currentDraft.saved || currentDraft.isOutdated) return;
    const result = currentOptions.validate(currentDraft.text);
    if ('error' in result) {
      setErrorMessage(result.error);
      return;
    }
    setErrorMessage(null);
    const { value } = result;
    const lastValue = lastSaved.current ? lastSaved.current.value : currentOptions.stored;
    const nextDraft: FieldDraft | null = isLeaving
      ? value === lastValue
        ? null
        : { text: currentOptions.toText(value), saved: true, basedOn: currentOptions.toText(currentOptions.stored) }
      : currentDraft;
    if (nextDraft !== currentDraft) {
      latest.current = { options: currentOptions, draft: nextDraft };
      setDraft(nextDraft);
    }
    const dropStored = () => {
      dropFieldText(userId, currentOptions.draftName, currentDraft.text);
    };
    if (value === lastValue) {
      // Where it is being saved, that drops it.
      if (!lastSaved.current) dropStored();
      return;
    }
    lastSaved.current = { value };
    currentOptions.save(value).then(dropStored, () => {
      lastSaved.current = null;
      setDraft({ ...currentDraft, saved: false });
      setErrorMessage('Not saved: this device couldn’t store it. Your text is still here; try again.');
    });
  });

  useEffect(() => {
    const save = flush.current;
    // What the last page has left.
    save(true);
    const onHidden = () => {
      if (document.visibilityState === 'hidden') save(false);
    };
    const onPageHide = () => {
      save(false);
    };
    document.addEventListener('visibilitychange', onHidden);
    window.addEventListener('pagehide', onPageHide);
    return () => {
      document.removeEventListener('visibilitychange', onHidden);
      window.removeEventListener('pagehide', onPageHide);
      save(false);
      reportInvalid(latest.current);
    };
  }, []);

  const storedText = options.toText(options.stored);
  const isSuperseded = draft?.saved === true && draft.basedOn !== storedText;
  const write = (text: string) => {
    const next = { text, saved: false, basedOn: storedText };
    latest.current = { options, draft: next };
    lastSaved.current = null;
    setDraft(next);
    setErrorMessage(null);
    keepFieldText(
      userId,
      options.draftName,
      text === storedText || isBlank(text) ? null : { text, basedOn: storedText },
    );
    clearTimeout(saveTimer.current);
    saveTimer.current = setTimeout(() => {
      // A value set by a button is complete; in a focused field, the person may continue.
      flush.current(!isFocused.current);
    }, options.saveDelayMs ?? SAVE_DELAY_MS);
  };

  return {
    text: draft && !isSuperseded ? draft.text : storedText,
    write,
    /** For fields of @mantine/core: `<TextField {...field.props} />`. */
    props: {
      value: draft && !isSuperseded ? draft.text : storedText,
      error: errorMessage,
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

/** Says what was typed and cannot be saved, where the field goes away. */
const reportInvalid = <Value>({ options, draft }: { options: SavedFieldOptions<Value>; draft: FieldDraft | null }) => {
  const result = draft && !draft.saved && !isBlank(draft.text) ? options.validate(draft.text) : null;
  if (draft && result && 'error' in result) {
    showErrorToast(`${options.label}: “${draft.text.trim().slice(0, 60)}” wasn’t saved. ${result.error}`);
  }
};

/** Of a required field it says nothing, and of any other it is quickly typed again. */
const isBlank = (text: string): boolean => text.trim() === '';
