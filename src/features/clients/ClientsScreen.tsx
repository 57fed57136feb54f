import { Button } from '@mantine/core';
import { useState } from 'react';
import { type Connection, endConnection } from '../../remote/coaching.ts';
import { clientsAmong, useConnections } from '../../remote/use-connections.ts';
import { AnswerState } from '../../ui/AnswerNotice.tsx';
import { plural } from '../../ui/format.ts';
import { IconMail, IconUser, IconUserPlus } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { EmptyState } from '../../ui/Messages.tsx';
import { Page, PageHeader, Section } from '../../ui/Page.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { Row, Rows } from '../../ui/Rows.tsx';
import { showToast } from '../../ui/toast.tsx';
import { InviteSheet } from './InviteSheet.tsx';
import { useDeed } from './use-deed.ts';

/** Whom the coach coaches, and whom they have invited. */
export const ClientsScreen = () => {
  const connections = useConnections();
  const [isInviting, setInviting] = useState(false);
  const invite = () => {
    setInviting(true);
  };
  const clients = connections.data && clientsAmong(connections.data);
  const invited = connections.data?.filter(({ role, state }) => role === 'coach' && state === 'invited') ?? [];
  return (
    <Page>
      <PageHeader
        title="Clients"
        {...(clients && clients.length > 0 && { detail: plural(clients.length, 'client') })}
        actions={
          <Button leftSection={<IconUserPlus size={18} aria-hidden />} onClick={invite}>
            Invite
          </Button>
        }
      />
      <AnswerState of={connections} rows={4} />
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
            ? 'Nobody has you as their coach yet. Whom you invite decides whether they want to.'
            : 'Nobody has accepted yet.'}
        </EmptyState>
      )}
      {clients && clients.length > 0 && (
        <Rows label="Clients">
          {clients.map(({ id, name, email }) => (
            <Row
              key={id}
              leading={<IconTile Icon={IconUser} />}
              title={name}
              detail={name === email ? undefined : email}
              link={{ to: '/clients/$id', params: { id } }}
            />
          ))}
        </Rows>
      )}
      {invited.length > 0 && (
        <Section
          title="Invited"
          detail="They see the invitation under Coaches as soon as they sign in with this address."
        >
          <Rows label="Invited">
            {invited.map((connection) => (
              <InvitedRow key={connection.id} connection={connection} onWithdrawn={() => connections.refetch()} />
            ))}
          </Rows>
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
  const withdraw = useDeed({
    work: () => endConnection(id),
    kept: `${person.email} is still invited.`,
    done: () => {
      showToast(`${person.email} is not invited any more.`);
      return onWithdrawn();
    },
  });
  return (
    <Row
      leading={<IconTile Icon={IconMail} />}
      title={person.email}
      detail={
        <>
          Invited <RelativeTime instant={Date.parse(invited_at)} />
        </>
      }
      trailing={
        <Button
          variant="default"
          size="sm"
          aria-label={`Withdraw the invitation of ${person.email}`}
          loading={withdraw.isPending}
          onClick={() => {
            withdraw.mutate(undefined);
          }}
        >
          Withdraw
        </Button>
      }
    />
  );
};
