import { createRequestMutation } from '../errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

export const enrollmentErrorMessage = createRequestErrorMessage({
  refusals: {
    not_found: 'It was withdrawn, or its link was replaced.',
    not_approved: 'An admin hasn’t approved this program yet.',
    has_a_price: 'It has a price, so its coach enrolls people.',
    missing_parameter: 'A required answer is missing.',
    unknown_option: 'One of your answers is no longer offered. Reload to see the current choices.',
    cohort_closed: 'Enrollment is closed.',
    too_many_programs: 'You are already in 100 programs. Leave one first.',
    removed: 'The coach removed you from this cohort.',
  },
});

/** A request about one of the person's own enrollments. */
export const useEnrollmentMutation = createRequestMutation(enrollmentErrorMessage);
