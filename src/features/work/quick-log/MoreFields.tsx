import { addDays, type CalendarDate, isCalendarDate } from '../../../domain/calendar/calendar-date.ts';
import { LONG_TEXT_LIMIT } from '../../../domain/values/text.ts';
import { localNow } from '../../../data/activities/activity-actions.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useTimeZone } from '../../../data/profile/local-clock.ts';
import { DateField, TimeField } from '../../../ui/DateFields.tsx';
import { LongTextField, TextField } from '../../../ui/Fields.tsx';
import { SwitchField } from '../../../ui/SwitchField.tsx';
import type { LogDraft } from './draft.ts';
import { draftStatusOf } from './log-draft.ts';
import styles from './LogFields.module.css';

interface MoreFieldsProps {
  draft: LogDraft;
  today: CalendarDate;
  onEdit: (fields: Partial<LogDraft>) => void;
}

/** The optional fields of a log. */
export const MoreFields = ({ draft, today, onEdit }: MoreFieldsProps) => {
  const now = localNow(useDatabase(), useTimeZone());
  const isNow = draftStatusOf(draft, today) === 'done' && (draft.date ?? today) === today;
  return (
    <>
      <div className={styles.pair}>
        <DateField
          label="Date"
          value={draft.date ?? today}
          onChange={(event) => onEdit({ date: parseDateInput(event.currentTarget.value) })}
        />
        <TimeField
          label="Time"
          value={draft.time ?? (isNow ? now.time : '')}
          onChange={(event) => onEdit({ time: event.currentTarget.value || null })}
        />
      </div>
      <TextField
        label="Outcome"
        maxLength={LONG_TEXT_LIMIT}
        autoComplete="off"
        value={draft.outcome}
        onChange={(event) => onEdit({ outcome: event.currentTarget.value })}
      />
      <LongTextField
        label="Notes"
        maxLength={LONG_TEXT_LIMIT}
        value={draft.notes}
        onChange={(event) => onEdit({ notes: event.currentTarget.value })}
      />
      <SwitchField
        label="Follow up"
        checked={draft.follow_up_date !== null}
        onChange={(event) =>
          onEdit({ follow_up_date: event.currentTarget.checked ? addDays(draft.date ?? today, 1) : null })
        }
      />
      {draft.follow_up_date !== null && (
        <DateField
          label="Follow up on"
          value={draft.follow_up_date}
          onChange={(event) =>
            onEdit({ follow_up_date: parseDateInput(event.currentTarget.value) ?? draft.follow_up_date })
          }
        />
      )}
    </>
  );
};

const parseDateInput = (text: string): CalendarDate | null => (isCalendarDate(text) ? text : null);
