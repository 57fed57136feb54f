import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { formatMoney, inCurrency, moneyInputText, parseMoney } from '../../../src/domain/money/money.ts';
import { currentLocale, setLocale } from '../../../src/domain/values/locale.ts';

const initial = currentLocale();
afterEach(() => {
  setLocale(initial);
});

const LOCALES = ['en-GB', 'en-US', 'de-DE', 'de-CH', 'fr-FR', 'sv-SE', 'pt-BR', 'en-IN', 'ja-JP', 'ar-EG', 'hi-IN'];
const CURRENCIES = ['EUR', 'USD', 'JPY', 'KWD', 'CHF', 'INR'];

describe('an amount that a person types', () => {
  it('is read back as it was shown, in every locale and currency', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LOCALES),
        fc.constantFrom(...CURRENCIES),
        fc.integer({ min: 0, max: 999_999_999_999 }),
        (locale, currency, amount) => {
          setLocale(locale);
          expect(parseMoney(moneyInputText({ amount, currency }), currency)).toEqual({ amount });
          expect(parseMoney(formatMoney({ amount, currency }), currency)).toEqual({ amount });
        },
      ),
    );
  });

  it.each([
    ['en-GB', '49', 'EUR', 4_900],
    ['en-GB', '49.9', 'EUR', 4_990],
    ['en-GB', '.5', 'EUR', 50],
    ['en-GB', '49,90', 'EUR', 4_990],
    ['en-GB', '1,000', 'EUR', 100_000],
    ['en-GB', '1,234,567.89', 'EUR', 123_456_789],
    ['en-GB', '1.234,50', 'EUR', 123_450],
    ['en-GB', '1 000', 'EUR', 100_000],
    ['en-GB', 'EUR 49', 'EUR', 4_900],
    ['en-GB', '1,000', 'JPY', 1_000],
    ['en-GB', '1.250', 'KWD', 1_250],
    ['de-DE', '49,90', 'EUR', 4_990],
    ['de-DE', '1.000', 'EUR', 100_000],
    ['de-DE', '1.000,50', 'EUR', 100_050],
    ['de-DE', '49.90', 'EUR', 4_990],
    ['fr-FR', '1 234,5', 'EUR', 123_450],
    ['de-CH', '1’234.50', 'CHF', 123_450],
    ['ar-EG', '٤٩', 'EUR', 4_900],
    ['en-GB', '', 'EUR', null],
    ['en-GB', '  ', 'EUR', null],
  ])('in %s, "%s" %s is %j', (locale, text, currency, amount) => {
    setLocale(locale);
    expect(parseMoney(text, currency)).toEqual({ amount });
  });

  it.each([
    ['en-GB', '1.000', 'EUR', 'ambiguous'],
    ['de-DE', '1,000', 'EUR', 'ambiguous'],
    ['en-GB', '1.000', 'JPY', 'ambiguous'],
    ['en-GB', '49.905', 'EUR', 'ambiguous'],
    ['en-GB', '0.905', 'EUR', 'too_many_decimals'],
    ['en-GB', '49.9055', 'EUR', 'too_many_decimals'],
    ['en-GB', '49.5', 'JPY', 'no_decimals'],
    ['en-GB', '1,00,000', 'EUR', 'not_a_number'],
    ['en-GB', '49.', 'EUR', 'not_a_number'],
    ['en-GB', '4 9 euro', 'EUR', 'not_a_number'],
    ['en-GB', '-5', 'EUR', 'not_a_number'],
    ['en-GB', '.', 'EUR', 'not_a_number'],
    ['en-GB', '1e5', 'EUR', 'not_a_number'],
    ['en-GB', '10000000000', 'EUR', 'too_large'],
  ])('in %s, "%s" %s is refused: %s', (locale, text, currency, error) => {
    setLocale(locale);
    expect(parseMoney(text, currency)).toEqual({ error });
  });
});

describe('an amount in another currency', () => {
  it('is the same number, or none where the other currency lacks its decimals', () => {
    expect(inCurrency({ amount: 4_900, currency: 'EUR' }, 'JPY')).toBe(49);
    expect(inCurrency({ amount: 49, currency: 'JPY' }, 'EUR')).toBe(4_900);
    expect(inCurrency({ amount: 4_950, currency: 'EUR' }, 'JPY')).toBeNull();
    expect(inCurrency({ amount: 4_950, currency: 'EUR' }, 'KWD')).toBe(49_500);
  });
});
