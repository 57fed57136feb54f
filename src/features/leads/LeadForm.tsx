import { ActionIcon, Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Activity } from '../../domain/activity.ts';
import { type Lead, LEAD_STATUS_LABELS, LEAD_STATUSES } from '../../domain/lead.ts';
import { deleteLead, type LeadUpdates, updateLead } from '../../store/leads.ts';
import { useStore } from '../../store/react.ts';
import { restoreLead } from '../../store/restore-lead.ts';
import { attempt } from '../../ui/attempt.ts';
import { ChoiceChips } from '../../ui/ChoiceChips.tsx';
import { IconMail, IconPhone, IconPlus, IconTrash } from '../../ui/icons.ts';
import { Card, Page, PageHeader, Section } from '../../ui/Page.tsx';
import { openQuickLog } from '../../ui/quick-log.ts';
import { SavedNote, useSaving } from '../../ui/SavedNote.tsx';
import { showToast, showUndo } from '../../ui/toast.tsx';
import { checkCompany, checkEmail, checkName, checkNotes, checkPhone } from './checks.ts';
import { LongSavedField, TextSavedField } from './fields.tsx';
import { LeadHistory } from './LeadHistory.tsx';
import styles from './Leads.module.css';
import { ConflictCards } from '../../ui/ConflictCard.tsx';
import { useConflicts } from '../../store/use-conflicts.ts';
import { QuietLink } from '../../ui/QuietLink.tsx';

const STATUSES = LEAD_STATUSES.map((value) => ({ value, label: LEAD_STATUS_LABELS[value] }));

interface LeadFormProps {
  lead: Lead;
  /** Newest first. */
  history: readonly Activity[];
}

export const LeadForm = ({ lead, history }: LeadFormProps) => {
  const db = useStore();
  const navigate = useNavigate();
  const { isSaved, saving } = useSaving();
  const conflicts = useConflicts(lead.id);
  const save = (fields: LeadUpdates) => saving(() => updateLead(db, lead.id, fields));

  const remove = async () => {
    const about = history.map(({ id }) => id);
    const deleted = await attempt(async () => {
      await deleteLead(db, lead.id);
      return true;
    });
    if (!deleted) return;
    void navigate({ to: '/leads', replace: true });
    showUndo(`Deleted ${lead.name}. What you logged about them stays.`, () => {
      void attempt(async () => {
        await restoreLead(db, lead, about);
        showToast(`${lead.name} is back.`);
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
            {lead.company}
            <SavedNote isSaved={isSaved} />
          </span>
        }
      />
      <ConflictCards {...conflicts} />
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
            aria-label={`Call ${lead.name}`}
          >
            <IconPhone size={20} aria-hidden />
          </ActionIcon>
        )}
        {lead.email && (
          <ActionIcon
            component="a"
            href={`mailto:${encodeURIComponent(lead.email)}`}
            variant="default"
            aria-label={`Write to ${lead.name}`}
          >
            <IconMail size={20} aria-hidden />
          </ActionIcon>
        )}
      </div>
      <ChoiceChips
        label="Status"
        options={STATUSES}
        value={lead.status}
        onChange={(status) => void save({ status }).catch(() => undefined)}
      />
      <Section title="History">
        <LeadHistory history={history} />
      </Section>
      <Section title="Details">
        <Card>
          <div className={styles.form}>
            <TextSavedField label="Name" stored={lead.name} check={checkName} save={(name) => save({ name })} />
            <TextSavedField
              label="Company"
              stored={lead.company}
              check={checkCompany}
              save={(company) => save({ company })}
            />
            <TextSavedField
              label="Phone"
              type="tel"
              stored={lead.phone}
              check={checkPhone}
              save={(phone) => save({ phone })}
            />
            <TextSavedField
              label="Mail"
              type="email"
              stored={lead.email}
              check={checkEmail}
              save={(email) => save({ email })}
            />
            <LongSavedField label="Notes" stored={lead.notes} check={checkNotes} save={(notes) => save({ notes })} />
          </div>
        </Card>
      </Section>
      <div>
        <Button
          variant="default"
          className={styles.delete ?? ''}
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => void remove()}
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
