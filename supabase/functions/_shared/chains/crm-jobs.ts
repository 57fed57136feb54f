import * as z from 'zod';
import type { ApiClient } from './api-client.ts';
import { ApiFailure } from './api-failure.ts';
import { type AnyJob, anyJob, type JobContext, type StagedRow } from './job.ts';
import {
  IMPARTNER_PAGE_SIZE,
  IMPARTNER_UPDATE_SIZE,
  type ImpartnerPage,
  listAccounts,
  listLeads,
  listUsers,
  type PartnerCounts,
  updateAccounts,
} from './impartner.ts';

/** Pages of a list that are read at once. */
const BATCH = 10;

type ListPage = (
  api: JobContext['api'],
  skip: number,
  changedSince: string | null,
) => Promise<ImpartnerPage<StagedRow>>;

const skipCursor = z.object({ list: z.int().min(0), skip: z.int().min(0) });
type SkipCursor = z.infer<typeof skipCursor>;

/** Walks through lists one after the other, by offset: the API says how many rows each has. */
const listsJob = (lists: readonly { dataset: string; list: ListPage }[]): AnyJob =>
  anyJob<SkipCursor>({
    cursor: skipCursor,
    first: () => ({ list: 0, skip: 0 }),
    resume: ({ list, skip }) => ({ list, skip: Math.max(0, skip - IMPARTNER_PAGE_SIZE) }),
    page: async ({ list: index, skip }, { api, step }) => {
      const current = lists[index];
      if (current === undefined) return { readRows: 0, next: null };
      const read = async (at: number, most = 1) =>
        requireRows(await current.list(api, at, step.changedSince), at, most);
      const first = await read(skip);
      // Pages may be smaller than they were asked for: the first one says how many rows they have.
      const size = Math.max(1, first.rows.length);
      const left = Math.ceil((first.count - skip) / size) - 1;
      const more = await Promise.all(
        Array.from({ length: Math.max(0, Math.min(left, BATCH - 1)) }, (_, page) =>
          read(skip + (page + 1) * size, size),
        ),
      );
      const pages = [first, ...more];
      const rows = pages.flatMap((page) => page.rows);
      const end = skip + pages.length * size;
      // Rows may be added while it is read: the last page says how many there are now.
      const isOver = end >= (pages.at(-1) ?? first).count;
      return {
        rows: { [current.dataset]: rows },
        readRows: rows.length,
        expectedRows: first.count,
        next: isOver ? { list: index + 1, skip: 0 } : { list: index, skip: end },
      };
    },
  });

/** A page has all rows up to its size or the end of its list: `most` is what it has at least, where there are as many. */
const requireRows = <Row>(page: ImpartnerPage<Row>, skip: number, most: number): ImpartnerPage<Row> => {
  if (page.rows.length >= Math.min(most, page.count - skip)) return page;
  const found = `${String(page.rows.length)} rows at ${String(skip)} of ${String(page.count)}`;
  throw new ApiFailure('unexpected_shape', `A page is not complete: ${found}.`, true);
};

export const syncPartners = listsJob([
  { dataset: 'partners', list: listAccounts },
  { dataset: 'contacts', list: listUsers },
]);
export const syncLeads = listsJob([{ dataset: 'leads', list: listLeads }]);

const partnerCounts = z.object({
  id: z.string(),
  total_npcu: z.number(),
  certified_people: z.int(),
  expiring_certificates: z.int(),
});
const pushCursor = z.object({ after: z.string() });

/** Sends the counts of partners that differ from what the CRM has, and stores its result for each of them. */
export const pushCounts = anyJob<z.infer<typeof pushCursor>>({
  cursor: pushCursor,
  first: () => ({ after: '' }),
  page: async ({ after }, { api, step, call }) => {
    const due = await call(z.array(partnerCounts), 'next_push', { after, most: IMPARTNER_UPDATE_SIZE });
    const last = due.at(-1);
    if (last === undefined) return { readRows: 0, next: null };
    const items = step.isDryRun
      ? due.map((counts) => ({ ...counts, outcome: 'dry_run', message: null }))
      : await sendCounts(api, due);
    await call(z.null(), 'store_push', { items });
    const countOf = (outcome: string) => items.filter((item) => item.outcome === outcome).length;
    const notes = { sent: countOf('sent'), refused: countOf('refused'), would_send: countOf('dry_run') };
    return {
      readRows: due.length,
      notes: Object.fromEntries(Object.entries(notes).filter(([, count]) => count > 0)),
      next: { after: last.id },
    };
  },
});

const sendCounts = async (api: ApiClient, due: readonly PartnerCounts[]) => {
  const results = new Map((await updateAccounts(api, due)).map((result) => [result.id, result]));
  return due.map((counts) => {
    const { success = false, message = null } = results.get(counts.id) ?? {};
    return { ...counts, outcome: success ? 'sent' : 'refused', message };
  });
};
