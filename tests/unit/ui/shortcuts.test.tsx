import { createEvent, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { setShortcutsEnabled, useShortcut } from '../../../src/ui/use-shortcut.ts';

afterEach(() => {
  setShortcutsEnabled(true);
});

const open = () => {
  const actions = {
    n: vi.fn(),
    'g t': vi.fn(),
    t: vi.fn(),
    'mod+k': vi.fn(),
    '?': vi.fn(),
    '/': vi.fn(),
    '1': vi.fn(),
  };
  const Keys = () => {
    useShortcut('n', actions.n);
    useShortcut('g t', actions['g t']);
    useShortcut('t', actions.t);
    useShortcut('mod+k', actions['mod+k']);
    useShortcut('?', actions['?']);
    useShortcut('/', actions['/']);
    useShortcut('1', actions['1']);
    return <input aria-label="Title" />;
  };
  render(<Keys />);
  return { actions, user: userEvent.setup() };
};

test('a shortcut is a key, a sequence of two keys, or a key with the command key', async () => {
  const { actions, user } = open();
  await user.keyboard('n');
  await user.keyboard('gt');
  await user.keyboard('{Control>}k{/Control}');
  expect(actions.n).toHaveBeenCalledOnce();
  expect(actions['g t']).toHaveBeenCalledOnce();
  expect(actions.t).not.toHaveBeenCalled();
  expect(actions['mod+k']).toHaveBeenCalledOnce();
});

test('plain keys are no shortcuts while typing', async () => {
  const { actions, user } = open();
  await user.type(screen.getByLabelText('Title'), 'nnn');
  expect(actions.n).not.toHaveBeenCalled();
});

test('shortcuts of plain keys can be turned off; those with the command key stay', async () => {
  const { actions, user } = open();
  setShortcutsEnabled(false);
  await user.keyboard('n{Control>}k{/Control}');
  expect(actions.n).not.toHaveBeenCalled();
  expect(actions['mod+k']).toHaveBeenCalledOnce();
});

test.each([
  ['Russian', 'n', [{ key: 'т', code: 'KeyN' }]],
  [
    'Russian',
    'g t',
    [
      { key: 'п', code: 'KeyG' },
      { key: 'е', code: 'KeyT' },
    ],
  ],
  ['Russian', 'mod+k', [{ key: 'л', code: 'KeyK', ctrlKey: true }]],
  ['Russian', '?', [{ key: '?', code: 'Digit7', shiftKey: true }]],
  ['Russian', '/', [{ key: '/', code: 'Backslash', shiftKey: true }]],
  ['Greek', 'n', [{ key: 'ν', code: 'KeyN' }]],
  ['Greek', 'mod+k', [{ key: 'κ', code: 'KeyK', metaKey: true }]],
  ['Arabic', '?', [{ key: '؟', code: 'Slash', shiftKey: true }]],
  ['Hebrew', 'n', [{ key: 'מ', code: 'KeyN' }]],
  ['Dvorak', 'n', [{ key: 'n', code: 'KeyL' }]],
  ['AZERTY', '?', [{ key: '?', code: 'KeyM', shiftKey: true }]],
  ['AZERTY', '/', [{ key: '/', code: 'Period', shiftKey: true }]],
  ['AZERTY', '1', [{ key: '&', code: 'Digit1' }]],
  ['German', '?', [{ key: '?', code: 'Minus', shiftKey: true }]],
  ['German', '/', [{ key: '/', code: 'Digit7', shiftKey: true }]],
  ['Japanese input method', '?', [{ key: '？', code: 'Slash', shiftKey: true }]],
  ['with caps lock', 'n', [{ key: 'N', code: 'KeyN' }]],
] as const)('on a keyboard that is %s, %s works', (_, keys, presses) => {
  const { actions } = open();
  for (const press of presses) fireEvent.keyDown(document.body, press);
  expect(Object.entries(actions).flatMap(([name, action]) => action.mock.calls.map(() => name))).toEqual([keys]);
});

test('a key that composes a character is no shortcut, nor is one with Alt', () => {
  const { actions } = open();
  // happy-dom's events do not have it.
  const press = (init: object, members: PropertyDescriptorMap) => {
    fireEvent(document.body, Object.defineProperties(createEvent.keyDown(document.body, init), members));
  };
  press({ key: 'n', code: 'KeyN' }, { isComposing: { value: true } });
  press({ key: 'n', code: 'KeyN' }, { keyCode: { value: 229 } });
  press({ key: 'k', code: 'KeyK', ctrlKey: true }, { isComposing: { value: true } });
  press({ key: 'n', code: 'KeyN', altKey: true }, { getModifierState: { value: () => false } });
  for (const action of Object.values(actions)) expect(action).not.toHaveBeenCalled();
});
