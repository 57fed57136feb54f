import { type ReactNode, useEffect, useState } from 'react';
import { TransportFailure } from '../../../contract/transport-failure.ts';
import type { InvitationNames } from '../../../data/programs/cohort-invitation.ts';
import { formatName } from '../../../ui/format-name.ts';
import { CLOSED_INVITATION_MESSAGE, cohortTokenOf, invitationMessage } from './messages.ts';

/**
 * What the page is that the person came for, where they were invited; `undefined` elsewhere. Names the cohort of an
 * invitation once they are known, and the rest of the screen never waits for them.
 */
export const useInvitationDetail = (from: string | undefined): ReactNode => {
  const names = useInvitationNames(cohortTokenOf(from));
  const message = invitationMessage(from);
  if (message === undefined) return undefined;
  return (
    <span aria-live="polite">
      {names === 'closed' ? CLOSED_INVITATION_MESSAGE : names ? <NamedInvitation {...names} /> : message}
    </span>
  );
};

const NamedInvitation = ({ cohort, program, coach }: InvitationNames) => (
  <>
    You have been invited to join <bdi>{formatName(cohort)}</bdi>, a cohort of <bdi>{formatName(program)}</bdi>
    {coach !== '' && (
      <>
        {' '}
        with <bdi>{coach}</bdi>
      </>
    )}
    . The invitation opens as soon as you are signed in.
  </>
);

/** `closed` where the link leads to nothing that one can join; `null` until that is known. */
const useInvitationNames = (token: string | null): InvitationNames | 'closed' | null => {
  const [found, setFound] = useState<{ token: string; names: InvitationNames | 'closed' } | null>(null);
  useEffect(() => {
    if (token === null) return;
    let isCurrent = true;
    readNames(token).then(
      (names) => {
        if (isCurrent) setFound({ token, names });
      },
      // Without a connection or a response, the screen says as much as it does without names.
      () => undefined,
    );
    return () => {
      isCurrent = false;
    };
  }, [token]);
  return found !== null && found.token === token ? found.names : null;
};

const readNames = async (token: string): Promise<InvitationNames | 'closed'> => {
  // Loaded here, since signing in needs no such code.
  const { getInvitationNames } = await import('../../../data/programs/cohort-invitation.ts');
  return getInvitationNames(token).catch((reason: unknown) => {
    if (reason instanceof TransportFailure && reason.message === 'not_found') return 'closed';
    throw reason;
  });
};
