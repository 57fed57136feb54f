import { acceptedClients, useConnections } from '../../data/coaching/use-connections.ts';
import type { ProgramParameter } from '../../domain/programs/program.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SkeletonRows } from '../../ui/Skeletons.tsx';
import { QueryNotice } from '../queries/QueryNotice.tsx';
import { EnrollForm } from './EnrollForm.tsx';
import type { EnrollTarget } from './use-enroll-clients.ts';

interface EnrollSheetProps {
  opened: boolean;
  onClose: () => void;
  target: EnrollTarget;
  parameters: readonly ProgramParameter[];
  /** Ids of people who are enrolled already. */
  enrolledIds: ReadonlySet<string>;
  onEnrolled: () => Promise<unknown>;
}

/** Enrolls clients, one or several at once. */
export const EnrollSheet = ({ opened, onClose, enrolledIds, ...props }: EnrollSheetProps) => {
  const connections = useConnections();
  const clients = connections.data && acceptedClients(connections.data).filter(({ id }) => !enrolledIds.has(id));
  return (
    <Sheet opened={opened} onClose={onClose} title="Add clients">
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
      {clients && clients.length > 0 && <EnrollForm clients={clients} onClose={onClose} {...props} />}
    </Sheet>
  );
};
