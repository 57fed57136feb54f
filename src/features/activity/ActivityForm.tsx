import { Button } from '@mantine/core';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { type Activity, type ActivityType, BUILT_IN_TYPES } from '../../domain/activity.ts';
import type { Lead } from '../../domain/lead.ts';
import { createLead } from '../../store/leads.ts';
import { type ActivityUpdates, updateActivity } from '../../store/program.ts';
import { useStore, useToday } from '../../store/react.ts';
import { useActivityActions } from '../../store/use-activity-actions.ts';
import { deleteWithUndo, repeatWithUndo } from '../../ui/ActivityRow.tsx';
import { ChoiceField } from '../../ui/Fields.tsx';
import { formatDay } from '../../ui/format.ts';
import { IconRepeat, IconTrash } from '../../ui/icons.ts';
import { LeadPicker } from '../../ui/LeadPicker.tsx';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { QuietLink } from '../../ui/QuietLink.tsx';
import { SavedNote, useSaving } from '../../ui/SavedNote.tsx';
import styles from './ActivityForm.module.css';
import { DateSavedField, LongSavedField, NumberSavedField, TextSavedField, TimeSavedField } from './fields.tsx';
import { checkDate, checkDuration, checkText, checkTime, checkTitle } from './checks.ts';
import { FollowUpFields } from './FollowUpFields.tsx';
import { StatusField } from './StatusField.tsx';
import { ConflictCards } from '../../ui/ConflictCard.tsx';
import { useConflicts } from '../../store/use-conflicts.ts';

interface ActivityFormProps {
  activity: Activity;
  leads: readonly Lead[];
  types: readonly ActivityType[];
}

export const ActivityForm = ({ activity, leads, types }: ActivityFormProps) => {
  const db = useStore();
  const today = useToday();
  const navigate = useNavigate();
  const { history } = useRouter();
  const actions = useActivityActions();
  const { isSaved, saving } = useSaving();
  const conflicts = useConflicts(activity.id);
  const { id } = activity;
  // Only the fields that changed: another device's edits of the others stand.
  const save = (fields: ActivityUpdates) => saving(() => updateActivity(db, id, fields));
  const choose = (fields: ActivityUpdates) => void save(fields).catch(() => undefined);
  const lead = leads.find((known) => known.id === activity.lead_id);

  const addLead = (name: string) =>
    void saving(async () => {
      const added = await createLead(db, { name });
      await updateActivity(db, id, { lead_id: added.id });
    }).catch(() => undefined);
  const remove = async () => {
    if (!(await deleteWithUndo(activity, actions))) return;
    if (history.canGoBack()) history.back();
    else void navigate({ to: '/today' });
  };

  return (
    <Page>
      <PageHeader
        title={activity.title}
        back={{ to: '/today', label: 'Today' }}
        detail={
          <span className={styles.detail}>
            {formatDay(activity.date, today)}
            <SavedNote isSaved={isSaved} />
          </span>
        }
      />
      <ConflictCards {...conflicts} />
      <Card>
        <div className={styles.fields}>
          <StatusField status={activity.status} onSave={choose} />
          <TextSavedField label="Title" stored={activity.title} check={checkTitle} save={(title) => save({ title })} />
          <ChoiceField
            label="Type"
            value={activity.type}
            data={withStoredType(types, activity.type).map(({ key, label }) => ({ value: key, label }))}
            onChange={(event) => choose({ type: event.currentTarget.value })}
          />
          <div className={styles.lead}>
            <LeadPicker
              leads={leads}
              value={activity.lead_id}
              onChange={(lead_id) => choose({ lead_id })}
              onAdd={addLead}
            />
            {lead && <QuietLink to="/leads/$id" params={{ id: lead.id }}>{`Open ${lead.name}`}</QuietLink>}
          </div>
          <div className={styles.when}>
            <DateSavedField label="Date" stored={activity.date} check={checkDate} save={(date) => save({ date })} />
            <TimeSavedField label="Time" stored={activity.time} check={checkTime} save={(time) => save({ time })} />
            <NumberSavedField
              label="Minutes"
              stored={activity.duration}
              check={checkDuration}
              save={(duration) => save({ duration })}
            />
          </div>
        </div>
      </Card>
      <Section title="What came of it">
        <Card>
          <div className={styles.fields}>
            <LongSavedField
              label="Outcome"
              minRows={2}
              stored={activity.outcome}
              check={checkText}
              save={(outcome) => save({ outcome })}
            />
            <FollowUpFields activity={activity} onChoose={choose} save={save} />
            <LongSavedField
              label="Description"
              minRows={2}
              stored={activity.description}
              check={checkText}
              save={(description) => save({ description })}
            />
            <LongSavedField label="Notes" stored={activity.notes} check={checkText} save={(notes) => save({ notes })} />
          </div>
        </Card>
      </Section>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<IconRepeat size={18} aria-hidden />}
          onClick={() => void repeatWithUndo(activity, actions)}
        >
          Log again now
        </Button>
        <Button
          variant="default"
          className={styles.delete ?? ''}
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => void remove()}
        >
          Delete
        </Button>
      </div>
      <QuietLink to="/history/$table/$id" params={{ table: 'program_activities', id: activity.id }}>
        History
      </QuietLink>
    </Page>
  );
};

/** A type that is no longer in the list stays choosable where it is stored. */
const withStoredType = (types: readonly ActivityType[], key: string): readonly ActivityType[] =>
  (types.length > 0 ? types : BUILT_IN_TYPES).some((type) => type.key === key)
    ? types
    : [...types, { key, label: key, goal: null }];
