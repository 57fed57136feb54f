import { useNavigate, useRouter } from '@tanstack/react-router';
import { Button } from '../../../ui/Button.tsx';
import {
  type Activity,
  type ActivityType,
  activityTypeLabel,
  BUILT_IN_TYPES,
} from '../../../domain/activities/activity.ts';
import type { Lead } from '../../../domain/leads/lead.ts';
import { createLeadOfActivity, deleteLead } from '../../../data/leads/leads.ts';
import { type ActivityUpdates, updateActivity } from '../../../data/activities/activities.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useActivityActions } from '../../../data/activities/use-activity-actions.ts';
import { deleteWithUndo, repeatWithUndo } from '../../../shared/activities/ActivityRow.tsx';
import { SelectField } from '../../../ui/Fields.tsx';
import { formatDay } from '../../../ui/format.ts';
import { IconRepeat, IconTrash } from '../../../ui/icons.ts';
import { showUndoToast } from '../../../ui/toast.tsx';
import { withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { LeadPicker } from '../../../shared/leads/LeadPicker.tsx';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { SavedIndicator, useSaveStatus } from '../../../shared/fields/SavedIndicator.tsx';
import styles from './ActivityForm.module.css';
import {
  SavedDateField,
  SavedLongTextField,
  SavedNumberField,
  SavedTextField,
  SavedTimeField,
} from '../../../shared/fields/SavedFields.tsx';
import {
  validateActivityDate,
  validateDuration,
  validateLongText,
  validateActivityTime,
  validateActivityTitle,
} from './validation.ts';
import { FollowUpFields } from './FollowUpFields.tsx';
import { ActivityStatusField } from './ActivityStatusField.tsx';
import { ConflictsOfField, ConflictsOfRow } from '../../../shared/conflicts/ConflictCard.tsx';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';

interface ActivityFormProps {
  activity: Activity;
  leads: readonly Lead[];
  types: readonly ActivityType[];
}

export const ActivityForm = ({ activity, leads, types }: ActivityFormProps) => {
  const db = useDatabase();
  const today = useToday();
  const navigate = useNavigate();
  const { history } = useRouter();
  const actions = useActivityActions();
  const { isSaved, trackSave } = useSaveStatus();
  const conflicts = useConflicts(activity.id);
  const { id } = activity;
  // Only the fields that changed: another device's edits of the others are kept.
  const save = (fields: ActivityUpdates) => trackSave(() => updateActivity(db, id, fields));
  const saveChoice = (fields: ActivityUpdates) => void save(fields).catch(() => undefined);
  const lead = leads.find((candidate) => candidate.id === activity.lead_id);

  const addLead = (name: string) =>
    void trackSave(async () => {
      const added = await createLeadOfActivity(db, { name }, id);
      showUndoToast(`Added “${name}” to your leads.`, () => withSaveErrorToast(() => deleteLead(db, added.id)));
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
            <SavedIndicator isSaved={isSaved} />
          </span>
        }
      />
      <RejectedNotice rowId={id} what="this activity" />
      <ConflictsOfRow {...conflicts} />
      <Card>
        <div className={styles.fields}>
          <ActivityStatusField status={activity.status} onSave={saveChoice} />
          <SavedTextField
            label="Title"
            stored={activity.title}
            validate={validateActivityTitle}
            save={(title) => save({ title })}
          />
          <SelectField
            label="Type"
            value={activity.type}
            data={includeStoredType(types, activity.type).map(({ key, label }) => ({ value: key, label }))}
            onChange={(event) => saveChoice({ type: event.currentTarget.value })}
          />
          <div className={styles.lead}>
            <LeadPicker
              leads={leads}
              value={activity.lead_id}
              onChange={(lead_id) => saveChoice({ lead_id })}
              onAdd={addLead}
            />
            {lead && <QuietLink to="/leads/$id" params={{ id: lead.id }}>{`Open ${lead.name}`}</QuietLink>}
          </div>
          <div className={styles.when}>
            <SavedDateField
              label="Date"
              stored={activity.date}
              validate={validateActivityDate}
              save={(date) => save({ date })}
            />
            <SavedTimeField
              label="Time"
              stored={activity.time}
              validate={validateActivityTime}
              save={(time) => save({ time })}
            />
            <SavedNumberField
              label="Minutes"
              stored={activity.duration}
              validate={validateDuration}
              save={(duration) => save({ duration })}
            />
          </div>
        </div>
      </Card>
      <Section title="Outcome and notes">
        <Card>
          <div className={styles.fields}>
            <ConflictsOfField field="outcome" {...conflicts} />
            <SavedLongTextField
              label="Outcome"
              minRows={2}
              stored={activity.outcome}
              validate={validateLongText}
              save={(outcome) => save({ outcome })}
            />
            <FollowUpFields activity={activity} onChange={saveChoice} save={save} />
            <ConflictsOfField field="description" {...conflicts} />
            <SavedLongTextField
              label="Description"
              minRows={2}
              stored={activity.description}
              validate={validateLongText}
              save={(description) => save({ description })}
            />
            <ConflictsOfField field="notes" {...conflicts} />
            <SavedLongTextField
              label="Notes"
              stored={activity.notes}
              validate={validateLongText}
              save={(notes) => save({ notes })}
            />
          </div>
        </Card>
      </Section>
      <div className={styles.actions}>
        <Button
          variant="default"
          leftSection={<IconRepeat size={18} aria-hidden />}
          onClick={() => repeatWithUndo(activity, actions)}
        >
          Log again now
        </Button>
        <Button
          variant="default"
          className={styles.delete ?? ''}
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => remove()}
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

/** An activity keeps its type as an option after the type was removed. */
const includeStoredType = (types: readonly ActivityType[], key: string): readonly ActivityType[] =>
  (types.length > 0 ? types : BUILT_IN_TYPES).some((type) => type.key === key)
    ? types
    : [...types, { key, label: activityTypeLabel(key), goal: null }];
