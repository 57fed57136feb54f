import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, expect, test, vi } from 'vitest';
import { setShortcutsEnabled, useShortcut } from '../../../src/ui/use-shortcut.ts';

afterEach(() => {
  setShortcutsEnabled(true);
});

const open = () => {
  const actions = { n: vi.fn(), 'g t': vi.fn(), t: vi.fn(), 'mod+k': vi.fn() };
  const Keys = () => {
    useShortcut('n', actions.n);
    useShortcut('g t', actions['g t']);
    useShortcut('t', actions.t);
    useShortcut('mod+k', actions['mod+k']);
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
