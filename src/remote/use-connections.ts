import { type Connection, myConnections } from './coaching.ts';
import { type KeptQuery, useKeptQuery } from './use-kept-query.ts';

/** The person's connections with coaches and clients. */
export const useConnections = (): KeptQuery<Connection[]> =>
  useKeptQuery({ key: ['connections'], read: myConnections });

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
    .flatMap(({ id: connection, role, state, person: { id, display_name, email } }) =>
      role === 'coach' && state === 'accepted' && id !== null
        ? [{ id, name: display_name?.trim() ? display_name : email, email, connection }]
        : [],
    )
    .sort((a, b) => a.name.localeCompare(b.name));
