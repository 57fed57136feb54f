import { formatMoney, type MoneyError, parseMoney } from '../../domain/money/money.ts';
import type { ValidationResult } from '../fields/validation.ts';

const MESSAGES: Record<MoneyError, string> = {
  not_a_number: 'Enter an amount, such as 49.90.',
  ambiguous: 'This could mean thousands or decimals. Write it without thousands, such as 1000 or 49.90.',
  too_many_decimals: 'This currency doesn’t have that many decimals.',
  no_decimals: 'This currency has no decimals. Enter a whole amount.',
  too_large: 'This amount is too large.',
};

/** Reads an amount of `currency` from `least` to `most`, in its smallest unit; an empty text is null. */
export const validateMoney =
  (currency: string, { least, most }: { least: number; most: number }) =>
  (text: string): ValidationResult<number | null> => {
    const read = parseMoney(text, currency);
    if ('error' in read) return { error: MESSAGES[read.error] };
    const { amount } = read;
    if (amount === null) return { value: null };
    if (amount < least) return { error: `Enter at least ${formatMoney({ amount: least, currency })}.` };
    if (amount > most) return { error: `Enter at most ${formatMoney({ amount: most, currency })}.` };
    return { value: amount };
  };

/** What the field understands while somebody types: "EUR 1,000.00"; empty where it is no amount. */
export const understoodMoney = (text: string, currency: string): string => {
  const read = parseMoney(text, currency);
  return 'amount' in read && read.amount !== null ? formatMoney({ amount: read.amount, currency }) : '';
};
