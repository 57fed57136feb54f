import type { DBCore, Middleware } from 'dexie';
import type { Change } from '../../src/domain/sync/change.ts';
import type { PendingChange } from '../../src/store/database.ts';

/**
 * Calls `onChange` with every edit that a transaction adds to the outbox, whether or not it commits. What a device offers to
 * a restored database is no edit of its person.
 */
export const observeOutbox = (onChange: (change: Change) => void): Middleware<DBCore> => ({
  stack: 'dbcore',
  name: 'outbox',
  create: (core) => ({
    ...core,
    table: (name) => {
      const table = core.table(name);
      if (name !== 'outbox') return table;
      return {
        ...table,
        mutate: (request) => {
          const added = request.type === 'add' ? (request.values as (Change & Pick<PendingChange, 'isOffer'>)[]) : [];
          for (const change of added) if (!change.isOffer) onChange(change);
          return table.mutate(request);
        },
      };
    },
  }),
});
