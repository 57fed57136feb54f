import type { Change } from '../../src/domain/sync/change.ts';
import { findRepeatedChanges, type Content, isMarked, MARKED_TABLES, type Version } from './markers.ts';
import type { Client } from './client.ts';
import { type ConflictVersion, lostChoices, lostWrites, conflictingCopies } from './lost-writes.ts';
import type { Server } from './server.ts';
import { findStaleReads } from './observations.ts';

export interface Figures {
  /** Changes that have committed on clients; of them deletes, restored rows, and resolved conflicts. */
  writes: number;
  deletes: number;
  restores: number;
  choices: number;
  /** Versions that rows have had on the server. */
  versions: number;
  /** Conflicts that the server has stored. */
  conflicts: number;
}

/** Checks everything that clients have written and seen and that the server has stored. */
export const verifyRun = async (
  clients: readonly Client[],
  server: Server,
): Promise<{ figures: Figures; violations: string[] }> => {
  const committed = clients.flatMap((client) => client.committed);
  const all = await server.query<{ table: string } & Pick<Version, 'row' | 'isDeleted'>>(
    'select table_name as table, content as row, is_deleted as "isDeleted" from nemesis.versions order by n',
  );
  const versions = all.flatMap(({ table, ...version }): Version[] => (isMarked(table) ? [{ table, ...version }] : []));
  const conflicts = all.filter(({ table }) => table === 'sync_conflicts') as unknown as ConflictVersion[];
  const stored = await Promise.all(
    MARKED_TABLES.map(async (table) => {
      const rows = await server.query<Pick<Content, 'row'>>(`select to_jsonb(t) as row from public.${table} t`);
      return rows.map(({ row }) => ({ table, row }));
    }),
  );
  const unresolved = await server.query<{ id: string }>('select id from public.sync_conflicts');
  return {
    figures: {
      ...figuresOf(committed),
      versions: versions.length,
      conflicts: conflicts.filter(({ isDeleted }) => !isDeleted).length,
    },
    violations: [
      ...lostWrites(committed, stored.flat(), conflictingCopies(conflicts)),
      ...lostChoices(committed, conflicts, new Set(unresolved.map(({ id }) => id))),
      // A restored database has every change once more.
      ...(server.restored() > 0 ? [] : findRepeatedChanges(committed, versions)),
      ...findStaleReads(clients, versions),
    ],
  };
};

const figuresOf = (committed: readonly Change[]): Pick<Figures, 'writes' | 'deletes' | 'restores' | 'choices'> => {
  const deletes = committed.filter(({ op }) => op === 'delete');
  const choices = deletes.filter(({ table }) => table === 'sync_conflicts').length;
  const inserts = committed.filter(({ op }) => op === 'insert').map(({ row }) => row);
  return {
    writes: committed.length,
    deletes: deletes.length - choices,
    restores: inserts.length - new Set(inserts).size,
    choices,
  };
};
