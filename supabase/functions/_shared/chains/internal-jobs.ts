import * as z from 'zod';
import { anyJob } from './job.ts';

/** A job that the database does by itself, in one call. */
export const internalJob = anyJob<null>({
  cursor: z.null(),
  first: () => null,
  page: async (_, { call }) => {
    await call(z.unknown(), 'run_internal_step');
    return { readRows: 0, next: null };
  },
});
