import { useState } from 'react';
import { Button } from '../../../ui/Button.tsx';
import { type Connection, endConnection } from '../../../data/coaching/connections.ts';
import { isEmailAddress } from '../../../domain/values/email.ts';
import { acceptedClients, useConnections } from '../../../data/coaching/use-connections.ts';
import { QueryState } from '../../../shared/queries/QueryNotice.tsx';
import { plural } from '../../../ui/format.ts';
import { IconMail, IconUser, IconUserPlus } from '../../../ui/icons.ts';
import { IconTile } from '../../../ui/IconTile.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Page, PageHeader, Section } from '../../../ui/Page.tsx';
import { RelativeTime } from '../../../ui/RelativeTime.tsx';
import { ListRow, ListRows } from '../../../ui/ListRows.tsx';
import { showToast } from '../../../ui/toast.tsx';
import { InviteSheet } from './InviteSheet.tsx';
import { useConnectionMutation } from '../../../shared/coaching/use-connection-mutation.ts';

/** The coach's clients and open invitations. */
export const ClientsScreen = () => {
  const connections = useConnections();
  const [isInviting, setInviting] = useState(false);
  const invite = () => {
    setInviting(true);
  };
  const clients = connections.data && acceptedClients(connections.data);
  const invited = connections.data?.filter(({ role, state }) => role === 'coach' && state === 'invited') ?? [];
  return (
    <Page>
      <PageHeader
        title="Clients"
        {...(clients && clients.length > 0 && { detail: plural(clients.length, 'client') })}
        actions={
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={invite}>
            Invite clients
          </Button>
        }
      />
      <QueryState audience="coach" query={connections} skeletonRows={4} />
      {clients && clients.length === 0 && (
        <EmptyState
          icon={<IconUser size={24} aria-hidden />}
          action={
            invited.length === 0 && (
              <Button variant="default" onClick={invite}>
                Invite your first client
              </Button>
            )
          }
        >
          {invited.length === 0
            ? 'You have no clients yet. People you invite can accept or decline.'
            : 'No one has accepted yet.'}
        </EmptyState>
      )}
      {clients && clients.length > 0 && (
        <ListRows label="Clients">
          {clients.map(({ id, name, email }) => (
            <ListRow
              key={id}
              leading={<IconTile Icon={IconUser} />}
              title={name}
              detail={name === email ? undefined : email}
              link={{ to: '/clients/$id', params: { id } }}
            />
          ))}
        </ListRows>
      )}
      {invited.length > 0 && (
        <Section title="Invited" detail="They see the invitation under Coaches when they sign in with this email.">
          <ListRows label="Invited">
            {invited.map((connection) => (
              <InvitedRow key={connection.id} connection={connection} onWithdrawn={() => connections.refetch()} />
            ))}
          </ListRows>
        </Section>
      )}
      <InviteSheet
        opened={isInviting}
        onClose={() => {
          setInviting(false);
        }}
        onInvited={() => connections.refetch()}
      />
    </Page>
  );
};

interface InvitedRowProps {
  connection: Connection;
  onWithdrawn: () => Promise<unknown>;
}

const InvitedRow = ({ connection: { id, person, invited_at }, onWithdrawn }: InvitedRowProps) => {
  const withdraw = useConnectionMutation({
    mutate: () => endConnection(id),
    errorDetail: `${person.email} is still invited.`,
    onDone: () => {
      showToast(`Withdrew the invitation to ${person.email}.`);
      return onWithdrawn();
    },
  });
  return (
    <ListRow
      leading={<IconTile Icon={IconMail} />}
      title={person.email}
      detail={
        // Invitations of before addresses were checked.
        isEmailAddress(person.email) ? (
          <>
            Invited <RelativeTime instant={Date.parse(invited_at)} />
          </>
        ) : (
          'This is not an email address, so nobody can accept. Withdraw it, and invite the right one.'
        )
      }
      trailing={
        <Button
          variant="default"
          size="sm"
          aria-label={`Withdraw the invitation to ${person.email}`}
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate(undefined)}
        >
          Withdraw
        </Button>
      }
    />
  );
};
