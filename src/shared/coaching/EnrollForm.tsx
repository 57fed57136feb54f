import { useRef, useState } from 'react';
import type { Client } from '../../data/coaching/use-connections.ts';
import { useToday } from '../../data/profile/local-clock.ts';
import type { ProgramParameter } from '../../domain/programs/program.ts';
import { DateField } from '../../ui/DateFields.tsx';
import { Segmented } from '../../ui/Segmented.tsx';
import { SheetForm } from '../../ui/SheetForm.tsx';
import { showToast } from '../../ui/toast.tsx';
import { ClientParameters, type ParameterForm } from './ClientParameters.tsx';
import { ClientPicker } from './ClientPicker.tsx';
import { EnrollResults, enrollResultsMessage } from './EnrollResults.tsx';
import { type EnrollResult, type EnrollTarget, useEnrollClients } from './use-enroll-clients.ts';

interface EnrollFormProps {
  clients: readonly Client[];
  target: EnrollTarget;
  parameters: readonly ProgramParameter[];
  onClose: () => void;
  onEnrolled: () => Promise<unknown>;
}

/** The key of answers that are the same for all. */
const ALL = 'all';

export const EnrollForm = ({ clients, target, parameters, onClose, onEnrolled }: EnrollFormProps) => {
  const today = useToday();
  const [selectedIds, setSelectedIds] = useState<readonly string[]>(() =>
    clients.length === 1 ? clients.map(({ id }) => id) : [],
  );
  const [startDate, setStartDate] = useState(today);
  const [parametersFor, setParametersFor] = useState<'each' | 'all'>('each');
  const [wasSubmitted, setWasSubmitted] = useState(false);
  const [results, setResults] = useState<readonly EnrollResult[]>([]);
  const forms = useRef(new Map<string, ParameterForm>());

  const selected = clients.filter(({ id }) => selectedIds.includes(id));
  const isShared = parametersFor === 'all' && selected.length > 1;
  const formOf = ({ id }: Client) => forms.current.get(isShared ? ALL : id);
  const enrolledIn = 'cohortId' in target ? target.cohortId : target.versionId;

  const { enrollAll, isPending, finished } = useEnrollClients(target, startDate, (ended) => {
    const failed = ended.filter(({ outcome }) => outcome === 'failed' || outcome === 'untried');
    for (const { client, outcome } of ended) {
      if (outcome === 'added' || outcome === 'pending') forms.current.get(client.id)?.forget();
    }
    if (failed.length < ended.length) showToast(enrollResultsMessage(ended));
    if (failed.length === 0) {
      forms.current.get(ALL)?.forget();
      onClose();
    } else {
      setResults(ended);
      setSelectedIds(failed.map(({ client }) => client.id));
    }
    return onEnrolled();
  });

  const submit = () => {
    setWasSubmitted(true);
    // All of them, so that each shows what is missing.
    const isComplete = selected.map((client) => formOf(client)?.validate() ?? true).every(Boolean);
    if (selected.length === 0 || startDate === '' || !isComplete) return undefined;
    setResults([]);
    return enrollAll(selected.map((client) => ({ client, parameters: formOf(client)?.values() ?? {} })));
  };

  return (
    <SheetForm
      submitLabel={submitLabel(selected.length, isPending ? finished : null)}
      isSubmitting={isPending}
      onSubmit={submit}
    >
      <EnrollResults results={results} />
      <ClientPicker
        clients={clients}
        selectedIds={selectedIds}
        onChange={setSelectedIds}
        errorMessage={wasSubmitted && selected.length === 0 ? 'Choose at least one client.' : null}
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
      {parameters.length > 0 && selected.length > 1 && (
        <Segmented
          label="Answers"
          value={parametersFor}
          options={[
            { value: 'each', label: 'Answers for each' },
            { value: 'all', label: 'Same for all' },
          ]}
          onChange={setParametersFor}
          fullWidth
        />
      )}
      {parameters.length > 0 &&
        (isShared ? [{ id: ALL, name: '' }] : selected).map(({ id, name }) => (
          <ClientParameters
            key={id}
            // One client's answers are nobody else's.
            enrolledIn={`${enrolledIn}.${id}`}
            name={selected.length > 1 && !isShared ? name : null}
            parameters={parameters}
            register={(current) => {
              if (current) forms.current.set(id, current);
              else forms.current.delete(id);
            }}
          />
        ))}
    </SheetForm>
  );
};

const submitLabel = (count: number, finished: number | null): string => {
  if (finished !== null && count > 1) return `Adding ${String(finished + 1)} of ${String(count)}`;
  return count > 1 ? `Add ${String(count)} clients` : 'Add client';
};
