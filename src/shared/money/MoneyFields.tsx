import type { TextInputProps } from '@mantine/core';
import { moneyInputText } from '../../domain/money/money.ts';
import { TextField } from '../../ui/Fields.tsx';
import { useSavedField } from '../fields/use-saved-field.ts';
import { understoodMoney, validateMoney } from './validation.ts';

/** A field for an amount. Below it stands what it understands. */
export const MoneyField = ({ currency, value, ...props }: TextInputProps & { currency: string; value: string }) => (
  <TextField
    inputMode="decimal"
    autoComplete="off"
    rightSection={currency}
    rightSectionWidth={56}
    rightSectionPointerEvents="none"
    {...props}
    value={value}
    description={understoodMoney(value, currency) || (props.description ?? '\u00A0')}
    inputWrapperOrder={['label', 'input', 'description', 'error']}
  />
);

interface SavedMoneyFieldProps {
  label: string;
  currency: string;
  /** In the currency's smallest unit. */
  stored: number | null;
  least: number;
  most: number;
  save: (amount: number | null) => Promise<unknown>;
  /** What an empty field means. */
  placeholder: string;
}

/** A MoneyField that saves itself; see useSavedField. */
export const SavedMoneyField = ({ currency, stored, least, most, save, placeholder, label }: SavedMoneyFieldProps) => {
  const field = useSavedField<number | null>({
    label,
    stored,
    toText: (amount) => (amount === null ? '' : moneyInputText({ amount, currency })),
    validate: validateMoney(currency, { least, most }),
    save,
  });
  return (
    <MoneyField
      label={label}
      currency={currency}
      placeholder={placeholder}
      description={placeholder}
      {...field.props}
    />
  );
};
