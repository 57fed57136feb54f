import { formatMoney } from '../../domain/money/money.ts';
import type { Program } from '../../domain/programs/program.ts';
import { joinDetails, plural } from '../../ui/format.ts';

/* Labels of programs, drafts and versions alike. */

export const PROGRAM_KIND_LABELS: Record<Program['kind'], string> = { individual: 'Individual', group: 'Group' };

/** "28 days", "20 weekdays" */
export const programLengthLabel = ({
  length_days,
  day_counting,
}: Pick<Program, 'length_days' | 'day_counting'>): string =>
  plural(length_days, day_counting === 'weekdays' ? 'weekday' : 'day');

/** "Individual · 28 days · 34 tasks" */
export const programSummary = (
  program: Pick<Program, 'kind' | 'length_days' | 'day_counting'>,
  tasks: number,
): string => joinDetails(PROGRAM_KIND_LABELS[program.kind], programLengthLabel(program), plural(tasks, 'task'));

/** "EUR 49.00"; "Free" */
export const priceLabel = ({ price, currency }: Pick<Program, 'price' | 'currency'>): string =>
  price === null ? 'Free' : formatMoney({ amount: price, currency });
