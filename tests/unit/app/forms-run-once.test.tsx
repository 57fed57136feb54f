import { act, cleanup, screen, waitFor } from '@testing-library/react';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defined } from '../../fixtures/defined.ts';
import {
  endCompositionWithEnter,
  goOn,
  pressEnter,
  stopEventClock,
  submitButtonOf,
  tap,
} from '../../fixtures/presses.ts';
import { FORMS, type ReadyForm } from './forms-run-once.tsx';

/** Forms that only change what is on screen. */
const ON_SCREEN_ONLY = [
  // Adds a person to the list that the flag's sheet saves.
  'features/admin/flags/NamedPeople.tsx',
  // Reads what is there for the preview of an import.
  'features/account/import/ImportSources.tsx',
];

const SOURCES = join(import.meta.dirname, '../../../src');

const { device } = (window as unknown as { happyDOM: { settings: { device: { prefersReducedMotion: string } } } })
  .happyDOM.settings;
// Sheets open and close at once, so that nothing goes on after a test.
beforeAll(() => {
  device.prefersReducedMotion = 'reduce';
});
afterAll(() => {
  device.prefersReducedMotion = 'no-preference';
});

test('every form of the app is tested here', () => {
  const withForm = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.tsx') && !path.startsWith('ui/'))
    .filter((path) => /<(Form|SheetForm)\b/.test(readFileSync(join(SOURCES, path), 'utf8')));
  expect(new Set([...FORMS.map(({ file }) => file), ...ON_SCREEN_ONLY])).toEqual(new Set(withForm));
});

/** What submits the form when it is tapped; where it has no button, the field itself. */
const buttonOf = (field: HTMLElement): HTMLElement => {
  if (field instanceof HTMLButtonElement) return field;
  return submitButtonOf(defined(field.closest('form'), 'form')) ?? field;
};

const runsOnce = async (
  { count }: ReadyForm,
  first: () => void,
  again: (() => void)[],
  passTime: (ms: number) => void,
) => {
  first();
  for (const press of again) {
    passTime(20);
    press();
  }
  await waitFor(async () => {
    expect(await count()).toBe(1);
  });
  passTime(140);
  for (const press of again) press();
  await goOn();
  const total = await act(async () => count());
  // At once: a sheet may still be closing.
  cleanup();
  expect(total).toBe(1);
};

describe.each(FORMS)('$name', ({ open }) => {
  test('is submitted once by a double tap, whether the second tap comes at once or when it is stored', async () => {
    const form = await open();
    const passTime = stopEventClock();
    const button = buttonOf(form.field);
    const submit = () => {
      if (button === form.field && !(button instanceof HTMLButtonElement)) pressEnter(form.field);
      else tap(button);
    };
    await runsOnce(form, submit, [submit], passTime);
  });

  test('is submitted once by Enter that is held, and not by Enter of an input method or a ghost click', async () => {
    const form = await open();
    const passTime = stopEventClock();
    endCompositionWithEnter(form.field);
    tap(buttonOf(form.field), { down: document.body.appendChild(document.createElement('div')) });
    await goOn();
    expect(await form.count()).toBe(0);
    const repeat = () => {
      pressEnter(form.field, { repeat: true });
    };
    await runsOnce(form, () => pressEnter(form.field), [repeat, repeat, repeat], passTime);
  });
});

test('a second tap does not press what lies under a sheet that has closed', async () => {
  const log = defined(
    FORMS.find(({ name }) => name === 'the quick log'),
    'quick log',
  );
  const { field, count } = await log.open();
  const passTime = stopEventClock();
  tap(buttonOf(field));
  await waitFor(() => {
    expect(screen.queryByRole('dialog')).toBeNull();
  });
  passTime(350);
  tap(screen.getByRole('button', { name: 'Open' }));
  tap(await screen.findByRole('button', { name: 'Undo' }));
  await goOn();
  expect(screen.queryByRole('dialog')).toBeNull();
  expect(await count()).toBe(1);
  passTime(600);
  tap(screen.getByRole('button', { name: 'Open' }));
  expect(await screen.findByRole('dialog')).toBeDefined();
});
