const MAX_PROGRAM_DAY = 366;

interface DayRangeResult {
  days: { firstDay?: number; lastDay?: number };
  error: string | null;
}

/** A range of a program's days; an empty text is no bound. */
export const validateDayRange = ({ first, last }: { first: string; last: string }): DayRangeResult => {
  const [firstDay, lastDay] = [parseDay(first), parseDay(last)];
  if (Number.isNaN(firstDay) || Number.isNaN(lastDay)) {
    return { days: {}, error: `Enter whole numbers from 1 to ${String(MAX_PROGRAM_DAY)}.` };
  }
  if (firstDay !== undefined && lastDay !== undefined && firstDay > lastDay) {
    return { days: {}, error: 'The first day is after the last.' };
  }
  return {
    days: { ...(firstDay !== undefined && { firstDay }), ...(lastDay !== undefined && { lastDay }) },
    error: null,
  };
};

const parseDay = (text: string): number | undefined => {
  if (text.trim() === '') return undefined;
  const day = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return day >= 1 && day <= MAX_PROGRAM_DAY ? day : NaN;
};
