import * as z from 'zod';
import { mailSettings } from '../mail/settings.ts';
import { anyJob } from './job.ts';

/** Recipients of one page: the database computes their reports in one call. */
const PAGE_SIZE = 25;

const queuedPage = z.object({
  last: z.string().nullable(),
  queued: z.int(),
  repeated: z.int(),
  invalid: z.int(),
});
const cursor = z.object({ after: z.string().nullable() });

/**
 * Queues a weekly report for each of its recipients. Its notes say how many were queued, how many had theirs before, how many
 * addresses are none, and whether mails wait because mail is not set up.
 */
export const queueReports = anyJob<z.infer<typeof cursor>>({
  cursor,
  first: () => ({ after: null }),
  page: async ({ after }, { step, call }) => {
    const { last, queued, repeated, invalid } = await call(queuedPage, 'queue_reports', { after, most: PAGE_SIZE });
    const isConfigured = !('missing' in mailSettings());
    const counts = {
      queued,
      ...(step.isDryRun ? { would_queue: repeated } : { already_queued: repeated }),
      invalid_address: invalid,
      mail_not_configured: isConfigured ? 0 : queued,
    };
    return {
      readRows: queued + repeated,
      notes: Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0)),
      next: last === null ? null : { after: last },
    };
  },
});
