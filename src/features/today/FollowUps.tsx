import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Activity } from '../../domain/activity.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import { logFollowUp, undoFollowUp } from '../../store/activity-actions.ts';
import type { CadenceDatabase } from '../../store/database.ts';
import { useStore, useTimeZone } from '../../store/react.ts';
import { attempt } from '../../ui/attempt.ts';
import { formatCount, formatDate } from '../../ui/format.ts';
import { Section } from '../../ui/Page.tsx';
import { Rows } from '../../ui/Rows.tsx';
import { showUndo } from '../../ui/toast.tsx';
import { FollowUpRow } from './FollowUpRow.tsx';

interface FollowUpsProps {
  due: readonly Activity[];
  missed: readonly Activity[];
  leadNames: ReadonlyMap<string, string>;
  today: CalendarDate;
}

/** A long list would hide the day; and missed ones are a reminder, not the day's work. */
const DUE_SHOWN = 6;
const MISSED_SHOWN = 2;

export const FollowUps = ({ due, missed, leadNames, today }: FollowUpsProps) => {
  const db = useStore();
  const timeZone = useTimeZone();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? [...due, ...missed] : [...due.slice(0, DUE_SHOWN), ...missed.slice(0, MISSED_SHOWN)];
  const hidden = due.length + missed.length - shown.length;
  if (shown.length === 0) return null;
  return (
    <Section title="Follow-ups due">
      <Rows label="Follow-ups due">
        {shown.map((activity) => (
          <FollowUpRow
            key={activity.id}
            activity={activity}
            leadName={activity.lead_id ? leadNames.get(activity.lead_id) : undefined}
            dueNote={
              activity.follow_up_date && activity.follow_up_date < today && missed.includes(activity)
                ? `Was due ${formatDate(activity.follow_up_date, today)}`
                : `From ${formatDate(activity.date, today)}`
            }
            onLog={() => void logWithUndo(db, timeZone, activity)}
          />
        ))}
      </Rows>
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

const logWithUndo = async (db: CadenceDatabase, timeZone: string, activity: Activity): Promise<void> => {
  const followUp = await attempt(() => logFollowUp(db, timeZone, activity));
  if (followUp) {
    showUndo(`Logged “${followUp.title}”.`, () => void attempt(() => undoFollowUp(db, activity, followUp)));
  }
};
