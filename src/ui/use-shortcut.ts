import { isOfInputMethod } from './press-guard.ts';
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
let previousKeyPress = { keys: [] as readonly string[], at: 0 };

const MODIFIERS = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'Meta', 'CapsLock']);

const handleKeyDown = (event: KeyboardEvent): void => {
  if (MODIFIERS.has(event.key)) return;
  const keys = namesOf(event);
  const shortcut = combinationsOf(event, keys)
    .map((combination) => [...shortcuts].findLast((candidate) => candidate.keys === combination))
    .find(Boolean);
  previousKeyPress = { keys, at: event.timeStamp };
  if (!shortcut) return;
  event.preventDefault();
  shortcut.run();
};

/**
 * What a pressed key is called in shortcuts, on every keyboard layout: by the character that it types; in another script
 * than Latin, by where the key is, which is also where the letter is printed. Digits that need Shift, as on AZERTY, count
 * without it.
 */
const namesOf = ({ key, code, shiftKey }: KeyboardEvent): string[] => {
  // Full-width, as input methods type it.
  const typed = key.normalize('NFKC').toLowerCase();
  const [, letter, digit] = /^(?:Key([A-Z])|Digit([0-9]))$/.exec(code) ?? [];
  if (digit !== undefined) return [typed, digit];
  const isLatin = /^[\x20-\x7E]+$/.test(typed);
  if (isLatin) return [typed];
  if (letter !== undefined) return [letter.toLowerCase()];
  return code === 'Slash' ? [shiftKey ? '?' : '/'] : [typed];
};

/** The key combinations that the event completes, the longest first: "g t", then "t". */
const combinationsOf = (event: KeyboardEvent, keys: readonly string[]): string[] => {
  if (event.defaultPrevented || event.repeat || isOfInputMethod(event)) return [];
  // AltGr types a character, and is Ctrl and Alt on Windows.
  const isTyping = event.getModifierState('AltGraph');
  if (event.altKey && !isTyping) return [];
  if ((event.metaKey || event.ctrlKey) && !isTyping) return keys.map((key) => `mod+${key}`);
  if (isInFieldOrDialog(event) || !shortcutsEnabled()) return [];
  const previous = event.timeStamp - previousKeyPress.at < SEQUENCE_MS ? previousKeyPress.keys : [];
  return [...previous.flatMap((first) => keys.map((key) => `${first} ${key}`)), ...keys];
};

const isInFieldOrDialog = (event: KeyboardEvent): boolean =>
  (event.target instanceof Element &&
    event.target.closest('input, textarea, select, [contenteditable], [role="textbox"]') !== null) ||
  document.querySelector('[aria-modal="true"]') !== null;
