import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { ACTIVITY_LIMITS } from '../../../domain/activities/activity.ts';
import { suggestedTitle } from '../../../domain/activities/suggested-title.ts';
import type { CalendarDate } from '../../../domain/calendar/calendar-date.ts';
import type { Lead } from '../../../domain/leads/lead.ts';
import { OTHER_TYPE } from '../../../data/activities/activity-types.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { TextField } from '../../../ui/Fields.tsx';
import { IconChevronDown } from '../../../ui/icons.ts';
import { LeadPicker } from '../../../shared/leads/LeadPicker.tsx';
import { Segmented } from '../../../ui/Segmented.tsx';
import type { LogDraft } from './draft.ts';
import { draftStatusOf, hasOwnTitle } from './log-draft.ts';
import styles from './LogFields.module.css';
import { MoreFields } from './MoreFields.tsx';
import { TypeChips } from './TypeChips.tsx';

interface LogFieldsProps {
  draft: LogDraft;
  today: CalendarDate;
  leads: readonly Lead[];
  typeMissing: boolean;
  /** The draft was stored by an earlier opening of the sheet. */
  isDraftRestored: boolean;
  onEdit: (fields: Partial<LogDraft>) => void;
}

const DURATION_OPTIONS = [
  { value: '5', label: '5 min' },
  { value: '15', label: '15 min' },
  { value: '30', label: '30 min' },
  { value: '60', label: '1 h' },
] as const;

const LOG_STATUS_OPTIONS = [
  { value: 'done', label: 'Done' },
  { value: 'planned', label: 'Planned' },
] as const;

export const LogFields = ({ draft, today, leads, typeMissing, isDraftRestored, onEdit }: LogFieldsProps) => {
  const [isExpanded, setExpanded] = useState(() => hasMoreFields(draft));
  const leadName = draft.lead_name ?? leads.find((lead) => lead.id === draft.lead_id)?.name;
  const suggestion = draft.type ? suggestedTitle(draft.type, leadName) : '';
  return (
    <div className={styles.fields}>
      {isDraftRestored && <p className={styles.note}>Your draft was restored.</p>}
      <TypeChips value={draft.type} onChange={(type) => onEdit({ type })} missing={typeMissing} />
      <TextField
        label="Title"
        placeholder="Choose a type or enter a title"
        description={draft.type === null && hasOwnTitle(draft) && `Without a type, it is logged as “${OTHER_TYPE}”.`}
        maxLength={ACTIVITY_LIMITS.title}
        autoComplete="off"
        value={draft.title ?? suggestion}
        onChange={(event) => {
          const title = event.currentTarget.value;
          onEdit({ title: title === suggestion ? null : title });
        }}
        onBlur={() => {
          if (draft.title?.trim() === '') onEdit({ title: null });
        }}
      />
      <LeadPicker
        leads={leads}
        value={draft.lead_id}
        newName={draft.lead_name}
        onChange={(lead_id) => onEdit({ lead_id, lead_name: null })}
        onAdd={(lead_name) => onEdit({ lead_name })}
        onType={(text) => onEdit({ lead_name: text === '' ? null : text })}
      />
      <Segmented
        label="Status"
        fullWidth
        options={LOG_STATUS_OPTIONS}
        value={draftStatusOf(draft, today)}
        onChange={(status) => onEdit({ status })}
      />
      <ChoiceChips
        label="Duration"
        options={DURATION_OPTIONS}
        value={durationOption(draft.duration)}
        onChange={(minutes) => onEdit({ duration: Number(minutes) })}
      />
      {isExpanded ? (
        <MoreFields draft={draft} today={today} onEdit={onEdit} />
      ) : (
        <Button
          variant="subtle"
          justify="flex-start"
          className={styles.more ?? ''}
          rightSection={<IconChevronDown size={18} aria-hidden />}
          onClick={() => {
            setExpanded(true);
          }}
        >
          Date, outcome, notes, follow-up
        </Button>
      )}
    </div>
  );
};

const durationOption = (minutes: number | null) =>
  DURATION_OPTIONS.find(({ value }) => value === String(minutes))?.value ?? null;

const hasMoreFields = ({ date, time, outcome, notes, follow_up_date }: LogDraft): boolean =>
  [date, time, outcome, notes, follow_up_date].some(Boolean);
