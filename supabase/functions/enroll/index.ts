import * as z from 'zod';
import { answering, readJson, textOf } from '../_shared/answering.ts';
import { inBackground } from '../_shared/background.ts';
import { databaseOf } from '../_shared/database.ts';
import { standingOf } from '../_shared/enrollment-plan.ts';
import { paymentProvider } from '../_shared/payment.ts';
import { syncAllProgramTasks } from '../_shared/program-engine.ts';
import { takeUpUnfinished } from '../_shared/unfinished.ts';

/** By a cohort's link, oneself; by a coach, somebody who has accepted them. An enrollment: where it is to be paid for. */
const wish = z
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
    error: 'A coach names whom to enroll; whoever holds a link enrolls themselves.',
  });

const enrolled = z.object({
  enrollment_id: z.string(),
  user_id: z.string(),
  status: z.string(),
  price: z.int().nullable(),
  currency: z.string(),
});

/** Enrolls one person. The answer does not wait for their tasks, which are made in the background until all are there. */
Deno.serve(
  answering(async (request) => {
    const database = databaseOf(request);
    const asked = readJson(wish, await textOf(request));
    const {
      enrollment_id: enrollmentId,
      user_id: userId,
      status,
      price,
      currency,
    } = asked.enrollmentId
      ? await standingOf(database, asked.enrollmentId)
      : await database.rpc(enrolled, 'enroll_person', {
          request: {
            token: asked.token,
            cohort_id: asked.cohortId,
            version_id: asked.versionId,
            user_id: asked.userId,
            start_date: asked.startDate,
            parameters: asked.parameters,
          },
        });
    if (status === 'active' && !asked.enrollmentId) {
      inBackground(() => syncAllProgramTasks(userId, enrollmentId, database));
    }
    const provider = status === 'pending' && price !== null ? paymentProvider() : null;
    if (!provider || price === null) return { enrollmentId, status };
    return {
      enrollmentId,
      status,
      payment: { url: await provider.checkout({ enrollmentId, amount: price, currency }), amount: price, currency },
    };
  }),
);
takeUpUnfinished();
