import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { type Cohort, deleteCohort, updateCohort } from '../../remote/cohorts.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { TextField } from '../../ui/Fields.tsx';
import { IconCalendarEvent, IconTrash } from '../../ui/icons.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './Cohorts.module.css';
import { RescheduleDialog } from './RescheduleDialog.tsx';
import { useDeed } from './use-deed.ts';

interface CohortSheetProps {
  cohort: Cohort;
  opened: boolean;
  onClose: () => void;
  onChanged: () => Promise<unknown>;
}

/** A cohort's name and start date, and its deletion. */
export const CohortSheet = ({ opened, ...about }: CohortSheetProps) => {
  const formId = useId();
  return (
    <Sheet
      opened={opened}
      onClose={about.onClose}
      title="Cohort"
      footer={
        <Button type="submit" form={formId} size="lg" style={{ flex: 1 }}>
          Save
        </Button>
      }
    >
      <CohortForm formId={formId} {...about} />
    </Sheet>
  );
};

const CohortForm = ({ formId, cohort, onClose, onChanged }: Omit<CohortSheetProps, 'opened'> & { formId: string }) => {
  const { id, name: saved } = cohort;
  const navigate = useNavigate();
  const [name, setName] = useState(saved);
  const [asking, setAsking] = useState<'delete' | 'date' | null>(null);
  const rename = useDeed({
    work: (to: string) => updateCohort(id, { name: to }),
    kept: 'It has the name it had.',
    done: () => {
      onClose();
      return onChanged();
    },
  });
  const remove = useDeed({
    work: () => deleteCohort(id),
    kept: 'The cohort is still there.',
    done: async () => {
      showToast(`“${saved}” is deleted.`);
      await navigate({ to: '/cohorts' });
      await onChanged();
    },
  });
  return (
    <>
      <form
        id={formId}
        className={styles.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '' && !rename.isPending) rename.mutate(name.trim());
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={200}
          autoComplete="off"
          value={name}
          error={name.trim() === '' ? 'Give it a name.' : undefined}
          onChange={(event) => {
            setName(event.currentTarget.value);
          }}
        />
      </form>
      <div className={styles.buttons}>
        <Button
          variant="default"
          leftSection={<IconCalendarEvent size={18} aria-hidden />}
          onClick={() => {
            setAsking('date');
          }}
        >
          Change the start date
        </Button>
        <Button
          variant="default"
          className={styles.danger ?? ''}
          leftSection={<IconTrash size={18} aria-hidden />}
          onClick={() => {
            setAsking('delete');
          }}
        >
          Delete the cohort
        </Button>
      </div>
      <RescheduleDialog
        cohort={cohort}
        opened={asking === 'date'}
        onClose={() => {
          setAsking(null);
        }}
        onDone={onClose}
      />
      <ConfirmDialog
        opened={asking === 'delete'}
        title={`Delete “${saved}”?`}
        confirmLabel="Delete"
        danger
        busy={remove.isPending}
        onClose={() => {
          setAsking(null);
        }}
        onConfirm={() => {
          remove.mutate(undefined);
        }}
      >
        Its link lets nobody in any more. The members go on with the program, each by themselves.
      </ConfirmDialog>
    </>
  );
};
