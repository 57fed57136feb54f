import { useDebouncedValue } from '@mantine/hooks';
import { useFreshQuery } from '../../../../api/use-fresh-query.ts';
import { previewSlots } from '../../../../data/chains/timetable.ts';
import { useTimeZone, useToday } from '../../../../data/profile/local-clock.ts';
import { dateInTimeZone, timeInTimeZone } from '../../../../domain/calendar/calendar-date.ts';
import { zoneDifference, zoneLabel } from '../../../../domain/calendar/time-zones.ts';
import type { Schedule, Slot } from '../../../../domain/chains/timetable.ts';
import { RetryNotice } from '../../../../shared/queries/RetryNotice.tsx';
import { formatDate, formatTime } from '../../../../ui/format.ts';
import { SkeletonRows } from '../../../../ui/Skeletons.tsx';
import { chainErrorMessage } from '../use-chain-mutation.ts';
import styles from './Timetable.module.css';

const DELAY_MS = 300;

/** What a schedule means: its next runs, as the server would start them, in its time zone and in the admin's. */
export const SchedulePreview = ({ schedule }: { schedule: Schedule }) => {
  const { local_times, weekdays, time_zone, enabled } = schedule;
  const wanted = JSON.stringify({ local_times, weekdays, time_zone });
  const [requested] = useDebouncedValue(wanted, DELAY_MS);
  const preview = useFreshQuery({
    key: ['schedule-preview', requested],
    read: () => previewSlots(JSON.parse(requested) as Pick<Schedule, 'local_times' | 'weekdays' | 'time_zone'>),
  });
  const isCurrent = requested === wanted && !preview.isFetching;
  return (
    <section className={styles.preview} aria-label="Next runs" aria-live="polite">
      <h3 className={styles.legend}>Next runs</h3>
      {!isCurrent && <SkeletonRows count={2} />}
      {isCurrent && preview.error && (
        <RetryNotice
          title="Preview unavailable."
          message={chainErrorMessage(preview.error, 'You can save all the same.')}
          onRetry={() => preview.refetch()}
        />
      )}
      {isCurrent && preview.data && (
        <>
          {!enabled && <p className={styles.quiet}>While it is off, none of these starts.</p>}
          {preview.data.length === 0 ? (
            <p className={styles.quiet}>None.</p>
          ) : (
            <SlotTable slots={preview.data} zone={time_zone} />
          )}
        </>
      )}
    </section>
  );
};

const SlotTable = ({ slots, zone }: { slots: readonly Slot[]; zone: string }) => {
  const ownZone = useTimeZone();
  const today = useToday();
  const [first] = slots;
  const differs = first !== undefined && zoneDifference(zone, ownZone, Date.parse(first.at)) !== null;
  return (
    <table className={styles.slots}>
      <thead>
        <tr>
          <th scope="col">{zoneLabel(zone)}</th>
          {differs && <th scope="col">{`Your time, ${zoneLabel(ownZone)}`}</th>}
        </tr>
      </thead>
      <tbody>
        {slots.map(({ slot, at }) => (
          <tr key={at}>
            <td>{`${formatDate(slot.slice(0, 10), today)}, ${formatTime(slot.slice(11, 16))}`}</td>
            {differs && (
              <td>{`${formatDate(dateInTimeZone(ownZone, Date.parse(at)), today)}, ${formatTime(timeInTimeZone(ownZone, Date.parse(at)))}`}</td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
};
