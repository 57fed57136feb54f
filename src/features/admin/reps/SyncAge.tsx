import { formatRelativeTime, formatInstant, plural } from '../../../ui/format.ts';
import { StatusDot } from '../../../ui/StatusDot.tsx';

interface SyncAgeProps {
  /** ISO instant; `null` for never. */
  lastSyncAt: string | null;
  stale: boolean;
  rejected: number;
  /** Milliseconds. */
  now: number;
}

/** The last sync of a person's devices, and whether it is stale. */
export const SyncAge = ({ lastSyncAt, stale, rejected, now }: SyncAgeProps) => {
  const instant = lastSyncAt === null ? null : Date.parse(lastSyncAt);
  const age = instant === null ? 'Never' : formatRelativeTime(instant, Math.max(now, instant));
  return (
    <span title={instant === null ? undefined : formatInstant(instant)}>
      <StatusDot wraps tone={rejected > 0 ? 'bad' : stale ? 'warn' : 'good'}>
        {[rejected > 0 && `${plural(rejected, 'change')} not accepted`, stale && instant !== null && 'Stale', age]
          .filter(Boolean)
          .join(', ')}
      </StatusDot>
    </span>
  );
};
