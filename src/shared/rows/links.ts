import type { Row } from '../../domain/sync/change.ts';

/** The path of the screen where a row can be edited; `null` if there is none. */
export const rowPathOf = (table: string, row: Row): string | null => {
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
    case 'library_blocks':
      return '/programs';
    case 'profiles':
      return '/settings';
    default:
      return null;
  }
};
