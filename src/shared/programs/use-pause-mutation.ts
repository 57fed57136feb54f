import { createRequestMutation } from '../errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

const pauseErrorMessage = createRequestErrorMessage({
  refusals: {
    not_found: 'This enrollment no longer exists, or isn’t yours to change.',
    not_active: 'Only active enrollments can be paused, and this one isn’t.',
    not_paused: 'There is no such pause any more.',
    pause_overlaps: 'There is a pause on some of these dates already.',
    pause_too_long: 'A pause can have 366 days at most.',
    too_many_pauses: 'An enrollment can have 50 pauses at most.',
    invalid_value: 'One of the dates is not valid.',
    malformed_request: 'The last day is before the first one.',
  },
});

/** For requests that change nothing. */
export const pausePreviewErrorMessage = (error: unknown): string => pauseErrorMessage(error, '');

/** A request that pauses or resumes an enrollment, by its person or its coach. */
export const usePauseMutation = createRequestMutation(pauseErrorMessage);
