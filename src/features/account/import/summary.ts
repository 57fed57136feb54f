import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { IMPORTED_TABLES, type ImportedTable, type ImportRecord } from '../../../domain/import/outcome.ts';
import { compareCodes } from '../../../domain/ordering/compare-codes.ts';

interface DateSpan {
  from: CalendarDate;
  to: CalendarDate;
}

export interface ImportSummary {
  activities: number;
  goals: number;
  types: string[];
  /** Rows of the other tables that have any. */
  tables: { table: ImportedTable; rows: number }[];
  /** From the first activity to the last; `null` without activities. */
  span: DateSpan | null;
  /** Activities by year, or by month if all are in one year; newest first. */
  periods: (DateSpan & { period: string; count: number })[];
}

export const summarizeImport = (records: readonly ImportRecord[]): ImportSummary => {
  const dates = records
    .flatMap((record) => (record.kind === 'activity' ? [record.activity.date] : []))
    .sort((a, b) => compareCodes(a, b));
  const [from, to] = [dates[0], dates.at(-1)];
  const length = from?.slice(0, 4) === to?.slice(0, 4) ? 'YYYY-MM'.length : 'YYYY'.length;
  const byPeriod = new Map<string, CalendarDate[]>();
  for (const date of dates) {
    const period = date.slice(0, length);
    const datesOfPeriod = byPeriod.get(period);
    if (datesOfPeriod) datesOfPeriod.push(date);
    else byPeriod.set(period, [date]);
  }
  return {
    activities: dates.length,
    goals: records.filter(({ kind }) => kind === 'goals').length,
    types: records.flatMap((record) => (record.kind === 'type' ? [record.name] : [])),
    tables: IMPORTED_TABLES.map((table) => ({
      table,
      rows: records.filter((record) => record.kind === 'row' && record.table === table).length,
    })).filter(({ rows }) => rows > 0),
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
