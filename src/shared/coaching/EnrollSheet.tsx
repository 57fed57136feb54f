import { useState } from 'react';
import type { ProgramParameter } from '../../domain/programs/program.ts';
import { enroll } from '../../data/enrollments/coached-enrollments.ts';
import { type Client, acceptedClients, useConnections } from '../../data/coaching/use-connections.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import { QueryNotice } from '../queries/QueryNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { DateField } from '../../ui/DateFields.tsx';
import { SelectField } from '../../ui/Fields.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ParameterInputs } from '../programs/ParameterInputs.tsx';
import { useForgetParameterValues, useParameterValues } from '../programs/use-parameter-values.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetForm } from '../../ui/SheetForm.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import { useCoachingMutation } from './use-coaching-mutation.ts';

interface EnrollSheetProps {
  opened: boolean;
  onClose: () => void;
  /** A cohort, from its start date on; or a version. */
  target: { cohortId: string } | { versionId: string };
  parameters: readonly ProgramParameter[];
  /** Ids of people who are enrolled already. */
  enrolledIds: ReadonlySet<string>;
  onEnrolled: () => Promise<unknown>;
}

export const EnrollSheet = ({ opened, onClose, ...props }: EnrollSheetProps) => {
  const connections = useConnections();
  const clients = connections.data && acceptedClients(connections.data).filter(({ id }) => !props.enrolledIds.has(id));
  const canAdd = clients !== undefined && clients.length > 0;
  return (
    <Sheet opened={opened} onClose={onClose} title="Add client">
      {!clients && (
        <QueryNotice
          audience="coach"
          errorCode={connections.failure?.code ?? null}
          savedAt={null}
          onRetry={() => connections.refetch()}
        />
      )}
      {connections.isLoading && <SkeletonRows count={2} />}
      {clients?.length === 0 && (
        <EmptyState action={<ButtonLink to="/clients">Go to clients</ButtonLink>}>
          There are no clients to add. People you invite have to accept first.
        </EmptyState>
      )}
      {canAdd && <EnrollForm clients={clients} onClose={onClose} {...props} />}
    </Sheet>
  );
};

interface EnrollFormProps extends Omit<EnrollSheetProps, 'opened' | 'members'> {
  clients: readonly Client[];
}

const EnrollForm = ({ clients, target, parameters, onClose, onEnrolled }: EnrollFormProps) => {
  const today = useToday();
  const [selectedId, setSelectedId] = useState('');
  const client = clients.find(({ id }) => id === selectedId) ?? clients[0];
  const [startDate, setStartDate] = useState(today);
  // One client's answers are nobody else's.
  const enrolledIn = `${'cohortId' in target ? target.cohortId : target.versionId}.${client?.id ?? ''}`;
  const parameterValues = useParameterValues(parameters, enrolledIn);
  const forgetValues = useForgetParameterValues(enrolledIn);
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const add = useCoachingMutation({
    mutate: (userId: string) =>
      enroll({
        ...('cohortId' in target ? target : { ...target, startDate }),
        userId,
        parameters: parameterValues.values,
      }),
    errorDetail: `${client?.name ?? 'The client'} was not added.`,
    onDone: ({ status }) => {
      forgetValues();
      const name = client?.name ?? '';
      showToast(
        status === 'pending'
          ? `Added ${name}. Their tasks appear once payment is received or you confirm it.`
          : `Added ${name}. Their tasks are being created.`,
      );
      onClose();
      return onEnrolled();
    },
  });
  return (
    <SheetForm
      submitLabel="Add client"
      isSubmitting={add.isPending}
      onSubmit={() => {
        setWasSubmitted(true);
        const isValid = parameterValues.validate() && startDate !== '';
        return isValid && client ? add.mutate(client.id) : undefined;
      }}
    >
      <SelectField
        label="Client"
        data={clients.map(({ id, name }) => ({ value: id, label: name }))}
        value={client?.id ?? ''}
        onChange={(event) => {
          setSelectedId(event.currentTarget.value);
        }}
      />
      {'versionId' in target && (
        <DateField
          label="Start date"
          required
          value={startDate}
          error={wasSubmitted && startDate === '' ? 'Choose a start date.' : undefined}
          onChange={(event) => {
            setStartDate(event.currentTarget.value);
          }}
        />
      )}
      <ParameterInputs {...parameterValues.inputs} />
    </SheetForm>
  );
};
