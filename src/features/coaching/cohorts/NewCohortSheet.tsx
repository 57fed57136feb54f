import { zodResolver } from '@hookform/resolvers/zod';
import { useNavigate } from '@tanstack/react-router';
import { useForm, useWatch } from 'react-hook-form';
import { useFormDraft } from '../../../shared/drafts/use-form-draft.ts';
import { addDays, weekStartOf } from '../../../domain/calendar/calendar-date.ts';
import { type Cohort, createCohort } from '../../../data/cohorts/cohorts.ts';
import { useDatabase } from '../../../store/live-query.ts';
import { useToday } from '../../../data/profile/local-clock.ts';
import { QueryNotice } from '../../../shared/queries/QueryNotice.tsx';
import { ButtonLink } from '../../../ui/ButtonLink.tsx';
import { DateField } from '../../../ui/DateFields.tsx';
import { SelectField, TextField } from '../../../ui/Fields.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Sheet } from '../../../ui/Sheet.tsx';
import { SheetForm } from '../../../ui/SheetForm.tsx';
import { SkeletonRows } from '../../../ui/Skeletons.tsx';
import { newCohortSchema } from './validation.ts';
import { usePublishedPrograms } from '../../../data/programs/use-published-versions.ts';
import { PROGRAM_KIND_LABELS } from '../../../shared/programs/program-labels.ts';
import { useCoachingMutation } from '../../../shared/coaching/use-coaching-mutation.ts';

interface NewCohortSheetProps {
  opened: boolean;
  /** The program that is selected at first. */
  program?: string | undefined;
  onClose: () => void;
  onCreated: () => Promise<unknown>;
}

/** Creates a cohort of a published program, then opens it. */
export const NewCohortSheet = ({ opened, program, onClose, onCreated }: NewCohortSheetProps) => {
  const { published, versions } = usePublishedPrograms();
  const canCreate = published !== undefined && published.length > 0;
  return (
    <Sheet opened={opened} onClose={onClose} title="New cohort">
      {published === undefined && (
        <QueryNotice
          audience="coach"
          errorCode={versions.failure?.code ?? null}
          savedAt={null}
          onRetry={() => versions.refetch()}
        />
      )}
      {versions.isLoading && <SkeletonRows count={3} />}
      {published?.length === 0 && (
        <EmptyState action={<ButtonLink to="/programs">Go to programs</ButtonLink>}>
          A cohort needs a published program. Publish one first.
        </EmptyState>
      )}
      {canCreate && <NewCohortForm published={published} program={program} onClose={onClose} onCreated={onCreated} />}
    </Sheet>
  );
};

type PublishedProgram = NonNullable<ReturnType<typeof usePublishedPrograms>['published']>[number];

const isForCohorts = ({ program }: PublishedProgram): boolean => program.kind === 'group';

interface NewCohortFormProps extends Pick<NewCohortSheetProps, 'program' | 'onClose' | 'onCreated'> {
  published: readonly PublishedProgram[];
}

const NewCohortForm = ({ published, program, onClose, onCreated }: NewCohortFormProps) => {
  const db = useDatabase();
  const navigate = useNavigate();
  // A program for individuals is offered last. None is chosen unasked, except where there is one for cohorts only.
  const offered = [...published].sort((a, b) => Number(isForCohorts(b)) - Number(isForCohorts(a)));
  const [only, ...others] = offered.filter(isForCohorts);
  const first = offered.find((one) => one.program.id === program) ?? (others.length === 0 ? only : undefined);
  const form = useForm({
    resolver: zodResolver(newCohortSchema),
    defaultValues: {
      version_id: first?.version.id ?? '',
      name: '',
      start_date: addDays(weekStartOf(useToday()), 7),
    },
  });
  const { control, register, handleSubmit, formState } = form;
  const clearDraft = useFormDraft('cohort', form);
  const startDate = useWatch({ control, name: 'start_date' });
  const create = useCoachingMutation({
    mutate: (cohort: Omit<Cohort, 'is_open'>) => createCohort({ ...cohort, user_id: db.userId }),
    errorDetail: 'The cohort was not created.',
    onDone: async (_, { id }) => {
      clearDraft();
      onClose();
      await onCreated();
      await navigate({ to: '/cohorts/$id', params: { id } });
    },
  });
  const submit = handleSubmit((values) => {
    const version = published.find((one) => one.version.id === values.version_id)?.version;
    if (!version) return undefined;
    return create.mutate({ ...values, id: db.environment.newId(), program_id: version.program_id });
  });
  const { errors } = formState;
  return (
    <SheetForm submitLabel="Create cohort" onSubmit={submit} isSubmitting={create.isPending}>
      <SelectField
        label="Program"
        data={[
          ...(first ? [] : [{ value: '', label: 'Choose a program' }]),
          ...offered.map(({ program: { kind }, version }) => ({
            value: version.id,
            label: kind === 'group' ? version.title : `${version.title} (${PROGRAM_KIND_LABELS[kind].toLowerCase()})`,
          })),
        ]}
        error={errors.version_id?.message}
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
        label="Start date"
        required
        description="Day 1 for everyone, including people who join later."
        error={errors.start_date?.message}
        {...register('start_date')}
        value={startDate}
      />
    </SheetForm>
  );
};
