import type { DBCore, Middleware } from 'dexie';
import type { Change } from '../../src/domain/sync/change.ts';

/** Calls `onChange` with every change that a transaction adds to the outbox, whether or not it commits. */
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
          if (request.type === 'add') for (const change of request.values as Change[]) onChange(change);
          return table.mutate(request);
        },
      };
    },
  }),
});
