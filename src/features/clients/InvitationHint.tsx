import { useState } from 'react';
import { nameOf } from '../../remote/use-connections.ts';
import { useStore } from '../../store/react.ts';
import { ButtonLink } from '../../ui/ButtonLink.tsx';
import { plural } from '../../ui/format.ts';
import { Hint } from '../../ui/Hint.tsx';
import { IconUserPlus } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { useInvitations } from './use-invitations.ts';

/** Says who would like to coach the person. Dismissed, it is gone until somebody else would. */
export const InvitationHint = () => {
  const { userId } = useStore();
  const dismissedKey = `cadence.invitation-hint.${userId}`;
  const [dismissed, setDismissed] = useState(() => localStorage.getItem(dismissedKey) ?? '');
  const invitations = useInvitations();
  const [first, ...others] = invitations;
  if (!first || invitations.every(({ id }) => dismissed.includes(id))) return null;
  return (
    <Hint
      title={
        others.length === 0
          ? `${nameOf(first)} would like to coach you`
          : `${plural(invitations.length, 'coach', 'coaches')} would like to coach you`
      }
      icon={<IconTile Icon={IconUserPlus} />}
      action={
        <ButtonLink to="/coaches" size="compact-md" variant="light">
          Answer
        </ButtonLink>
      }
      onDismiss={() => {
        const ids = invitations.map(({ id }) => id).join();
        localStorage.setItem(dismissedKey, ids);
        setDismissed(ids);
      }}
    >
      Nothing of yours is seen unless you accept.
    </Hint>
  );
};
