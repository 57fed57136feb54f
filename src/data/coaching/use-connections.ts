import { displayName } from '../../domain/profiles/profile.ts';
import { type Connection, getMyConnections } from './connections.ts';
import { type PersistedQuery, usePersistedQuery } from '../../api/use-persisted-query.ts';
import { compareTexts } from '../../domain/values/collation.ts';

/** The person's connections with coaches and clients. */
export const useConnections = (enabled = true): PersistedQuery<Connection[]> =>
  usePersistedQuery({ key: ['connections'], read: getMyConnections, enabled });

/** The name of the other side. */
export const connectionName = ({ person }: Connection): string => displayName(person);

/** Invitations that the person has not answered. */
export const pendingInvitations = (connections: readonly Connection[]): Connection[] =>
  connections.filter(({ role, state }) => role === 'client' && state === 'invited');

/** A person who has accepted the coach. */
export interface Client {
  id: string;
  name: string;
  email: string;
  connection: string;
}

/** The clients among the connections, by name. */
export const acceptedClients = (connections: readonly Connection[]): Client[] =>
  connections
    .flatMap((connection) => {
      const { role, state, person } = connection;
      return role === 'coach' && state === 'accepted' && person.id !== null
        ? [{ id: person.id, name: connectionName(connection), email: person.email, connection: connection.id }]
        : [];
    })
    .sort((a, b) => compareTexts(a.name, b.name));
