import { CLEAR_UNDO_DAYS } from '../../domain/tasks/task.ts';
import { createRequestMutation } from '../errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

/** The message of a coach's failed request. */
export const coachingErrorMessage = createRequestErrorMessage({
  refusals: {
    forbidden: 'Only the program’s coach can do this. The program is not yours, or the connection has ended.',
    not_found: 'This no longer exists. Go back and choose again.',
    not_active: 'Only active enrollments get tasks. Confirm the payment first, or enroll them again.',
    too_many_programs: 'They are already in 100 programs. One of them has to end first.',
    not_connected:
      'They haven’t accepted you as their coach, or the connection has ended. Invite them first, under Clients.',
    not_published: 'This version is no longer the published one. Reload, then enroll them in the current version.',
    missing_parameter: 'A required answer is missing.',
    ended: 'This enrollment has ended. Enroll them again.',
    nothing_due: 'Nothing is due for this enrollment any more. Reload to see its current state.',
    too_late: `A clear can be undone for ${String(CLEAR_UNDO_DAYS)} days, and this one is older. Sync the tasks from the template instead.`,
    invalid_value: 'A date or an answer is not valid. Correct it, then try again.',
    malformed_request: 'The server could not read this. Check the days, then try again.',
  },
});

/** For requests that change nothing. */
export const previewErrorMessage = (error: unknown): string => coachingErrorMessage(error, '');

/** A request of a coach about programs, cohorts and enrollments. */
export const useCoachingMutation = createRequestMutation(coachingErrorMessage);
