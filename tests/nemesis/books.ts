import type { Change } from '../../src/domain/sync/change.ts';
import { appliedTwice, type Content, isMarked, MARKED_TABLES, type Version } from './account.ts';
import type { Client } from './client.ts';
import { type ConflictVersion, lostChoices, lostWrites, setAside } from './lost.ts';
import type { Server } from './server.ts';
import { wentBack } from './sightings.ts';

export interface Figures {
  /** Changes that clients were told are kept; of them deletes, rows put back, and choices between versions. */
  writes: number;
  deletes: number;
  restores: number;
  choices: number;
  /** Versions that rows have had on the server. */
  versions: number;
  /** How often something was kept aside for a person to choose. */
  conflicts: number;
}

/** The accounts, over everything that has happened. */
export const booksOf = async (
  clients: readonly Client[],
  server: Server,
): Promise<{ figures: Figures; violations: string[] }> => {
  const kept = clients.flatMap((client) => client.kept);
  const all = await server.query<{ table: string } & Pick<Version, 'row' | 'gone'>>(
    'select table_name as table, content as row, gone from nemesis.versions order by n',
  );
  const versions = all.flatMap(({ table, ...version }): Version[] => (isMarked(table) ? [{ table, ...version }] : []));
  const conflicts = all.filter(({ table }) => table === 'sync_conflicts') as unknown as ConflictVersion[];
  const stored = await Promise.all(
    MARKED_TABLES.map(async (table) => {
      const rows = await server.query<Pick<Content, 'row'>>(`select to_jsonb(t) as row from public.${table} t`);
      return rows.map(({ row }) => ({ table, row }));
    }),
  );
  return {
    figures: {
      ...figuresOf(kept),
      versions: versions.length,
      conflicts: conflicts.filter(({ gone }) => !gone).length,
    },
    violations: [
      ...lostWrites(kept, stored.flat(), setAside(conflicts)),
      ...lostChoices(kept, conflicts),
      ...appliedTwice(kept, versions),
      ...wentBack(clients, versions),
    ],
  };
};

const figuresOf = (kept: readonly Change[]): Pick<Figures, 'writes' | 'deletes' | 'restores' | 'choices'> => {
  const deletes = kept.filter(({ op }) => op === 'delete');
  const choices = deletes.filter(({ table }) => table === 'sync_conflicts').length;
  const inserts = kept.filter(({ op }) => op === 'insert').map(({ row }) => row);
  return {
    writes: kept.length,
    deletes: deletes.length - choices,
    restores: inserts.length - new Set(inserts).size,
    choices,
  };
};
