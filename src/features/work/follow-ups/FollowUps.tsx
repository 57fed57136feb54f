import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { logFollowUp, undoFollowUp } from '../../../data/activities/activity-actions.ts';
import type { CadenceDatabase } from '../../../store/database.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useTimeZone } from '../../../data/profile/local-clock.ts';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { formatCount, formatDate } from '../../../ui/format.ts';
import { Section } from '../../../ui/Page.tsx';
import { ListRows } from '../../../ui/ListRows.tsx';
import { showUndoToast } from '../../../ui/toast.tsx';
import { FollowUpRow } from './FollowUpRow.tsx';

interface FollowUpsProps {
  due: readonly Activity[];
  missed: readonly Activity[];
  leadNames: ReadonlyMap<string, string>;
  today: CalendarDate;
}

/** A long list would push the day's activities out of view. */
const MAX_DUE_SHOWN = 6;
const MAX_MISSED_SHOWN = 2;

export const FollowUps = ({ due, missed, leadNames, today }: FollowUpsProps) => {
  const db = useDatabase();
  const timeZone = useTimeZone();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? [...due, ...missed] : [...due.slice(0, MAX_DUE_SHOWN), ...missed.slice(0, MAX_MISSED_SHOWN)];
  const hidden = due.length + missed.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <Section title="Follow-ups due">
      <ListRows label="Follow-ups due">
        {shown.map((activity) => (
          <FollowUpRow
            key={activity.id}
            activity={activity}
            leadName={activity.lead_id ? leadNames.get(activity.lead_id) : undefined}
            dueLabel={
              activity.follow_up_date && activity.follow_up_date < today && missed.includes(activity)
                ? `Was due ${formatDate(activity.follow_up_date, today)}`
                : `From ${formatDate(activity.date, today)}`
            }
            onLog={() => logFollowUpWithUndo(db, timeZone, activity)}
          />
        ))}
      </ListRows>
      {hidden > 0 && (
        <Button
          variant="subtle"
          onClick={() => {
            setShowsAll(true);
          }}
        >
          {`Show ${formatCount(hidden)} more`}
        </Button>
      )}
    </Section>
  );
};

const logFollowUpWithUndo = async (db: CadenceDatabase, timeZone: string, activity: Activity): Promise<void> => {
  const followUp = await withSaveErrorToast(() => logFollowUp(db, timeZone, activity));
  if (followUp) {
    showUndoToast(
      `Logged “${followUp.title}”.`,
      () => void withSaveErrorToast(() => undoFollowUp(db, activity, followUp)),
    );
  }
};
