import { useEffect, useRef } from 'react';

const SHORTCUTS_STORAGE_KEY = 'cadence.shortcuts';
const SEQUENCE_MS = 1_000;

/** Single-key shortcuts can be turned off, for people who use speech input (WCAG 2.1.4). */
export const shortcutsEnabled = (): boolean => localStorage.getItem(SHORTCUTS_STORAGE_KEY) !== 'off';

export const setShortcutsEnabled = (enabled: boolean): void => {
  if (enabled) localStorage.removeItem(SHORTCUTS_STORAGE_KEY);
  else localStorage.setItem(SHORTCUTS_STORAGE_KEY, 'off');
};

/**
 * Runs `action` when `keys` are pressed: one key ("n", "?"), a sequence of two ("g t"), or with the command or
 * control key ("mod+k"). Plain keys do nothing in a text field or while a dialog is open.
 */
export const useShortcut = (keys: string, action: () => void): void => {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const shortcut = { keys, run: () => latest.current() };
    shortcuts.add(shortcut);
    if (shortcuts.size === 1) window.addEventListener('keydown', handleKeyDown);
    return () => {
      shortcuts.delete(shortcut);
      if (shortcuts.size === 0) window.removeEventListener('keydown', handleKeyDown);
    };
  }, [keys]);
};

const shortcuts = new Set<{ keys: string; run: () => void }>();
let previousKeyPress = { key: '', at: 0 };

const handleKeyDown = (event: KeyboardEvent): void => {
  const shortcut = pressedKeys(event)
    .map((keys) => [...shortcuts].findLast((candidate) => candidate.keys === keys))
    .find(Boolean);
  previousKeyPress = { key: event.key.toLowerCase(), at: event.timeStamp };
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run();
};

/** The key combinations that the event completes, the longest first: "g t", then "t". */
const pressedKeys = (event: KeyboardEvent): string[] => {
  const key = event.key.toLowerCase();
  if (event.defaultPrevented || event.repeat || event.altKey) return [];
  if (event.metaKey || event.ctrlKey) return [`mod+${key}`];
  if (isTypingOrInDialog(event) || !shortcutsEnabled()) return [];
  return event.timeStamp - previousKeyPress.at < SEQUENCE_MS ? [`${previousKeyPress.key} ${key}`, key] : [key];
};

const isTypingOrInDialog = (event: KeyboardEvent): boolean =>
  (event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]') !== null) ||
  document.querySelector('[aria-modal="true"]') !== null;
