import type { Program } from '../domain/program.ts';
import { plural } from './format.ts';

/* How programs read for whoever writes them and whoever takes them. */

export const KINDS: Record<Program['kind'], string> = { individual: 'Individual', group: 'Group' };

/** "Individual · 28 days · 34 tasks" */
export const programFacts = (program: Pick<Program, 'kind' | 'length_days' | 'day_counting'>, tasks: number): string =>
  [
    KINDS[program.kind],
    plural(program.length_days, program.day_counting === 'weekdays' ? 'weekday' : 'day'),
    plural(tasks, 'task'),
  ].join(' · ');

const moneyIn = (currency: string): Intl.NumberFormat =>
  new Intl.NumberFormat('en-GB', { style: 'currency', currency, currencyDisplay: 'code' });

/** How many of a currency's smallest units make one: 100 cents, 1 yen. */
export const unitsOf = (currency: string): number =>
  10 ** (moneyIn(currency).resolvedOptions().maximumFractionDigits ?? 2);

/** "EUR 49.00"; "Free" */
export const priceText = ({ price, currency }: Pick<Program, 'price' | 'currency'>): string =>
  price === null ? 'Free' : moneyIn(currency).format(price / unitsOf(currency));
