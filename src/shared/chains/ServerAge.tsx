import { isValidInstant } from '../../domain/calendar/calendar-date.ts';
import { formatInstant, formatRelativeTime } from '../../ui/format.ts';
import { useServerNow } from './use-server-now.ts';

/** "2 min ago", by the server's clock and kept up to date. `at` is an ISO instant. */
export const ServerAge = ({ at }: { at: string }) => {
  const now = useServerNow();
  const instant = Date.parse(at);
  return (
    <time
      {...(isValidInstant(instant) && { dateTime: new Date(instant).toISOString() })}
      title={formatInstant(instant)}
    >
      {formatRelativeTime(instant, Math.max(now, instant))}
    </time>
  );
};
