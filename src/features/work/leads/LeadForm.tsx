import { useNavigate } from '@tanstack/react-router';
import { ActionIcon, Button } from '../../../ui/Button.tsx';
import type { Activity } from '../../../domain/activities/activity.ts';
import { type Lead, LEAD_STATUS_LABELS, LEAD_STATUSES } from '../../../domain/leads/lead.ts';
import { deleteLead, type LeadUpdates, updateLead, restoreLead } from '../../../data/leads/leads.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { trySave, withSaveErrorToast } from '../../../shared/errors/with-save-error-toast.ts';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { IconMail, IconPhone, IconPlus, IconTrash } from '../../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { openQuickLog } from '../../../shared/activities/quick-log-store.ts';
import { SavedIndicator, useSaveStatus } from '../../../shared/fields/SavedIndicator.tsx';
import { showToast, showUndoToast } from '../../../ui/toast.tsx';
import {
  validateCompany,
  validateLeadEmail,
  validateLeadName,
  validateLeadNotes,
  validatePhone,
} from './validation.ts';
import { SavedLongTextField, SavedTextField } from '../../../shared/fields/SavedFields.tsx';
import { LeadHistory } from './LeadHistory.tsx';
import styles from './Leads.module.css';
import { ConflictsOfField, ConflictsOfRow } from '../../../shared/conflicts/ConflictCard.tsx';
import { RejectedNotice } from '../../../shared/sync/rejected-row.tsx';
import { useConflicts } from '../../../data/sync/use-conflicts.ts';
import { QuietLink } from '../../../ui/QuietLink.tsx';
import { formatName } from '../../../ui/format-name.ts';

const LEAD_STATUS_OPTIONS = LEAD_STATUSES.map((value) => ({ value, label: LEAD_STATUS_LABELS[value] }));

interface LeadFormProps {
  lead: Lead;
  /** Newest first. */
  history: readonly Activity[];
}

export const LeadForm = ({ lead, history }: LeadFormProps) => {
  const db = useDatabase();
  const navigate = useNavigate();
  const { isSaved, trackSave } = useSaveStatus();
  const conflicts = useConflicts(lead.id);
  const save = (fields: LeadUpdates) => trackSave(() => updateLead(db, lead.id, fields));

  const remove = async () => {
    const activityIds = history.map(({ id }) => id);
    const deleted = await trySave(() => deleteLead(db, lead.id));
    if (!deleted) return;
    void navigate({ to: '/leads', replace: true });
    showUndoToast(`Deleted “${lead.name}”. Logged activities stay.`, () => {
      void withSaveErrorToast(async () => {
        await restoreLead(db, lead, activityIds);
        showToast(`Restored “${lead.name}”.`);
      });
    });
  };

  return (
    <Page>
      <PageHeader
        title={lead.name}
        back={{ to: '/leads', label: 'Leads' }}
        detail={
          <span className={styles.detail}>
            {lead.company && <bdi>{formatName(lead.company)}</bdi>}
            <SavedIndicator isSaved={isSaved} />
          </span>
        }
      />
      <RejectedNotice rowId={lead.id} what="this lead" />
      <ConflictsOfRow {...conflicts} />
      <div className={styles.actions}>
        <Button
          leftSection={<IconPlus size={18} aria-hidden />}
          onClick={() => {
            openQuickLog({ lead_id: lead.id });
          }}
        >
          Log with this lead
        </Button>
        {lead.phone && (
          <ActionIcon
            component="a"
            href={`tel:${lead.phone.replace(/[^\d+]/g, '')}`}
            variant="default"
            aria-label={`Call ${formatName(lead.name)}`}
          >
            <IconPhone size={20} aria-hidden />
          </ActionIcon>
        )}
        {lead.email && (
          <ActionIcon
            component="a"
            href={`mailto:${encodeURIComponent(lead.email)}`}
            variant="default"
            aria-label={`Email ${formatName(lead.name)}`}
          >
            <IconMail size={20} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <ChoiceChips
        label="Status"
        options={LEAD_STATUS_OPTIONS}
        value={lead.status}
        onChange={(status) => void save({ status }).catch(() => undefined)}
      />
      <Section title="Activities">
        <LeadHistory history={history} />
      </Section>
      <Section title="Details">
        <Card>
          <div className={styles.form}>
            <SavedTextField
              label="Name"
              stored={lead.name}
              validate={validateLeadName}
              save={(name) => save({ name })}
            />
            <SavedTextField
              label="Company"
              stored={lead.company}
              validate={validateCompany}
              save={(company) => save({ company })}
            />
            <SavedTextField
              label="Phone"
              type="tel"
              stored={lead.phone}
              validate={validatePhone}
              save={(phone) => save({ phone })}
            />
            <SavedTextField
              label="Email"
              type="email"
              stored={lead.email}
              validate={validateLeadEmail}
              save={(email) => save({ email })}
            />
            <ConflictsOfField field="notes" {...conflicts} />
            <SavedLongTextField
              label="Notes"
              stored={lead.notes}
              validate={validateLeadNotes}
              save={(notes) => save({ notes })}
            />
          </div>
        </Card>
      </Section>
      <div>
        <Button
          variant="default"
          className={styles.delete ?? ''}
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => remove()}
        >
          Delete lead
        </Button>
      </div>
      <QuietLink to="/history/$table/$id" params={{ table: 'submissions', id: lead.id }}>
        History
      </QuietLink>
    </Page>
  );
};
