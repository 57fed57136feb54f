import { useState } from 'react';
import { formatMoney, inCurrency } from '../../../domain/money/money.ts';
import { type Program, PROGRAM_LIMITS } from '../../../domain/programs/program.ts';
import type { ProgramUpdates } from '../../../data/programs/drafts.ts';
import { SavedMoneyField } from '../../../shared/money/MoneyFields.tsx';
import { SelectField } from '../../../ui/Fields.tsx';
import styles from './Programs.module.css';

interface PriceFieldsProps {
  program: Pick<Program, 'id' | 'price' | 'currency'>;
  save: (updates: ProgramUpdates) => Promise<unknown>;
}

/** What a program costs. Another currency keeps the number: EUR 49.00 becomes JPY 49. */
export const PriceFields = ({ program: { price, currency }, save }: PriceFieldsProps) => {
  const [refused, setRefused] = useState<string | null>(null);
  const changeCurrency = (next: string) => {
    const amount = price === null ? null : inCurrency({ amount: price, currency }, next);
    if (price !== null && amount === null) {
      setRefused(
        `${formatMoney({ amount: price, currency })} is not a valid amount in ${next}. Change the price first.`,
      );
      return;
    }
    setRefused(null);
    void save({ currency: next, price: amount }).catch(() => undefined);
  };
  return (
    <div className={styles.pair}>
      <SavedMoneyField
        key={currency}
        label="Price"
        currency={currency}
        stored={price}
        least={1}
        most={PROGRAM_LIMITS.price}
        save={(amount) => save({ price: amount })}
        placeholder="Free"
      />
      <SelectField
        label="Currency"
        data={[...new Set([...CURRENCIES, currency])]}
        value={currency}
        error={refused}
        onChange={(event) => {
          changeCurrency(event.currentTarget.value);
        }}
      />
    </div>
  );
};

const CURRENCIES = ['EUR', 'USD', 'GBP', 'CHF', 'SEK', 'NOK', 'DKK', 'PLN', 'CAD', 'AUD', 'JPY'];
