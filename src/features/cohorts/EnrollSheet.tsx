import { Button } from '@mantine/core';
import { useId, useState } from 'react';
import { missingParameters } from '../../domain/parameters.ts';
import type { ProgramParameter } from '../../domain/program.ts';
import { enroll } from '../../remote/enrollments.ts';
import { type Client, clientsAmong, useConnections } from '../../remote/use-connections.ts';
import { useToday } from '../../store/react.ts';
import { AnswerNotice } from '../../ui/AnswerNotice.tsx';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { ChoiceField, DateField } from '../../ui/Fields.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { ParameterInputs } from '../../ui/ParameterInputs.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { showToast } from '../../ui/toast.tsx';
import styles from './Cohorts.module.css';
import { useDeed } from './use-deed.ts';

interface EnrollSheetProps {
  opened: boolean;
  onClose: () => void;
  /** Into a cohort, from its start on; or alone into a version. */
  into: { cohortId: string } | { versionId: string };
  parameters: readonly ProgramParameter[];
  /** Ids of those who take it already. */
  members: ReadonlySet<string>;
  onEnrolled: () => Promise<unknown>;
}

/** Enrolls one of the coach's clients. */
export const EnrollSheet = ({ opened, onClose, ...about }: EnrollSheetProps) => {
  const formId = useId();
  const connections = useConnections();
  const clients = connections.data && clientsAmong(connections.data).filter(({ id }) => !about.members.has(id));
  const canAdd = clients !== undefined && clients.length > 0;
  return (
    <Sheet
      opened={opened}
      onClose={onClose}
      title="Add a client"
      {...(canAdd && {
        footer: (
          <Button type="submit" form={formId} size="lg" style={{ flex: 1 }}>
            Add
          </Button>
        ),
      })}
    >
      {!clients && (
        <AnswerNotice
          problem={connections.failure?.code ?? null}
          savedAt={null}
          onRetry={() => void connections.refetch()}
        />
      )}
      {connections.isLoading && <SkeletonRows count={2} />}
      {clients?.length === 0 && (
        <EmptyState action={<ButtonLink to="/clients">Go to clients</ButtonLink>}>
          There is no client who could be added. Whom you invite has to accept first.
        </EmptyState>
      )}
      {canAdd && <EnrollForm formId={formId} clients={clients} onClose={onClose} {...about} />}
    </Sheet>
  );
};

interface EnrollFormProps extends Omit<EnrollSheetProps, 'opened' | 'members'> {
  formId: string;
  clients: readonly Client[];
}

const EnrollForm = ({ formId, clients, into, parameters, onClose, onEnrolled }: EnrollFormProps) => {
  const today = useToday();
  const [chosen, setChosen] = useState('');
  const client = clients.find(({ id }) => id === chosen) ?? clients[0];
  const [startDate, setStartDate] = useState(today);
  const [filled, setFilled] = useState<Record<string, string>>({});
  const [isTried, setTried] = useState(false);
  const missing = missingParameters(parameters, filled);
  const add = useDeed({
    work: (userId: string) =>
      enroll({ ...('cohortId' in into ? into : { ...into, startDate }), userId, parameters: filled }),
    kept: `${client?.name ?? 'Nobody'} was not added.`,
    done: ({ status }) => {
      const name = client?.name ?? '';
      showToast(
        status === 'pending'
          ? `${name} is added, and starts when it is paid for or you confirm it.`
          : `${name} is added. Their tasks are being made.`,
      );
      onClose();
      return onEnrolled();
    },
  });
  return (
    <form
      id={formId}
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (client && missing.size === 0 && startDate !== '' && !add.isPending) add.mutate(client.id);
      }}
    >
      <ChoiceField
        label="Client"
        data={clients.map(({ id, name }) => ({ value: id, label: name }))}
        value={client?.id ?? ''}
        onChange={(event) => {
          setChosen(event.currentTarget.value);
        }}
      />
      {'versionId' in into && (
        <DateField
          label="Starts on"
          required
          value={startDate}
          error={isTried && startDate === '' ? 'Choose the day it starts on.' : undefined}
          onChange={(event) => {
            setStartDate(event.currentTarget.value);
          }}
        />
      )}
      <ParameterInputs
        parameters={parameters}
        filled={filled}
        missing={isTried ? missing : new Set()}
        onChange={setFilled}
      />
    </form>
  );
};
