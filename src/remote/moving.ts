import * as z from 'zod/mini';
import { ask } from './ask.ts';
import type { ToolRequest } from './task-tools.ts';

const moved = z.object({ added: z.number(), removed: z.number(), changed: z.number() });

/** How many tasks were added, removed or changed, or would be. */
export type Moved = z.infer<typeof moved>;

/**
 * Moves one enrollment, or a cohort with all of its members who have not ended, to a version of the same program; a dry
 * run only tells. Only tasks that are ahead and that nobody has touched follow it. Twice is once.
 * @throws TransportFailure; refused with `not_found`, `ended` or `forbidden`.
 */
export const moveToVersion = (whom: ToolRequest['whom'], versionId: string, dryRun: boolean): Promise<Moved> =>
  ask(moved, (client, signal) =>
    client
      .rpc('move_enrollment', {
        ...('cohortId' in whom ? { cohort: whom.cohortId } : { enrollment: whom.enrollmentId }),
        version: versionId,
        dry_run: dryRun,
      })
      .abortSignal(signal),
  );
