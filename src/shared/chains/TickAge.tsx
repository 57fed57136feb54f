import { isTickLate } from '../../domain/chains/timetable.ts';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { ServerAge } from './ServerAge.tsx';
import { useServerNow } from './use-server-now.ts';

/** The age of the last tick (an ISO instant; null: never), and whether it is late. */
export const TickAge = ({ at }: { at: string | null }) => {
  const isLate = isTickLate(at, useServerNow());
  if (at === null) return <StatusDot tone="bad">Never</StatusDot>;
  return (
    <StatusDot tone={isLate ? 'bad' : 'good'}>
      <span>
        {isLate && 'Late: '}
        <ServerAge at={at} />
      </span>
    </StatusDot>
  );
};

/** What a late tick means, and what to do. */
export const LATE_TICK = {
  title: 'The tick is late.',
  message:
    'It starts all timed work once a minute. Until it is back, no chain starts or goes on by itself, and old data are not pruned. Check that the job cadence-tick of pg_cron runs in the database.',
} as const;
