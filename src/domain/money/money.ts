import { currentLocale } from '../values/locale.ts';

/** An amount in the smallest unit of its currency. */
export interface Money {
  amount: number;
  /** An ISO 4217 code. */
  currency: string;
}

/** Amounts in an invalid currency are shown without it. */
const moneyFormat = (currency: string): Intl.NumberFormat =>
  /^[A-Z]{3}$/.test(currency)
    ? new Intl.NumberFormat(currentLocale(), { style: 'currency', currency, currencyDisplay: 'code' })
    : new Intl.NumberFormat(currentLocale(), { maximumFractionDigits: 2 });

/** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD (ISO 4217, as Intl has it). */
export const currencyDecimals = (currency: string): number =>
  moneyFormat(currency).resolvedOptions().maximumFractionDigits ?? 2;

const majorUnits = ({ amount, currency }: Money): number => amount / 10 ** currencyDecimals(currency);

/** "EUR 49.00", in the current locale. */
export const formatMoney = (money: Money): string => moneyFormat(money.currency).format(majorUnits(money));

const formatUnits = (money: Money, useGrouping: boolean): string => {
  const decimals = currencyDecimals(money.currency);
  return new Intl.NumberFormat(currentLocale(), {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
    useGrouping,
  }).format(majorUnits(money));
};

/** "1,049.00", in the current locale: where the currency stands beside it. */
export const formatAmount = (money: Money): string => formatUnits(money, true);

/** "49.00": the amount as a person types it, in the current locale, without separators of thousands. */
export const moneyInputText = (money: Money): string => formatUnits(money, false);

/** Why a text is no amount; `ambiguous`: a separator may stand for decimals or for thousands. */
export type MoneyError = 'not_a_number' | 'ambiguous' | 'too_many_decimals' | 'no_decimals' | 'too_large';

/** In the smallest unit of a currency, as the database's domain has it. */
const MAX_AMOUNT = 999_999_999_999;

interface Separators {
  decimal: string;
  group: string;
  /** Digits in each group but the last, which has three: two in India. */
  groupSize: number;
  /** The locale's digits, from 0 to 9. */
  digits: string[];
}

const separatorsOf = (locale: string): Separators => {
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(1_234_567.5);
  const partOf = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  const oneDigit = new Intl.NumberFormat(locale, { useGrouping: false });
  return {
    decimal: partOf('decimal', '.'),
    group: partOf('group', ','),
    groupSize: parts.filter(({ type }) => type === 'integer').at(-2)?.value.length ?? 3,
    digits: Array.from({ length: 10 }, (_, digit) => oneDigit.format(digit)),
  };
};

/** Spaces and apostrophes between thousands, and marks of the direction of text. */
const IGNORED = /[\s\u00A0\u202F\u2009'’\u200E\u200F\u061C]/g;

/**
 * Reads an amount that a person typed, by the separators of the current locale. Where they typed the other one of comma and
 * point, it is read only if it can mean one thing: `49,90` is no thousands anywhere, but `1.000` is one thousand to some and
 * one to others.
 *
 * @returns the amount in the smallest unit, null for an empty text, or why it is no amount.
 */
export const parseMoney = (text: string, currency: string): { amount: number | null } | { error: MoneyError } => {
  const separators = separatorsOf(currentLocale());
  const { digits } = separators;
  const plain = Array.from(text.replace(IGNORED, '').replace(new RegExp(`^${currency}|${currency}$`, 'i'), ''))
    .map((character) => (digits.includes(character) ? String(digits.indexOf(character)) : character))
    .join('');
  if (plain === '') return { amount: null };
  if (!/^[\d.,٫٬]+$/.test(plain) || !/\d/.test(plain)) return { error: 'not_a_number' };
  const decimals = currencyDecimals(currency);
  const read = readNumber(plain, separators, decimals);
  if ('error' in read) return read;
  const { whole, fraction } = read;
  if (fraction.length > decimals) return { error: decimals === 0 ? 'no_decimals' : 'too_many_decimals' };
  const amount = Number(whole + fraction.padEnd(decimals, '0'));
  return amount <= MAX_AMOUNT ? { amount } : { error: 'too_large' };
};

type Parts = { whole: string; fraction: string } | { error: MoneyError };

/** Splits a number at its decimal separator, after the thousands were taken out. */
const readNumber = (text: string, { decimal, group, groupSize }: Separators, decimals: number): Parts => {
  const used = [...new Set(text.replace(/\d/g, ''))];
  if (used.length === 0) return { whole: text, fraction: '' };
  if (used.length === 2) return readBoth(text, used as [string, string], groupSize);
  const [separator = ''] = used;
  const pieces = text.split(separator);
  const isGrouped = isInGroups(pieces, groupSize);
  // Twice the same separator is never decimals.
  if (pieces.length > 2) return isGrouped ? { whole: pieces.join(''), fraction: '' } : { error: 'not_a_number' };
  const asDecimals = { whole: pieces[0] || '0', fraction: pieces[1] ?? '' };
  if (!isGrouped) return asDecimals.fraction === '' ? { error: 'not_a_number' } : asDecimals;
  if (separator === group) return { whole: pieces.join(''), fraction: '' };
  return separator === decimal && decimals === 3 ? asDecimals : { error: 'ambiguous' };
};

/** `1,234.50` and `1.234,50`: what comes last separates the decimals, in every locale. */
const readBoth = (text: string, used: [string, string], groupSize: number): Parts => {
  const last = text.lastIndexOf(used[0]) > text.lastIndexOf(used[1]) ? used[0] : used[1];
  const grouping = last === used[0] ? used[1] : used[0];
  const [whole = '', fraction = '', ...more] = text.split(last);
  const pieces = whole.split(grouping);
  if (more.length > 0 || fraction === '' || fraction.includes(grouping) || !isInGroups(pieces, groupSize))
    return { error: 'not_a_number' };
  return { whole: pieces.join(''), fraction };
};

/** Whether the pieces between separators are groups of digits: `1`, `234`, `567`. */
const isInGroups = ([first = '', ...rest]: string[], groupSize: number): boolean =>
  /^[1-9]\d{0,2}$/.test(first) &&
  rest.at(-1)?.length === 3 &&
  (rest.every(({ length }) => length === 3) || rest.slice(0, -1).every(({ length }) => length === groupSize));

/**
 * The same number of another currency, null where it has decimals that the other does not have: EUR 49.00 is JPY 49,
 * EUR 49.50 is no amount of JPY.
 */
export const inCurrency = (money: Money, currency: string): number | null => {
  const shift = currencyDecimals(currency) - currencyDecimals(money.currency);
  const amount = shift >= 0 ? money.amount * 10 ** shift : money.amount / 10 ** -shift;
  return Number.isInteger(amount) && amount <= MAX_AMOUNT ? amount : null;
};
