import { useState } from 'react';
import { TransportFailure } from '../../contract/transport-failure.ts';
import type { Client } from '../../data/coaching/use-connections.ts';
import { enroll } from '../../data/enrollments/coached-enrollments.ts';
import type { CalendarDate } from '../../domain/calendar/calendar-date.ts';
import { useActionMutation } from '../errors/use-action-mutation.ts';
import { previewErrorMessage } from './use-coaching-mutation.ts';

/** A cohort, from its start date on; or a version. */
export type EnrollTarget = { cohortId: string } | { versionId: string };

export interface EnrollRequest {
  client: Client;
  parameters: Record<string, string>;
}

/** What became of one client. `failed` has a sentence that says why; `untried` was not sent, since the requests fail. */
export type EnrollResult = { client: Client } & (
  { outcome: 'added' | 'pending' } | { outcome: 'failed'; reason: string } | { outcome: 'untried' }
);

/** Enrolls clients one after the other; each succeeds or fails by itself. Once more is harmless: nobody is enrolled twice. */
export const useEnrollClients = (
  target: EnrollTarget,
  startDate: CalendarDate,
  onDone: (results: EnrollResult[]) => unknown,
) => {
  const [finished, setFinished] = useState(0);
  const run = async (requests: readonly EnrollRequest[]): Promise<EnrollResult[]> => {
    const results: EnrollResult[] = [];
    let isStopped = false;
    setFinished(0);
    for (const { client, parameters } of requests) {
      if (isStopped) {
        results.push({ client, outcome: 'untried' });
        continue;
      }
      try {
        const { status } = await enroll({
          ...('cohortId' in target ? target : { ...target, startDate }),
          userId: client.id,
          parameters,
        });
        results.push({ client, outcome: status === 'pending' ? 'pending' : 'added' });
      } catch (error) {
        // A refusal is about this client; any other failure would meet the next one as well.
        isStopped = !(error instanceof TransportFailure && error.code === 'rejected');
        results.push({ client, outcome: 'failed', reason: previewErrorMessage(error) });
      }
      setFinished(results.length);
    }
    return results;
  };
  const mutation = useActionMutation({ mutationFn: run, onSuccess: onDone });
  return { enrollAll: mutation.mutate, isPending: mutation.isPending, finished };
};
