import type { Client } from './client.ts';
import { isMarked, rowKey } from './markers.ts';
import type { Server } from './server.ts';

/** A line for each committed change and each version on the server of the rows that the violations name, to explain them. */
export const rowHistories = async (
  violations: readonly string[],
  clients: readonly Client[],
  server: Server,
): Promise<string[]> => {
  const isNamed = (table: string, id: string) => violations.some((what) => what.includes(rowKey(table, id)));
  const changes = clients.flatMap(({ name, committed }) => committed.map((change) => ({ name, ...change })));
  const versions = await server.query<{ table: string; row: { id: string }; isDeleted: boolean }>(
    'select table_name as table, content as row, is_deleted as "isDeleted" from nemesis.versions order by n',
  );
  return [
    ...changes
      .filter(({ table, row }) => isNamed(table, row))
      .sort((a, b) => (a.timestamp < b.timestamp ? -1 : 1))
      .map((change) => `committed ${JSON.stringify(change)}`),
    ...versions
      .filter(({ table, row }) => isMarked(table) && isNamed(table, row.id))
      .map(({ row, isDeleted }) => `${isDeleted ? 'deleted' : 'stored'} ${JSON.stringify(row)}`),
  ];
};
