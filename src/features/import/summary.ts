import type { CalendarDate } from '../../domain/calendar.ts';
import type { OlderRecord } from '../../domain/older-app/outcome.ts';

interface Span {
  from: CalendarDate;
  to: CalendarDate;
}

export interface Summary {
  activities: number;
  goals: number;
  types: string[];
  /** From the first activity to the last; `null` without any. */
  span: Span | null;
  /** Activities by year, or by month where all are of one year; newest first. */
  periods: (Span & { period: string; count: number })[];
}

export const summarise = (records: readonly OlderRecord[]): Summary => {
  const dates = records
    .flatMap((record) => (record.kind === 'activity' ? [record.activity.date] : []))
    .sort((a, b) => a.localeCompare(b));
  const [from, to] = [dates[0], dates.at(-1)];
  const length = from?.slice(0, 4) === to?.slice(0, 4) ? 'YYYY-MM'.length : 'YYYY'.length;
  const byPeriod = new Map<string, CalendarDate[]>();
  for (const date of dates) {
    const period = date.slice(0, length);
    const known = byPeriod.get(period);
    if (known) known.push(date);
    else byPeriod.set(period, [date]);
  }
  return {
    activities: dates.length,
    goals: records.filter(({ kind }) => kind === 'goals').length,
    types: records.flatMap((record) => (record.kind === 'type' ? [record.name] : [])),
    span: from !== undefined && to !== undefined ? { from, to } : null,
    periods: [...byPeriod]
      .map(([period, [first = '', ...rest]]) => ({
        period,
        from: first,
        to: rest.at(-1) ?? first,
        count: rest.length + 1,
      }))
      .reverse(),
  };
};
