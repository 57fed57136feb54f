import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, test } from 'vitest';
import { draftKeys, FORMS, reopenedParameters, reopenedFlag, reopenedSettings } from './kept-input.tsx';

beforeEach(() => {
  localStorage.clear();
});

describe.each(FORMS)('what is typed into $name', ({ open, text, submit }) => {
  test('is there again after a reload, and gone once it is submitted', async () => {
    const reopen = await open();
    const field = await reopen();
    if (field instanceof HTMLSelectElement) await userEvent.selectOptions(field, text);
    else {
      await userEvent.clear(field);
      await userEvent.type(field, text);
    }
    cleanup();
    await waitFor(async () => expect((await reopen()).value).toBe(text));
    expect(draftKeys()).toHaveLength(1);
    await userEvent.click(await screen.findByRole('button', { name: submit }));
    await waitFor(() => expect(draftKeys()).toEqual([]));
  });
});

describe('a field that saves itself', () => {
  test('has saved a name by the time the page goes away', async () => {
    const { open, stored } = await reopenedSettings();
    const field = await open('Name');
    await userEvent.clear(field);
    await userEvent.type(field, 'Basics');
    cleanup();
    await waitFor(async () => expect((await stored()).modules[0]?.title).toBe('Basics'));
    expect((await open('Name')).value).toBe('Basics');
    await waitFor(() => expect(draftKeys()).toEqual([]));
  });

  test('saves after a reload what the last page had no time to store', async () => {
    const { open, stored, restore } = await reopenedSettings();
    const field = await open('Name');
    await userEvent.clear(field);
    await userEvent.type(field, 'Basics');
    const left = Object.entries(localStorage).filter(([key]) => draftKeys().includes(key));
    expect(left).toHaveLength(1);
    cleanup();
    await waitFor(async () => expect((await stored()).modules[0]?.title).toBe('Basics'));
    // The transaction did not end after all.
    await restore();
    for (const [key, value] of left) localStorage.setItem(key, value as string);
    expect((await open('Name')).value).toBe('Basics');
    await waitFor(async () => expect((await stored()).modules[0]?.title).toBe('Basics'));
    await waitFor(() => expect(draftKeys()).toEqual([]));
  });

  test('does not save what an earlier page has left over a text that has changed since', async () => {
    const { open, stored } = await reopenedSettings();
    const write = async (text: string) => {
      const field = await open('Name');
      await userEvent.clear(field);
      await userEvent.type(field, text);
      const left = Object.entries(localStorage).filter(([key]) => draftKeys().includes(key));
      cleanup();
      await waitFor(async () => expect((await stored()).modules[0]?.title).toBe(text));
      return left;
    };
    const left = await write('Basics');
    await write('Newer');
    for (const [key, value] of left) localStorage.setItem(key, value as string);
    const field = await open('Name');
    expect(field.value).toBe('Basics');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    cleanup();
    expect((await stored()).modules[0]?.title).toBe('Newer');
    expect(draftKeys()).toHaveLength(1);
  });

  test.each([
    ['Name', 'x'.repeat(201)],
    ['Question', 'x'.repeat(201)],
    ['Placeholder', '1 of 2'],
    ['From week', 'first'],
  ])('keeps what cannot be saved as %s, with its error, until it is corrected', async (label, text) => {
    const { open } = await reopenedSettings();
    const first = await open(label);
    await userEvent.clear(first);
    await userEvent.click(first);
    await userEvent.paste(text);
    cleanup();
    const field = await open(label);
    expect(field.value).toBe(text);
    expect(field.getAttribute('aria-invalid')).toBe('true');
    await userEvent.clear(field);
    await userEvent.type(field, label === 'From week' ? '7' : 'a7');
    await userEvent.tab();
    await waitFor(() => expect(draftKeys()).toEqual([]));
  });

  test('leaves nothing of an item that is removed', async () => {
    const { open } = await reopenedSettings();
    const field = await open('Name');
    await userEvent.click(field);
    await userEvent.paste('x'.repeat(201));
    expect(draftKeys()).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Remove Start' }));
    expect(draftKeys()).toEqual([]);
  });
});

describe('the answers of an enrollment', () => {
  test('are there again after a reload, and gone once the program is started', async () => {
    const open = reopenedParameters();
    await userEvent.type(await open(), 'Bach');
    expect((await open()).value).toBe('Bach');
    await userEvent.click(screen.getByRole('button', { name: 'Next' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Start program' }));
    await waitFor(() => expect(draftKeys()).toEqual([]));
  });

  test('are deleted when it is canceled', async () => {
    const open = reopenedParameters();
    await userEvent.type(await open(), 'Bach');
    expect(draftKeys()).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: 'Back' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Cancel' }));
    expect(draftKeys()).toEqual([]);
  });
});

describe('the percentage of a flag', () => {
  test('is deleted when its sheet is closed', async () => {
    const { open } = reopenedFlag();
    await userEvent.type(await open(), '20');
    expect(draftKeys()).toHaveLength(1);
    const sheet = within(screen.getByRole('dialog'));
    await userEvent.type(sheet.getByPlaceholderText('Email'), '{Escape}');
    await waitFor(() => expect(draftKeys()).toEqual([]));
  });

  test('is not shown in place of one that the flag has got since', async () => {
    const { open, change } = reopenedFlag();
    await userEvent.type(await open(), '20');
    cleanup();
    change(50);
    expect((await open()).value).toBe('50');
  });
});
