import { type Connection, myConnections } from './coaching.ts';
import { type KeptQuery, useKeptQuery } from './use-kept-query.ts';

/** The person's connections with coaches and clients. */
export const useConnections = (): KeptQuery<Connection[]> =>
  useKeptQuery({ key: ['connections'], read: myConnections });

/** What the other side is called: by the address until there is a name. */
export const nameOf = ({ person: { display_name, email } }: Connection): string =>
  display_name?.trim() ? display_name : email;

/** Invitations that wait for the person's answer. */
export const invitationsAmong = (connections: readonly Connection[]): Connection[] =>
  connections.filter(({ role, state }) => role === 'client' && state === 'invited');

/** Somebody who has accepted the person as their coach. */
export interface Client {
  id: string;
  name: string;
  email: string;
  connection: string;
}

/** The clients among the connections, by name. */
export const clientsAmong = (connections: readonly Connection[]): Client[] =>
  connections
    .flatMap((connection) => {
      const { role, state, person } = connection;
      return role === 'coach' && state === 'accepted' && person.id !== null
        ? [{ id: person.id, name: nameOf(connection), email: person.email, connection: connection.id }]
        : [];
    })
    .sort((a, b) => a.name.localeCompare(b.name));
