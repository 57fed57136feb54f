import type { InvitationResult } from '../../../data/coaching/connections.ts';
import { plural } from '../../../ui/format.ts';

/** What became of invitations: how many were sent, and each that was not. */
export const invitationsMessage = (results: readonly InvitationResult[]): string => {
  const invited = results.filter(({ result }) => result === 'invited');
  const others = results.flatMap(({ email, result }) => (result === 'invited' ? [] : [OTHER_RESULTS[result](email)]));
  const [only] = invited;
  const sent =
    invited.length > 1
      ? [`Invited ${plural(invited.length, 'person', 'people')}.`]
      : only
        ? [`Invited ${only.email}.`]
        : [];
  return [...sent, ...others].join(' ');
};

const OTHER_RESULTS: Record<Exclude<InvitationResult['result'], 'invited'>, (email: string) => string> = {
  already_invited: (email) => `${email} was already invited.`,
  already_client: (email) => `${email} is already your client.`,
  own_address: (email) => `${email} is your own email. Enter your client’s email.`,
  invalid: (email) => `${email} is not an email address, and was not invited.`,
};
