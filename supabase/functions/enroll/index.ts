import * as z from 'zod';
import { handler, readJson, readText } from '../_shared/handler.ts';
import { runInBackground } from '../_shared/background.ts';
import { type Database, send, userDatabase } from '../_shared/database.ts';
import { loadEnrollmentStatus } from '../_shared/enrollment-queries.ts';
import { paymentProvider } from '../_shared/payment.ts';
import { syncAllProgramTasks } from '../_shared/task-sync.ts';

/** A person with a cohort's link, a coach for somebody who has accepted them, or, for its payment, an enrollment. */
const enrollRequest = z
  .object({
    token: z.string().min(1).max(200).optional(),
    cohortId: z.guid().optional(),
    versionId: z.guid().optional(),
    enrollmentId: z.guid().optional(),
    userId: z.guid().optional(),
    startDate: z.iso.date().optional(),
    parameters: z.record(z.string().max(100), z.string().max(2_000)).default({}),
  })
  .refine(
    ({ token, cohortId, versionId, enrollmentId }) =>
      [token, cohortId, versionId, enrollmentId].filter((name) => name !== undefined).length === 1,
    'Name exactly one of token, cohortId, versionId and enrollmentId.',
  )
  .refine(({ cohortId, versionId, userId }) => ((cohortId ?? versionId) === undefined) === (userId === undefined), {
    path: ['userId'],
    error: 'A coach names whom to enroll; with a link, people enroll themselves.',
  });

const enrolled = z.object({ enrollment_id: z.string(), user_id: z.string(), status: z.string() });
const quote = z.object({ intent_id: z.string(), amount: z.int(), currency: z.string() }).nullable();

const enroll = (
  database: Database,
  { token, cohortId, versionId, userId, startDate, parameters }: z.infer<typeof enrollRequest>,
) => {
  if (token !== undefined) return send(enrolled, database.rpc('join_cohort', { token, parameters }));
  if (cohortId !== undefined) {
    return send(enrolled, database.rpc('enroll_in_cohort', { cohort: cohortId, client: userId, parameters }));
  }
  const enrollment = { version: versionId, client: userId, start_date: startDate ?? null, parameters };
  return send(enrolled, database.rpc('enroll_in_version', enrollment));
};

/**
 * Enrolls one person. Their tasks are materialized in the background after the response. Where something is to be paid,
 * the response has the page for it, with a quote that is kept.
 */
Deno.serve(
  handler(async (request) => {
    const database = userDatabase(request);
    const body = readJson(enrollRequest, await readText(request));
    const {
      enrollment_id: enrollmentId,
      user_id: userId,
      status,
    } = body.enrollmentId ? await loadEnrollmentStatus(database, body.enrollmentId) : await enroll(database, body);
    if (status === 'active' && !body.enrollmentId) {
      runInBackground(() => syncAllProgramTasks(userId, enrollmentId, database));
    }
    const provider = status === 'pending' ? paymentProvider() : null;
    const due = provider && (await send(quote, database.rpc('quote_payment', { enrollment: enrollmentId })));
    if (!due) return { enrollmentId, status };
    const { intent_id: intentId, amount, currency } = due;
    return {
      enrollmentId,
      status,
      payment: { url: await provider.checkout({ intentId, amount, currency }), amount, currency },
    };
  }),
);
