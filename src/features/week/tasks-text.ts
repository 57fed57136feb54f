import type { TaskCounts } from '../../domain/tasks.ts';
import { formatCount, plural } from '../../ui/format.ts';

/** "3 of 5 tasks"; nothing where there are none. */
export const tasksText = ({ done, total }: TaskCounts): string =>
  total === 0 ? '' : `${formatCount(done)} of ${plural(total, 'task')}`;
