import { createRequestMutation } from '../errors/create-request-mutation.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

/** A request of a coach about tasks of clients. */
export const useClientTaskMutation = createRequestMutation(
  createRequestErrorMessage({
    refusals: {
      forbidden: 'Only coaches can do this, and you are no longer one.',
      not_found: 'The task no longer exists, or you no longer coach this client.',
      not_active: 'Only active enrollments get tasks. Confirm the payment first, or enroll them again.',
      task_done: 'The client has done this task meanwhile, so it stays as it is.',
      task_locked: 'The client has locked this task meanwhile, so it stays as it is.',
      task_has_notes: 'The client has written a note on this task meanwhile. Read it before you remove the task.',
      past_date: 'This day is over for the client. Choose a later one.',
      invalid_value: 'A value is not valid. Correct it, then try again.',
      malformed_request: 'The server could not read this. Check the fields, then try again.',
    },
  }),
);
