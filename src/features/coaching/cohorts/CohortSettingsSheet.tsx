import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { type Cohort, type CohortEnding, deleteCohort, updateCohort } from '../../../data/cohorts/cohorts.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { TextField } from '../../../ui/Fields.tsx';
import { IconCalendarEvent, IconTrash } from '../../../ui/icons.ts';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { COHORT_NAME_LIMIT, validateCohortName } from './validation.ts';
import styles from './Cohorts.module.css';
import { OpenTasksChoice } from '../../../shared/coaching/OpenTasksChoice.tsx';
import { ChoiceChips } from '../../../ui/ChoiceChips.tsx';
import { plural } from '../../../ui/format.ts';
import { RescheduleDialog } from '../../../shared/coaching/RescheduleDialog.tsx';
import { startDateLabel } from '../../../shared/coaching/labels.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { useForgetDraft, useInputDraft } from '../../../shared/drafts/use-input-draft.ts';
import { useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';

interface CohortSettingsSheetProps {
  cohort: Cohort;
  opened: boolean;
  onClose: () => void;
  onChanged: () => Promise<unknown>;
}

/** A cohort's name and start date, and its deletion. */
export const CohortSettingsSheet = ({ opened, ...props }: CohortSettingsSheetProps) => (
  <Sheet opened={opened} onClose={props.onClose} title="Cohort settings">
    <CohortSettingsForm {...props} />
  </Sheet>
);

const CohortSettingsForm = ({ cohort, onClose, onChanged }: Omit<CohortSettingsSheetProps, 'opened'>) => {
  const { id, name: savedName } = cohort;
  const navigate = useNavigate();
  const today = useToday();
  const draftName = `cohort-name.${id}`;
  const [{ name }, setInput] = useInputDraft(draftName, { name: savedName });
  const forgetDraft = useForgetDraft();
  const [openDialog, setOpenDialog] = useState<'delete' | 'date' | null>(null);
  const rename = useCoachingMutation({
    mutate: (to: string) => updateCohort(id, { name: to }),
    errorDetail: 'The name was not changed.',
    onDone: () => {
      forgetDraft(draftName);
      onClose();
      return onChanged();
    },
  });
  const [ending, setEnding] = useState<CohortEnding>({ endMembers: false, removeTasks: false });
  const remove = useCoachingMutation({
    mutate: () => deleteCohort(id, ending),
    errorDetail: 'The cohort was not deleted.',
    onDone: async (removed) => {
      forgetDraft(draftName);
      showToast(`Deleted “${savedName}”.${removed > 0 ? ` ${plural(removed, 'untouched task')} removed.` : ''}`);
      await navigate({ to: '/cohorts' });
      await onChanged();
    },
  });
  const result = validateCohortName(name);
  return (
    <>
      <SheetForm
        submitLabel="Save"
        isSubmitting={rename.isPending}
        onSubmit={() => {
          return 'value' in result ? rename.mutate(result.value) : undefined;
        }}
        after={
          <div className={styles.buttons}>
            <p className={styles.startDate}>{startDateLabel(cohort.start_date, today)}</p>
            <Button
              variant="default"
              leftSection={<IconCalendarEvent size={18} aria-hidden />}
              onClick={() => {
                setOpenDialog('date');
              }}
            >
              Change start date
            </Button>
            <Button
              variant="default"
              className={styles.danger ?? ''}
              leftSection={<IconTrash size={18} aria-hidden />}
              onClick={() => {
                setOpenDialog('delete');
              }}
            >
              Delete cohort
            </Button>
          </div>
        }
      >
        <TextField
          label="Name"
          required
          maxLength={COHORT_NAME_LIMIT}
          autoComplete="off"
          value={name}
          error={'error' in result ? result.error : undefined}
          onChange={(event) => {
            setInput({ name: event.currentTarget.value });
          }}
        />
      </SheetForm>
      <RescheduleDialog
        target={{ cohortId: cohort.id }}
        name={cohort.name}
        startDate={cohort.start_date}
        opened={openDialog === 'date'}
        onClose={() => {
          setOpenDialog(null);
        }}
        onDone={onClose}
      />
      <ConfirmDialog
        opened={openDialog === 'delete'}
        title={`Delete “${savedName}”?`}
        confirmLabel="Delete cohort"
        danger
        busy={remove.isPending}
        onClose={() => {
          setOpenDialog(null);
        }}
        onConfirm={() => remove.mutate(undefined)}
      >
        <p>Its invitation link stops working. Names and payments are kept.</p>
        <ChoiceChips
          label="Members"
          options={[
            { value: 'continue', label: 'Continue on their own' },
            { value: 'end', label: 'End for everyone' },
          ]}
          value={ending.endMembers ? 'end' : 'continue'}
          onChange={(choice) => {
            setEnding({ endMembers: choice === 'end', removeTasks: false });
          }}
        />
        {ending.endMembers && (
          <OpenTasksChoice
            removes={ending.removeTasks}
            onChange={(removeTasks) => {
              setEnding({ endMembers: true, removeTasks });
            }}
          />
        )}
      </ConfirmDialog>
    </>
  );
};
