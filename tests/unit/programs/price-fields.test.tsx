import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import { PriceFields } from '../../../src/features/programs/authoring/PriceFields.tsx';
import type { ProgramUpdates } from '../../../src/data/programs/drafts.ts';
import { openScreen } from '../../fixtures/screen.tsx';
import '../../fixtures/cloud.ts';

interface Price {
  price: number | null;
  currency: string;
}

const openPrice = (initial: Price) => {
  const saved: ProgramUpdates[] = [];
  const Fields = () => {
    const [program, setProgram] = useState({ id: 'p', ...initial });
    const [isOpen, setOpen] = useState(true);
    return (
      <>
        {isOpen && (
          <PriceFields
            program={program}
            save={(updates) => {
              saved.push(updates);
              setProgram({ ...program, ...(updates as Partial<Price>) });
              return Promise.resolve();
            }}
          />
        )}
        <button
          onClick={() => {
            setOpen(false);
          }}
        >
          Done
        </button>
      </>
    );
  };
  openScreen(Fields, { role: 'coach' });
  return saved;
};
const price = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Price' });
const type = async (text: string) => {
  const field = await price();
  await userEvent.clear(field);
  await userEvent.type(field, text);
  fireEvent.blur(field);
};
const plain = () => document.body.textContent.replaceAll('\u00A0', ' ');

describe('the price of a program', () => {
  it('shows what it understands while it is typed, and stores that', async () => {
    const saved = openPrice({ price: null, currency: 'EUR' });
    await type('1,000');
    expect(plain()).toContain('EUR 1,000.00');
    await waitFor(() => {
      expect(saved).toEqual([{ price: 100_000 }]);
    });
  });

  it.each(['1.000', '49.905', 'fifty', '-1'])('is not changed by "%s", and closing says so', async (text) => {
    const saved = openPrice({ price: 4_900, currency: 'EUR' });
    await type(text);
    expect((await price()).getAttribute('aria-invalid')).toBe('true');
    await userEvent.click(screen.getByRole('button', { name: 'Done' }));
    expect(await screen.findByText(new RegExp(`^Price: “${text}” wasn’t saved\\.`))).toBeTruthy();
    expect(saved).toEqual([]);
  });

  it('keeps its number in another currency', async () => {
    const saved = openPrice({ price: 4_900, currency: 'EUR' });
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Currency' }), 'JPY');
    expect(saved).toEqual([{ currency: 'JPY', price: 49 }]);
    expect((await price()).value).toBe('49');
  });

  it('refuses a currency that lacks its decimals', async () => {
    const saved = openPrice({ price: 4_950, currency: 'EUR' });
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Currency' }), 'JPY');
    expect(plain()).toContain('EUR 49.50 is not a valid amount in JPY. Change the price first.');
    expect(saved).toEqual([]);
  });
});
