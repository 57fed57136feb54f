import type { HandoverCounts } from '../../data/admin/handover.ts';
import { plural } from '../../ui/format.ts';
import { createRequestErrorMessage } from '../errors/request-error-message.ts';

/** "2 programs, 1 cohort and 5 people" */
export const handoverSummary = ({ programs, cohorts, people, payments }: HandoverCounts): string => {
  const parts = [
    programs > 0 && plural(programs, 'program'),
    cohorts > 0 && plural(cohorts, 'cohort'),
    people > 0 && plural(people, 'person', 'people'),
    payments > 0 && plural(payments, 'open payment'),
  ].filter((part) => part !== false);
  return [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ');
};

export const handoverErrorMessage = createRequestErrorMessage({
  refusals: {
    forbidden: 'Only admins hand over programs, and you are no longer one.',
    unknown_person: 'This account no longer exists.',
    not_a_coach: 'The person you chose is no longer a coach. Choose somebody else.',
    malformed_request: 'Choose somebody else as the new coach.',
  },
});
