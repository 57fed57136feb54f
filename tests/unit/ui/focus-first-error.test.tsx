import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { ChoiceChips } from '../../../src/ui/ChoiceChips.tsx';
import { TextField } from '../../../src/ui/Fields.tsx';
import { SheetForm } from '../../../src/ui/SheetForm.tsx';
import { UiProvider } from '../../../src/ui/UiProvider.tsx';

afterEach(() => {
  vi.restoreAllMocks();
});

const OPTIONS = [
  { value: 'call', label: 'Call' },
  { value: 'meeting', label: 'Meeting' },
] as const;

/** Two required things, of which the form names those that are missing when it is submitted. */
const Form = ({ chosen, title }: { chosen: 'call' | null; title: string }) => {
  const [wasSubmitted, setSubmitted] = useState(false);
  return (
    <UiProvider>
      <SheetForm
        submitLabel="Log"
        onSubmit={() => {
          setSubmitted(true);
        }}
      >
        <ChoiceChips
          label="Type"
          options={OPTIONS}
          value={chosen}
          onChange={vi.fn()}
          errorMessage={wasSubmitted && chosen === null ? 'Choose a type.' : null}
        />
        <TextField label="Title" defaultValue={title} error={wasSubmitted && title === '' ? 'Enter a title.' : null} />
      </SheetForm>
    </UiProvider>
  );
};

const submit = async (form: React.ReactNode) => {
  const shown: string[] = [];
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    shown.push(this.textContent);
  });
  render(form);
  await userEvent.click(screen.getByRole('button', { name: 'Log' }));
  return shown;
};

test('after a refused submit the first error is in view and its group has the focus', async () => {
  const shown = await submit(<Form chosen={null} title="" />);
  await waitFor(() => {
    expect(screen.getByRole('radio', { name: 'Call' })).toBe(document.activeElement);
  });
  expect(shown).toContain('Choose a type.');
});

test('after a refused submit the first field with an error has the focus', async () => {
  await submit(<Form chosen="call" title="" />);
  await waitFor(() => {
    expect(screen.getByLabelText('Title')).toBe(document.activeElement);
  });
});

test('after a submit without errors nothing is scrolled', async () => {
  const shown = await submit(<Form chosen="call" title="Ring them" />);
  await new Promise(requestAnimationFrame);
  expect(shown).toEqual([]);
});
