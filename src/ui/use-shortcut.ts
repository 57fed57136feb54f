import { useEffect, useRef } from 'react';

const OFF_KEY = 'cadence.shortcuts';
const SEQUENCE_MS = 1_000;

/** Single-key shortcuts can be turned off, for people whose tools type on their own (WCAG 2.1.4). */
export const shortcutsEnabled = (): boolean => localStorage.getItem(OFF_KEY) !== 'off';

export const setShortcutsEnabled = (enabled: boolean): void => {
  if (enabled) localStorage.removeItem(OFF_KEY);
  else localStorage.setItem(OFF_KEY, 'off');
};

/**
 * Runs `action` when `keys` are pressed: one key ("n", "?"), two in a row ("g t"), or with the
 * command key ("mod+k"). Plain keys do nothing while somebody types or a dialog is open.
 */
export const useShortcut = (keys: string, action: () => void): void => {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const shortcut = { keys, run: () => latest.current() };
    shortcuts.add(shortcut);
    if (shortcuts.size === 1) window.addEventListener('keydown', onKey);
    return () => {
      shortcuts.delete(shortcut);
      if (shortcuts.size === 0) window.removeEventListener('keydown', onKey);
    };
  }, [keys]);
};

const shortcuts = new Set<{ keys: string; run: () => void }>();
let previous = { key: '', at: 0 };

const onKey = (event: KeyboardEvent): void => {
  const pressed = pressedKeys(event);
  const found = pressed.map((keys) => [...shortcuts].findLast((shortcut) => shortcut.keys === keys)).find(Boolean);
  previous = { key: event.key.toLowerCase(), at: event.timeStamp };
  if (!found) return;
  event.preventDefault();
  found.run();
};

/** What the event may mean, the longest first: "g t", then "t". */
const pressedKeys = (event: KeyboardEvent): string[] => {
  const key = event.key.toLowerCase();
  if (event.defaultPrevented || event.repeat || event.altKey) return [];
  if (event.metaKey || event.ctrlKey) return [`mod+${key}`];
  if (isBusy(event) || !shortcutsEnabled()) return [];
  return event.timeStamp - previous.at < SEQUENCE_MS ? [`${previous.key} ${key}`, key] : [key];
};

const isBusy = (event: KeyboardEvent): boolean =>
  (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null) ||
  document.querySelector('[aria-modal="true"]') !== null;
