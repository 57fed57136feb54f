import { zodResolver } from '@hookform/resolvers/zod';
import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import * as z from 'zod/mini';
import { addDays, isCalendarDate, weekStartOf } from '../../domain/calendar.ts';
import { type Cohort, createCohort } from '../../remote/cohorts.ts';
import { useStore, useToday } from '../../store/react.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ChoiceField, DateField, TextField } from '../../ui/Fields.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import styles from './Cohorts.module.css';
import { usePublished } from './use-cohorts.ts';
import { useDeed } from './use-deed.ts';

interface NewCohortSheetProps {
  opened: boolean;
  /** The program to begin with. */
  program?: string | undefined;
  onClose: () => void;
  onMade: () => Promise<unknown>;
}

/** A new cohort of a published program. Afterwards its page opens. */
export const NewCohortSheet = ({ opened, program, onClose, onMade }: NewCohortSheetProps) => {
  const formId = useId();
  const { published, versions } = usePublished();
  const canMake = published !== undefined && published.length > 0;
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="New cohort"
      {...(canMake && {
        footer: (
          <Button type="submit" form={formId} size="lg" style={{ flex: 1 }}>
            Make it
          </Button>
        ),
      })}
    >
      {published === undefined && (
        <AnswerNotice problem={versions.failure?.code ?? null} savedAt={null} onRetry={() => void versions.refetch()} />
      )}
      {versions.isLoading && <SkeletonRows count={3} />}
      {published?.length === 0 && (
        <EmptyState action={<ButtonLink to="/programs">Go to programs</ButtonLink>}>
          A cohort takes a published program. Publish one first.
        </EmptyState>
      )}
      {canMake && (
        <CohortForm formId={formId} published={published} program={program} onClose={onClose} onMade={onMade} />
      )}
    </Sheet>
  );
};

const newCohort = z.object({
  version_id: z.string(),
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'Give it a name, such as “Spring”.'),
      z.maxLength(200, 'A name has at most 200 characters.'),
    ),
  start_date: z.string().check(z.refine((date) => isCalendarDate(date), 'Choose the day it starts on.')),
});

interface CohortFormProps extends Pick<NewCohortSheetProps, 'program' | 'onClose' | 'onMade'> {
  formId: string;
  published: NonNullable<ReturnType<typeof usePublished>['published']>;
}

const CohortForm = ({ formId, published, program, onClose, onMade }: CohortFormProps) => {
  const db = useStore();
  const navigate = useNavigate();
  const first = published.find((one) => one.program.id === program) ?? published[0];
  const { register, handleSubmit, formState } = useForm({
    resolver: zodResolver(newCohort),
    defaultValues: {
      version_id: first?.version.id ?? '',
      name: '',
      start_date: addDays(weekStartOf(useToday()), 7),
    },
  });
  const make = useDeed({
    work: (cohort: Omit<Cohort, 'is_open'>) => createCohort({ ...cohort, user_id: db.userId }),
    kept: 'There is no new cohort.',
    done: async (_, { id }) => {
      onClose();
      await onMade();
      await navigate({ to: '/cohorts/$id', params: { id } });
    },
  });
  const submit = handleSubmit((values) => {
    const version = published.find((one) => one.version.id === values.version_id)?.version;
    if (version && !make.isPending)
      make.mutate({ ...values, id: db.environment.newId(), program_id: version.program_id });
  });
  const { errors } = formState;
  return (
    <form id={formId} className={styles.form} onSubmit={(event) => void submit(event)} noValidate>
      <ChoiceField
        label="Program"
        data={published.map(({ version }) => ({ value: version.id, label: version.title }))}
        {...register('version_id')}
      />
      <TextField
        label="Name"
        required
        autoComplete="off"
        data-autofocus
        error={errors.name?.message}
        {...register('name')}
      />
      <DateField
        label="Starts on"
        required
        description="Day 1 for everybody, also for who joins later."
        error={errors.start_date?.message}
        {...register('start_date')}
      />
    </form>
  );
};
