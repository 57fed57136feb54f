import type { Row } from '../../domain/change.ts';

/** Where a row is shown and can be corrected; `null` where there is no such place. */
export const placeOf = (table: string, row: Row): string | null => {
  switch (table) {
    case 'program_activities':
      return `/activity/${row.id}`;
    case 'tasks':
      return `/task/${row.id}`;
    case 'submissions':
      return `/leads/${row.id}`;
    case 'program_weekly_goals':
      return `/goals/${String(row['week_start'])}`;
    case 'program_custom_activity_types':
      return '/types';
    case 'programs':
      return `/programs/${row.id}`;
    case 'program_tasks':
      return `/programs/${String(row['program_id'])}`;
    case 'profiles':
      return '/settings';
    default:
      return null;
  }
};
