const LAST = 366;

interface CheckedDays {
  days: { firstDay?: number; lastDay?: number };
  /** Why the texts are no range, in a sentence. */
  problem: string | null;
}

/** A range of a program's days as typed; empty: no bound. */
export const checkDays = ({ first, last }: { first: string; last: string }): CheckedDays => {
  const [firstDay, lastDay] = [dayIn(first), dayIn(last)];
  if (Number.isNaN(firstDay) || Number.isNaN(lastDay)) {
    return { days: {}, problem: `Days are whole numbers from 1 to ${String(LAST)}.` };
  }
  if (firstDay !== undefined && lastDay !== undefined && firstDay > lastDay) {
    return { days: {}, problem: 'The first day comes after the last.' };
  }
  return {
    days: { ...(firstDay !== undefined && { firstDay }), ...(lastDay !== undefined && { lastDay }) },
    problem: null,
  };
};

const dayIn = (text: string): number | undefined => {
  if (text.trim() === '') return undefined;
  const day = /^\d+$/.test(text.trim()) ? Number(text) : NaN;
  return day >= 1 && day <= LAST ? day : NaN;
};
