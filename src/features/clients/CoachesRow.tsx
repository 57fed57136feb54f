import { plural } from '../../ui/format.ts';
import { IconUserPlus } from '../../ui/icons.ts';
import { IconTile } from '../../ui/IconTile.tsx';
import { Row } from '../../ui/Rows.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { useInvitations } from './use-invitations.ts';

/** The way to the person's coaches, and how many invitations wait there. */
export const CoachesRow = () => {
  const { length } = useInvitations();
  return (
    <Row
      title="Coaches"
      // On a phone there is no room for more beside the count.
      detail={length > 0 ? 'Who coaches you' : 'Who coaches you, and invitations'}
      leading={<IconTile Icon={IconUserPlus} />}
      trailing={length > 0 && <StatusDot tone="warn">{plural(length, 'invitation')}</StatusDot>}
      link={{ to: '/coaches' }}
    />
  );
};
